"""A rig with a village whose people and group live in the sandbox, and words that a test can change."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.compose import Gone, Letter
from rules.notices import Ask, Notice, Say, Show, View
from storage import outbox, outgoing
from storage.desk import Turn
from storage.engine import reading, writing
from storage.outgoing import Outgoing
from storage.posts import Subject
from storage.schema import claims, drafts, orders, teams
from storage.schema import people as people_table
from tests.bot.rig import Rig
from tests.storage.village import Village, found, keys

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Claim", callback_data="v1|claim|1|0|")]])


class Stage:
    """A rig with a village whose people and group live in the sandbox, and words that a test can change."""

    def __init__(self, rig: Rig, village: Village, anna: int, dora: int, group: int) -> None:
        self.rig = rig
        self.village = village
        self.anna = anna
        self.dora = dora
        self.group = group
        self.words: dict[str, Letter | Gone] = {}

    async def compose(self, _connection: AsyncConnection, row: Outgoing) -> Letter | Gone:
        """What the words say now; the notice's or the view's own name where nothing else is set."""
        return self.words.get(row.key) or Letter(f"{row.key} {row.fields.get('helper', '')}".strip(), None)

    async def say(self, notice: Notice, to: int | None = None, edit_message_id: int | None = None) -> None:
        """One message to somebody, Anna unless told otherwise."""
        said = Say(to or self.village.anna.id, notice, edit_message_id)
        await self.rig.desk.run(lambda turn: turn.say(said))

    async def show_card(self) -> None:
        """Ask for the card to be brought up to date."""
        await self.rig.desk.run(self._show)

    async def _show(self, turn: Turn) -> None:
        await turn.show(Show(self.village.order, View.CARD))

    async def quiet(self) -> None:
        """Wait until nothing that is due is left."""

        async def nothing_due(connection: AsyncConnection) -> bool:
            busy = self.rig.outflow is not None and self.rig.outflow.busy
            return not busy and not await outgoing.is_waiting(connection, self.rig.clock.now())

        await self.rig.until(nothing_due)

    async def later(self, seconds: float) -> None:
        """So much time passes, and what was put off is sent."""
        self.rig.clock.put_forward(timedelta(seconds=seconds))
        assert self.rig.outflow is not None
        self.rig.outflow.rouse()
        await self.quiet()

    async def heard(self, chat: int) -> list[str]:
        """What the bot has said in a chat, as it reads now."""
        return [seen.text for seen in await self.rig.play.chat(chat) if seen.by_bot and not seen.service]

    async def waiting(self, *, dead: bool = False) -> list[str]:
        """What waits in the outbox, or died in it."""
        async with reading(self.rig.engine) as connection:
            return await keys(connection, dead=dead)


async def set_up(rig: Rig) -> Stage:
    """Anna, Dora who coordinates, and the team's group live in the sandbox; the sender runs."""
    anna, dora = await rig.someone("Anna"), await rig.someone("Dora")
    group = await rig.play.group("Unity", [dora])
    async with writing(rig.engine) as connection:
        village = await found(connection)
        for person, telegram_id in ((village.anna, anna), (village.dora, dora)):
            await connection.execute(
                update(people_table).where(people_table.c.id == person.id).values(telegram_id=telegram_id)
            )
        await connection.execute(update(teams).values(chat_id=group, thread_id=None))
    made = Stage(rig, village, anna, dora, group)
    rig.start_outflow(made.compose)
    return made


async def calls(stage: Stage, method: str) -> list[dict[str, object]]:
    return [call["params"] for call in await stage.rig.play.calls(method=method)]


async def nothing_for(connection: AsyncConnection, chat: int) -> bool:
    return not await keys(connection, chat)


async def delete_newest(stage: Stage) -> None:
    message = (await stage.rig.play.last(stage.dora, stage.group)).id
    await stage.rig.play.post("delete", person=stage.dora, chat=stage.group, message=message)


async def end_order(stage: Stage) -> None:
    async with writing(stage.rig.engine) as connection:
        await connection.execute(update(orders).values(state="cancelled"))


async def a_draft(stage: Stage) -> int:
    values = {
        "person_id": stage.village.anna.id, "dialog": "order", "answers": {}, "offered": [],
        "updated_at": stage.rig.clock.now(),
    }  # fmt: skip
    async with writing(stage.rig.engine) as connection:
        return int((await connection.execute(drafts.insert().values(values).returning(drafts.c.id))).scalar_one())


async def ask(stage: Stage, draft: int) -> None:
    await stage.say(Ask(draft, 0, "order", "details", "text"))
    await stage.quiet()


async def a_claim(connection: AsyncConnection, stage: Stage) -> int:
    values = {
        "order_id": stage.village.order, "person_id": stage.village.dora.id, "state": "taken",
        "claimed_at": stage.rig.clock.now(),
    }  # fmt: skip
    return int((await connection.execute(claims.insert().values(values).returning(claims.c.id))).scalar_one())


async def show_claim(stage: Stage, claim: int) -> None:
    async with writing(stage.rig.engine) as connection:
        for view in (View.CLAIM, View.FILE):
            subject = Subject(stage.village.order, view, claim)
            await outbox.put_private(connection, subject, stage.village.dora.id, stage.rig.clock.now())
    assert stage.rig.outflow is not None
    stage.rig.outflow.bell()
    await stage.quiet()
