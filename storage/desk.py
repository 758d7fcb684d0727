"""The desk: one transaction a turn, in which a rule decides on fresh facts and everything that follows is kept."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from rules import refusals
from rules.behalf import heard
from rules.life import Claim, Facts, Order, Outcome, State, check_move
from rules.notices import CardMoved, ClaimMoved, Coordinators, Group, OnDuty, Owners, Say, Show, UnderCard, View
from rules.refusals import Refusal
from storage import cards, duty, hearing, inbox, ledger, orders, outbox, people, posts, review_posts
from storage.engine import start_over
from storage.posts import Subject
from storage.prepared import Prepared
from storage.races import write
from storage.schema import journal

BEGINNING = "place"  # the one verb that is no move: it begins a life
MOST_RENAMED = 100  # orders on which a new name is shown; nobody has as many

_NOTE = Prepared(insert(journal))

T = TypeVar("T")
Verb = Callable[[Facts], Outcome]


@dataclass(frozen=True)
class Turn:
    """What may be done inside one transaction; `cause` is the update that brought it about."""

    connection: AsyncConnection
    now: datetime
    cause: int | None
    moves: list[str] = field(default_factory=list)  # the verbs of this turn, in their order

    async def move(
        self, order_id: int, person_id: int | None, verb: Verb, *, reason: str = "", edit: int | None = None
    ) -> Outcome:
        """Let a rule decide about an order and keep all that follows; `person_id` None is the clock.

        The first message to the person replaces the message `edit` of ours, where there is one. Raises the rule's
        Refusal, or Stale when somebody else moved the order meanwhile.
        """
        facts = await orders.facts(self.connection, order_id, person_id, self.now)
        if facts is None:
            raise refusals.UnknownOrder
        outcome = verb(facts)
        name = str(getattr(getattr(verb, "func", verb), "__name__", verb))
        if name != BEGINNING:
            check_move(name, facts.order.state, outcome.order.state)
        claims = await orders.keep(self.connection, facts, outcome.order, outcome.claims)
        await self._post(facts, outcome)
        await self.note(
            name, community_id=facts.order.community_id, order_id=order_id, person_id=person_id,
            before=facts.order.state.value, after=outcome.order.state.value, reason=reason,
        )  # fmt: skip
        resident_id, community_id = facts.order.resident_id, facts.order.community_id
        for said in (
            each for one in outcome.says for each in heard(one, resident_id, community_id, facts.behalf, person_id)
        ):  # fmt: skip
            own = edit is not None and said.to == person_id
            await self.say(replace(said, edit_message_id=edit) if own else said)
            edit = None if own else edit
        await cards.ask(self.connection, order_id, outcome.teams, self.now)
        for shown in outcome.shows:
            await self.show(shown, claims)
        if outcome.order.state is State.OPEN and _opens(name, facts.order, outcome.order):
            await hearing.tell(self.connection, order_id, outcome.order.resident_id, self.now)
        self.moves.append(name)
        return outcome

    async def say(self, said: Say) -> None:
        """Write down one message for each of its recipients; who cannot be reached gets none."""
        if isinstance(said.to, Group):
            await outbox.put_say(
                self.connection, said.notice, self.now, chat_id=said.to.chat_id, thread_id=said.to.thread_id
            )
            return
        if isinstance(said.to, UnderCard):
            for card in await cards.standing(self.connection, said.to.order_id):
                await outbox.put_say(
                    self.connection, said.notice, self.now,
                    chat_id=card.chat_id, thread_id=card.thread_id, reply_to=card.message_id,
                )  # fmt: skip
            return
        for person_id in await self._found(said.to):
            await outbox.put_say_to(
                self.connection, said.notice, self.now, person_id=person_id, edit_message_id=said.edit_message_id
            )

    async def show(self, shown: Show, claims: tuple[Claim, ...] = ()) -> None:
        """Ask for a post to be brought up to date: the card, the review, or a claim's private card with its files."""
        if shown.view is View.CARD:
            await outbox.put_card(self.connection, shown.order_id, self.now)
            return
        if shown.view is View.REVIEW:
            await review_posts.show(self.connection, shown.order_id, self.now)
            return
        own = [claim for claim in claims if claim.person_id == shown.person_id]
        if not own or own[-1].id is None:
            raise AssertionError("a private card belongs to a claim")
        order_id, claim_id, person_id = shown.order_id, own[-1].id, own[-1].person_id
        await outbox.put_private(self.connection, Subject(order_id, View.CLAIM, claim_id), person_id, self.now)
        # A change may have taken files out: whoever was sent them must lose them, now and not at the end.
        for position in await posts.file_positions(self.connection, order_id, claim_id):
            file = Subject(order_id, View.FILE, claim_id, position)
            await outbox.put_private(self.connection, file, person_id, self.now)

    async def show_name(self, person_id: int) -> None:
        """Somebody has another name now: on the cards of what is not over, and where helpers read whom they help."""
        own = await orders.of_resident(self.connection, person_id, MOST_RENAMED)
        helped = await orders.of_helper(self.connection, person_id, MOST_RENAMED)
        for order_id in sorted({*own, *helped}):
            facts = await orders.facts(self.connection, order_id, None, self.now)
            in_review = facts is not None and facts.order.state is State.REVIEW
            await self.show(Show(order_id, View.REVIEW if in_review else View.CARD))
            for claim in facts.claims if facts is not None else ():
                if claim.holds:
                    await self.show(Show(order_id, View.CLAIM, claim.person_id), (claim,))

    async def bring_down(self, order_id: int, claim_id: int, person_id: int) -> None:
        """A helper's private card as their newest message.

        It moves and is never copied: name, phone and address stand in one message, which is redacted in the end.
        """
        card = Subject(order_id, View.CLAIM, claim_id)
        post = await posts.find(self.connection, card)
        if post is not None:
            await outbox.put_retract(
                self.connection, ClaimMoved(order_id), self.now,
                chat_id=post.chat_id, person_id=person_id, message_id=post.message_id,
            )  # fmt: skip
            await posts.forget(self.connection, card)
        await outbox.put_private(self.connection, card, person_id, self.now)

    async def move_card(self, order_id: int) -> None:
        """The order's card into the group of its present team, out of the one where it stands."""
        row = await orders.row(self.connection, order_id)
        team_id = row["team_id"] if row is not None else None
        await self._take_away(order_id, posts.OWN)
        if team_id is not None:  # it may have been asked already
            await cards.ask_no_more(self.connection, order_id, team_id)
            await self._take_away(order_id, team_id)
        await self.show(Show(order_id, View.CARD))

    async def _take_away(self, order_id: int, position: int) -> None:
        card = Subject(order_id, View.CARD, 0, position)
        await cards.forget_waiting(self.connection, order_id, position)
        post = await posts.find(self.connection, card)
        if post is None:
            return
        await outbox.put_retract(
            self.connection, CardMoved(order_id), self.now,
            chat_id=post.chat_id, person_id=None, message_id=post.message_id,
        )  # fmt: skip
        await posts.forget(self.connection, card)

    async def strip(self, person_id: int, message_id: int) -> None:
        """Take the buttons from an old message of ours in somebody's private chat."""
        person = await people.get(self.connection, person_id)
        await outbox.put_strip(
            self.connection, self.now, chat_id=person.telegram_id, person_id=person_id, message_id=message_id
        )

    async def note(
        self, verb: str, *, community_id: int | None = None, order_id: int | None = None,
        person_id: int | None = None, before: str = "", after: str = "", reason: str = "", wish_id: int | None = None,
    ) -> None:  # fmt: skip
        """One line in the journal."""
        values: dict[str, object] = {
            "at": self.now, "community_id": community_id, "order_id": order_id, "person_id": person_id,
            "verb": verb[:20], "before": before, "after": after, "reason": reason[:500],
        }  # fmt: skip
        if wish_id is not None:
            values["wish_id"] = wish_id
        await _NOTE.done(self.connection, values)

    async def _found(self, whom: int | Coordinators | OnDuty | Owners) -> list[int]:
        match whom:
            case int():
                return [whom]
            case Owners():
                return [person.id for person in await people.owners(self.connection)]
            case OnDuty():
                return await duty.on_duty(self.connection, whom.community_id, self.now, whom.without)
        found = await people.coordinators(self.connection, whom.community_id, whom.without)
        return [person.id for person in found]

    async def _post(self, facts: Facts, outcome: Outcome) -> None:
        if not outcome.transfers:
            return
        row = await orders.row(self.connection, facts.order.id)
        if row is None:
            raise AssertionError("the order was there a moment ago")
        for made in outcome.transfers:
            await ledger.post(
                self.connection, made, community_id=facts.order.community_id, order_id=facts.order.id,
                service_id=row["service_id"], caused_by=facts.actor.person_id if facts.actor else None, now=self.now,
            )  # fmt: skip


def _opens(verb: str, before: Order, after: Order) -> bool:
    """Whether all may take it now, and could not before; whoever is asked first is not overtaken by an alert."""
    return after.reserved_for is None and (verb in hearing.OPENING or before.reserved_for is not None)


class Desk:
    """Where every change begins: handlers, the clock and any later door come through the same call."""

    def __init__(
        self, engine: AsyncEngine, now: Callable[[], datetime], bell: Callable[[], None],
        moved: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        self.engine = engine
        self.now = now
        self.bell = bell
        self._moved = moved  # told each verb, once it is kept

    async def run(
        self, work: Callable[[Turn], Awaitable[T]], *, cause: int | None = None,
        refused: Callable[[Turn, Refusal], Awaitable[T]] | None = None,
    ) -> T:  # fmt: skip
        """Do the work in one transaction that also marks its update as done; again, when it came too late.

        The update is marked first: from then on no other process can take it, and a repeat ends before it has begun.
        Where a rule refuses, nothing of the work is kept, and what is done instead goes into the same transaction;
        without `refused` the Refusal is raised.
        """

        async def begin(connection: AsyncConnection) -> Turn:
            turn = Turn(connection, self.now(), cause)
            if cause is not None:
                await inbox.take(connection, cause, turn.now)
            return turn

        async def take_turn(connection: AsyncConnection) -> tuple[T, Turn]:
            turn = await begin(connection)
            try:
                return await work(turn), turn
            except Refusal as refusal:
                if refused is None:
                    raise
                await start_over(connection)
                turn = await begin(connection)
                return await refused(turn, refusal), turn

        result, turn = await write(self.engine, take_turn)
        self.bell()
        if self._moved is not None:
            for verb in turn.moves:
                self._moved(verb)
        return result

    async def move(
        self, order_id: int, person_id: int | None, verb: Verb, *, cause: int | None = None, reason: str = ""
    ) -> Outcome:
        """One verb on one order, by itself."""
        return await self.run(lambda turn: turn.move(order_id, person_id, verb, reason=reason), cause=cause)
