"""What follows when a chat is lost, whoever finds out first: the sender, or the handler of Telegram's word for it."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, select, union, update

from rules import standby
from rules.alarms import Kind
from rules.life import HOLDING, OVER
from rules.notices import (
    Coordinators,
    DeskLost,
    DeskTopicLost,
    GroupLost,
    Say,
    Show,
    TopicLost,
    Unreachable,
    View,
    WallLost,
    WallTopicLost,
)
from rules.wish_life import GrantState
from storage import alarms, desks, order_lists, outgoing, people, posts
from storage.desk import Turn
from storage.desks import Room
from storage.engine import hold
from storage.opening import open_what_is_kept_for
from storage.posting import post_reviews, post_waiting
from storage.schema import claims, orders, teams
from storage.schema_wishes import wish_claims

_LOST = {Room.DESK: DeskLost, Room.WALL: WallLost}
_TOPIC_LOST = {Room.DESK: DeskTopicLost, Room.WALL: WallTopicLost}


async def person_lost(turn: Turn, person_id: int, why: str) -> None:
    """Nobody home: nothing more is sent, and the coordinators hear of it once if something is under way."""
    person = await people.get(turn.connection, person_id)
    await outgoing.bury_lane(turn.connection, person.telegram_id, turn.now, why)
    if not await people.is_newly_lost(turn.connection, person_id):
        return
    for order_id in await order_lists.waited_for_anywhere(turn.connection, person_id):
        await turn.move(order_id, person_id, standby.step_down)  # else a place would be theirs, and they never heard
    await open_what_is_kept_for(turn, person_id)
    for community_id in await _busy_in(turn, person_id):
        await turn.say(Say(Coordinators(community_id), Unreachable(person.name, community_id)))


async def person_back(turn: Turn, person_id: int) -> None:
    """They let us in again: what they see of orders is brought up to date, and what waits for them to decide."""
    person = await people.get(turn.connection, person_id)
    await people.change(turn.connection, person_id, reachable=True)
    await outgoing.revive_posts(turn.connection, person.telegram_id, turn.now)
    for community in await people.led_by(turn.connection, person):
        await post_reviews(turn, community["id"])


async def group_lost(turn: Turn, chat_id: int, why: str) -> None:
    """Removed, or not allowed to write: the teams stand without a group until somebody binds one again.

    Their open orders go to another team that has a group, rather than to nobody; what waited for a decision in a
    coordinators' group goes to each of them.
    """
    await _hold(turn, chat_id)
    await outgoing.bury_lane(turn.connection, chat_id, turn.now, why)
    await posts.forget_chat(turn.connection, chat_id)
    left = await teams_in(turn, chat_id)
    for team in left:
        await turn.connection.execute(
            update(teams).where(teams.c.id == team["id"]).values(chat_id=None, thread_id=None, chat_title="")
        )
        await turn.say(Say(Coordinators(team["community_id"]), GroupLost(team["id"], team["community_id"])))
        await alarms.begin(turn, Kind.GROUP, team["id"])
    for community_id in sorted({team["community_id"] for team in left}):
        await post_waiting(turn, community_id)
    for room in Room:
        had = await desks.in_chat(turn.connection, room, chat_id)
        await desks.leave(turn.connection, room, chat_id)
        for community in had:
            await turn.say(Say(Coordinators(community["id"]), _LOST[room](community["id"])))
            if room is Room.DESK:
                await post_reviews(turn, community["id"])


async def group_moved(turn: Turn, chat_id: int, new_chat_id: int) -> None:
    """A group became a supergroup: the new id everywhere; the old messages are out of reach, so cards go up anew."""
    await _hold(turn, chat_id)
    await turn.connection.execute(update(teams).where(teams.c.chat_id == chat_id).values(chat_id=new_chat_id))
    await desks.move(turn.connection, chat_id, new_chat_id)
    await outgoing.move_lane(turn.connection, chat_id, new_chat_id)
    cards = await posts.living_cards(turn.connection, chat_id)
    undecided = await posts.living_reviews(turn.connection, chat_id)
    await posts.forget_chat(turn.connection, chat_id)
    for order_id in cards:
        await turn.show(Show(order_id, View.CARD))
    for order_id in undecided:
        await turn.show(Show(order_id, View.REVIEW))


async def topic_lost(turn: Turn, chat_id: int, thread_id: int) -> None:
    """A forum's topic is gone: a card in the group itself is better than none, and the coordinators can bind again."""
    await _hold(turn, chat_id)
    await outgoing.leave_topic(turn.connection, chat_id, thread_id)
    for team in await teams_in(turn, chat_id):
        if team["thread_id"] == thread_id:
            await turn.connection.execute(update(teams).where(teams.c.id == team["id"]).values(thread_id=None))
            await turn.say(Say(Coordinators(team["community_id"]), TopicLost(team["id"], team["community_id"])))
    for room in Room:
        for community in await desks.in_chat(turn.connection, room, chat_id):
            if community["thread_id"] == thread_id:
                await desks.leave_topic(turn.connection, room, community["id"])
                await turn.say(Say(Coordinators(community["id"]), _TOPIC_LOST[room](community["id"])))


async def led_from(turn: Turn, chat_id: int) -> list[int]:
    """The communities to which this group belongs: to a team of theirs, or as one of their own."""
    found = {team["community_id"] for team in await teams_in(turn, chat_id)}
    for room in Room:
        found |= {community["id"] for community in await desks.in_chat(turn.connection, room, chat_id)}
    return sorted(found)


async def teams_in(turn: Turn, chat_id: int) -> Sequence[RowMapping]:
    """The teams whose cards go to this group, or to a topic of it (id, community_id, thread_id)."""
    query = select(teams.c.id, teams.c.community_id, teams.c.thread_id).where(teams.c.chat_id == chat_id)
    return (await turn.connection.execute(query.order_by(teams.c.id))).mappings().all()


async def _hold(turn: Turn, chat_id: int) -> None:
    """The sender and a handler may find out at once, and a coordinator may bind the group just now."""
    await hold(turn.connection, "group", chat_id)
    for community_id in await led_from(turn, chat_id):
        await hold(turn.connection, "community", community_id)


async def _busy_in(turn: Turn, person_id: int) -> list[int]:
    ordered = select(orders.c.community_id).where(orders.c.resident_id == person_id, orders.c.state.not_in(OVER))
    helping = (
        select(orders.c.community_id)
        .join(claims, claims.c.order_id == orders.c.id)
        .where(claims.c.person_id == person_id, claims.c.state.in_(HOLDING))
    )
    granting = select(wish_claims.c.community_id).where(
        wish_claims.c.person_id == person_id, wish_claims.c.state == GrantState.LIVE.value
    )
    return sorted((await turn.connection.execute(union(ordered, helping, granting))).scalars())
