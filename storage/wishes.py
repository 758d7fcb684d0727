"""Wishes as they are kept: one transaction a move, decided by a rule on fresh facts, the version checked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules import wishes as rules
from rules.notices import AboutGrant, Group, Say, View
from rules.refusals import UnknownWish
from rules.wish_life import (
    CONTACT_WITHIN,
    NEW,
    Claimant,
    Grant,
    GrantState,
    Wish,
    WishFacts,
    WishOutcome,
    WishState,
    check_wish_move,
)
from storage import outbox, people, wish_posts
from storage.desk import Turn
from storage.posts import Subject
from storage.races import Stale
from storage.schema import communities, teams
from storage.schema_wishes import wish_claims, wishes

_LIVE = wish_claims.c.state == GrantState.LIVE.value
_WISH = (
    wishes.c.id, wishes.c.community_id, wishes.c.number, wishes.c.state, wishes.c.collected_by, wishes.c.version,
    wishes.c.wake_at, wishes.c.reminded, wishes.c.verified_by, wishes.c.verified_at, wishes.c.returned_at,
    wishes.c.closed_at,
)  # fmt: skip
_GRANT = (
    wish_claims.c.id, wish_claims.c.person_id, wish_claims.c.kind, wish_claims.c.state, wish_claims.c.claimed_at,
    wish_claims.c.organisation, wish_claims.c.contacted_at, wish_claims.c.delivered_at, wish_claims.c.ended_at,
)  # fmt: skip
_COUNTS = (GrantState.LIVE.value, GrantState.FULFILLED.value)  # what a rule may ask for: at most one of a wish


async def collect(turn: Turn, community_id: int, person_id: int, **values: Any) -> int:
    """A new wish, which waits for somebody's check; its number."""
    taken = (
        update(communities)
        .where(communities.c.id == community_id)
        .values(next_wish=communities.c.next_wish + 1)
        .returning(communities.c.next_wish)
    )
    number = (await turn.connection.execute(taken)).scalar_one() - 1
    row = {
        "community_id": community_id, "number": number, "state": WishState.COLLECTED.value,
        "collected_by": person_id, "collected_at": turn.now, **values,
    }  # fmt: skip
    wish_id = int((await turn.connection.execute(insert(wishes).values(row).returning(wishes.c.id))).scalar_one())
    await _note(turn, "collect", wish_id, community_id, person_id, after=WishState.COLLECTED.value)
    return wish_id


async def move(
    turn: Turn, wish_id: int, person_id: int | None, verb: rules.Verb, *, reason: str = "", photo: str | None = None,
    edit: int | None = None,
) -> WishOutcome:  # fmt: skip
    """Let a rule decide about a wish and keep all that follows; `person_id` None is the clock.

    The first message to the person replaces the message `edit` of ours. Raises the rule's Refusal, or Stale.
    """
    facts = await known(turn, wish_id, person_id)
    outcome = verb(facts)
    name = str(getattr(getattr(verb, "func", verb), "__name__", verb))
    check_wish_move(name, facts.wish.state, outcome.wish.state)
    await _keep_wish(turn.connection, facts.wish, outcome.wish)
    claim_id = await _keep_grant(turn, outcome, photo) if outcome.grant is not None else NEW
    if outcome.wish.state is WishState.WITHDRAWN:
        await turn.connection.execute(update(wishes).where(wishes.c.id == wish_id).values(end_reason=reason[:300]))
    await _note(
        turn, name, wish_id, outcome.wish.community_id, person_id,
        before=facts.wish.state.value, after=outcome.wish.state.value, reason=reason,
    )  # fmt: skip
    for said in outcome.says:
        notice = said.notice
        if isinstance(notice, AboutGrant) and notice.claim_id == NEW:
            notice = replace(notice, claim_id=claim_id)
        own = edit is not None and said.to == person_id
        await turn.say(Say(said.to, notice, edit if own else None))
        edit = None if own else edit
    if outcome.grant is not None:
        await show(turn, claim_id, outcome.grant.person_id)
    turn.moves.append(f"wish_{name}")
    return outcome


async def wake(turn: Turn, wish_id: int) -> bool:
    """Do what is due with a wish, if anything still is."""
    facts = await known(turn, wish_id, None)
    verb = rules.due(facts)
    if verb is None:
        await put_off(turn.connection, wish_id, turn.now, None)  # nothing will ever be due
        return False
    await move(turn, wish_id, None, verb)
    return True


async def due_ids(connection: AsyncConnection, now: datetime, limit: int) -> list[int]:
    """The wishes whose time has come, longest first."""
    query = select(wishes.c.id).where(wishes.c.wake_at <= now).order_by(wishes.c.wake_at, wishes.c.id).limit(limit)
    return list((await connection.execute(query)).scalars())


async def put_off(connection: AsyncConnection, wish_id: int, now: datetime, until: datetime | None) -> None:
    """A wish that is due cannot be moved: not again before that time, unless somebody else has moved it."""
    still_due = (wishes.c.id == wish_id, wishes.c.wake_at <= now)
    await connection.execute(update(wishes).where(*still_due).values(wake_at=until))


async def known(turn: Turn, wish_id: int, person_id: int | None) -> WishFacts:
    """All that a rule asks for, with the wish held; raises UnknownWish."""
    query = select(*_WISH).where(wishes.c.id == wish_id).with_for_update(key_share=True)
    row = (await turn.connection.execute(query)).mappings().first()
    if row is None:
        raise UnknownWish
    wish = Wish(**{**row, "state": WishState(row["state"])})
    facts = WishFacts(wish, await _grant(turn.connection, wish_id), None, turn.now)
    leading = {each.id for each in await people.coordinators(turn.connection, wish.community_id)}
    facts = replace(
        facts, collector_leads=wish.collected_by in leading, group=await _group(turn.connection, wish.community_id)
    )
    if person_id is None:
        return facts
    actor = await people.member(turn.connection, wish.community_id, person_id)
    place = await people.membership(turn.connection, wish.community_id, person_id)
    promised = await _promised(turn.connection, person_id, turn.now)
    return replace(
        facts, actor=actor, belongs=place is not None or actor.owner, held=promised,
        taken_back=await _taken_back(turn.connection, wish_id, person_id),
    )  # fmt: skip


async def show(turn: Turn, claim_id: int, person_id: int) -> None:
    """Bring the claimant's private card up to date: with the contact while the claim lives, without it after."""
    await outbox.put_private(turn.connection, Subject(0, View.WISH, 0, claim_id), person_id, turn.now)


async def bring_down(turn: Turn, claim_id: int, person_id: int, moved: AboutGrant) -> None:
    """The private card as the newest message; it moves and is never copied, so that one message is redacted."""
    place, _ = await wish_posts.standing(turn.connection, claim_id)
    if place is not None:
        chat_id, message_id, _ = place
        await outbox.put_retract(
            turn.connection, moved, turn.now, chat_id=chat_id, person_id=person_id, message_id=message_id
        )
        await wish_posts.forget(turn.connection, claim_id)
    await show(turn, claim_id, person_id)


async def board(connection: AsyncConnection, community_id: int, limit: int, offset: int) -> Sequence[int]:
    """What is on the board: those that came back first, as they came back, then the others, oldest first."""
    query = (
        select(wishes.c.id)
        .where(wishes.c.community_id == community_id, wishes.c.state == WishState.BOARD.value)
        .order_by(wishes.c.returned_at.is_(None), wishes.c.returned_at, wishes.c.verified_at, wishes.c.id)
    )
    return list((await connection.execute(query.limit(limit).offset(offset))).scalars())


async def count(connection: AsyncConnection, community_id: int, *states: WishState) -> int:
    """How many wishes of a community stand so."""
    where = (wishes.c.community_id == community_id, wishes.c.state.in_([each.value for each in states]))
    return int((await connection.execute(select(func.count()).select_from(wishes).where(*where))).scalar_one())


async def in_states(
    connection: AsyncConnection, community_id: int, states: Sequence[WishState], limit: int, offset: int
) -> Sequence[RowMapping]:
    """A community's wishes in these states (id, number, state): in the order of the states, oldest first."""
    found: list[RowMapping] = []
    for state in states:
        where = (wishes.c.community_id == community_id, wishes.c.state == state.value)
        query = select(wishes.c.id, wishes.c.number, wishes.c.state).where(*where).order_by(wishes.c.id)
        found += (await connection.execute(query.limit(limit + offset))).mappings().all()
    return found[offset : offset + limit]


async def promised_by(connection: AsyncConnection, community_id: int, person_id: int) -> Sequence[RowMapping]:
    """The wishes of a community that a person has claimed and holds (id, number, claim_id), oldest claim first."""
    query = (
        select(wishes.c.id, wishes.c.number, wish_claims.c.id.label("claim_id"))
        .join(wish_claims, wish_claims.c.wish_id == wishes.c.id)
        .where(wish_claims.c.person_id == person_id, _LIVE, wish_claims.c.community_id == community_id)
        .order_by(wish_claims.c.id)
    )
    return (await connection.execute(query)).mappings().all()


async def _promised(connection: AsyncConnection, person_id: int, now: datetime) -> int:
    """Those that live, and those given up of late: names are not to be read one after the other by handing back."""
    of_late = and_(wish_claims.c.state != GrantState.FULFILLED.value, wish_claims.c.claimed_at > now - CONTACT_WITHIN)
    where = and_(wish_claims.c.person_id == person_id, or_(_LIVE, of_late))
    return int((await connection.execute(select(func.count()).select_from(wish_claims).where(where))).scalar_one())


async def _taken_back(connection: AsyncConnection, wish_id: int, person_id: int) -> bool:
    own = (wish_claims.c.wish_id == wish_id, wish_claims.c.person_id == person_id)
    ended = wish_claims.c.state == GrantState.TAKEN_BACK.value
    return (await connection.execute(select(wish_claims.c.id).where(*own, ended).limit(1))).first() is not None


async def _grant(connection: AsyncConnection, wish_id: int) -> Grant | None:
    query = select(*_GRANT).where(wish_claims.c.wish_id == wish_id, wish_claims.c.state.in_(_COUNTS))
    row = (await connection.execute(query)).mappings().first()
    return Grant(**{**row, "kind": Claimant(row["kind"]), "state": GrantState(row["state"])}) if row else None


async def _group(connection: AsyncConnection, community_id: int) -> Group | None:
    """The group of the community's first team that has one."""
    here = (teams.c.community_id == community_id, teams.c.removed.is_(False), teams.c.chat_id.is_not(None))
    query = select(teams.c.chat_id, teams.c.thread_id).where(*here).order_by(teams.c.position, teams.c.id).limit(1)
    row = (await connection.execute(query)).first()
    return Group(row.chat_id, row.thread_id) if row else None


async def _keep_wish(connection: AsyncConnection, before: Wish, after: Wish) -> None:
    values = {
        "state": after.state.value, "version": before.version + 1, "wake_at": after.wake_at,
        "reminded": after.reminded, "verified_by": after.verified_by, "verified_at": after.verified_at,
        "returned_at": after.returned_at, "closed_at": after.closed_at,
    }  # fmt: skip
    same = (wishes.c.id == before.id, wishes.c.version == before.version)
    if (await connection.execute(update(wishes).where(*same).values(values))).rowcount != 1:
        raise Stale


async def _keep_grant(turn: Turn, outcome: WishOutcome, photo: str | None) -> int:
    grant, wish = outcome.grant, outcome.wish
    if grant is None:
        raise AssertionError("there is a claim to keep")
    values: dict[str, Any] = {
        "state": grant.state.value, "contacted_at": grant.contacted_at, "delivered_at": grant.delivered_at,
        "ended_at": grant.ended_at,
    }  # fmt: skip
    if photo is not None:
        values["photo"] = photo
    if grant.id is not None:
        await turn.connection.execute(update(wish_claims).where(wish_claims.c.id == grant.id).values(values))
        return grant.id
    values |= {
        "community_id": wish.community_id, "wish_id": wish.id, "person_id": grant.person_id,
        "kind": grant.kind.value, "organisation": grant.organisation, "claimed_at": grant.claimed_at,
    }  # fmt: skip
    made = insert(wish_claims).values(values).returning(wish_claims.c.id)
    return int((await turn.connection.execute(made)).scalar_one())


async def _note(
    turn: Turn, verb: str, wish_id: int, community_id: int, person_id: int | None, *,
    before: str = "", after: str, reason: str = "",
) -> None:  # fmt: skip
    await turn.note(
        f"wish_{verb}", community_id=community_id, person_id=person_id, before=before, after=after, reason=reason,
        wish_id=wish_id,
    )  # fmt: skip
