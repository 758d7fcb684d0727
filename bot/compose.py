"""From a row of the outbox to what is sent: the words and buttons, rendered from the state as it is now."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot import cards, family_pages, keyboards, keyboards_again, order_page, people_pages, stand_ins, wish_pages
from bot.cards import Page
from bot.readers import Reader, Row, reader_of
from bot.still import STILL
from bot.words import Words
from handlers.presses import Press
from rules.alarms import Kind
from rules.life import ClaimState, State
from rules.notices import (
    AnsweredBack,
    AskedBack,
    Button,
    PinSlip,
    ReviewDetails,
    ReviewFile,
    ReviewWaits,
    StandingBy,
    View,
    ours,
)
from storage import alarms, backlog, communities, dispatch, drafts, people, reviews, setup
from storage.posts import WALL
from storage.views import ClaimView, FileView, OrderView, view

DOORS: Mapping[str, Button] = {  # where a refusal has a way on, as one button
    "not_approved": (ours("i_want_to_help"), Press("join").data(), keyboards.GREEN),
    "too_many_orders": (ours("my_orders"), Press("mine").data(), keyboards.PLAIN),
    "nothing_to_cancel": (ours("my_orders"), Press("mine").data(), keyboards.PLAIN),
}

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None


@dataclass(frozen=True)
class Letter:
    """One message as it goes out: a text, or a file with the text as its caption; `delete` asks to take it away."""

    text: str
    keyboard: Keyboard = None
    file: FileView | None = None
    delete: bool = False

    @cached_property
    def markup(self) -> str | None:
        """The keyboard as Telegram takes it."""
        return self.keyboard.to_json() if self.keyboard else None

    @cached_property
    def digest(self) -> str:
        """A short mark of all of it: the same mark, the same message."""
        whole = "\0".join((self.text, self.markup or "", self.file.file_id if self.file else "", str(self.delete)))
        return hashlib.sha256(whole.encode()).hexdigest()


@dataclass(frozen=True)
class Gone:
    """Nothing is to be sent any more."""

    why: str


@dataclass(frozen=True)
class _Job:
    """One row with what is needed to render it."""

    connection: AsyncConnection
    row: Row
    words: Words
    reader: Reader
    order: OrderView | None
    bot_username: str
    now: datetime

    def text(self, key: str, **fields: object) -> str:
        """A message in the reader's language."""
        return self.words.text(key, self.reader.language, **fields)

    @property
    def simple(self) -> bool:
        """Whether the reader is spoken to simply."""
        return self.reader.person is not None and self.reader.person.simple

    def letter(self, page: Page) -> Letter:
        """A page with its inline buttons."""
        rows = keyboards_again.one_a_row(page.rows) if self.simple else page.rows
        return Letter(page.text, keyboards.inline(rows, self.words, self.reader.language))


async def compose(
    connection: AsyncConnection, row: Row, words: Words, *, bot_username: str, now: datetime
) -> Letter | Gone:
    """What one row of the outbox says now, to whom it goes; Gone when its subject is no longer there."""
    order = await view(connection, row.order_id) if row.order_id is not None else None
    if row.order_id is not None and order is None:
        return Gone("the order is not there")
    if order is not None and (order.state in _LOOKED_AT or row.key in _REVIEWED):
        order = replace(order, review=await reviews.of(connection, order.id))
    job = _Job(connection, row, words, await reader_of(connection, row, words, order), order, bot_username, now)
    if row.key in wish_pages.PAGES:
        return await _about_wish(job)
    if row.kind == "show":
        return _shown(job)
    if order is not None and row.key in order_page.FOR_COORDINATORS:
        return await _for_coordinator(job, order)
    if order is not None and row.key in stand_ins.FOR_RESIDENT and row.person_id != order.resident_id:
        return await _for_stand_in(job, order)
    if order is not None and order.placed_by is not None and row.key in stand_ins.WITH_PIN:
        return await _ordered_for(job, order, _about_order(job, order))
    if order is not None:
        return _about_order(job, order)
    return await _OTHERS[row.key](job)


async def _about_wish(job: _Job) -> Letter | Gone:
    asked = wish_pages.Asked(job.connection, job.row, job.words, job.reader, job.bot_username)
    made = await wish_pages.PAGES[job.row.key](asked)
    if made is None:
        return Gone("not theirs to see, or nobody has to do it any more")
    page, file_id = made
    return replace(job.letter(page), file=FileView("photo", file_id, None) if file_id else None)


def _shown(job: _Job) -> Letter | Gone:
    order, words = job.order, job.words
    if order is None:
        return Gone("a post shows an order")
    if job.row.key == View.CARD:
        page = cards.card(order, words)
        # On the wall everybody looks and nobody presses.
        rows = () if job.row.position == WALL else page.rows
        return Letter(page.text, keyboards.inline(rows, words, order.language))
    if job.row.key == View.REVIEW:
        return job.letter(cards.review_card(order, words, job.reader.language))
    claim = next((each for each in order.claims if each.id == job.row.claim_id), None)
    if claim is None:
        return Gone("the claim is not there")
    if job.row.key == View.CLAIM:
        return job.letter(cards.claim_card(order, claim, words, job.reader.language))
    file = cards.file_at(order, job.row.position)
    text = job.text("file", order=order)
    return Letter(text, None, file, delete=file is None or cards.is_given_up(order, claim))


def _about_order(job: _Job, order: OrderView) -> Letter | Gone:
    claim = _own_claim(job, order)
    key = job.row.key
    if key in STILL and not STILL[key](order, claim):
        return Gone("nobody has to do it any more")
    if key == ReviewFile.key():
        return _file(job, order)
    own = job.row.person_id == order.resident_id
    if key == "order_status" and claim is not None and claim.state is ClaimState.STANDBY:
        key = StandingBy.key()
    if key == "order_status" and not own:
        if claim is None or not cards.is_given_up(order, claim):
            return Gone("not theirs to see, or their private card shows it")
        return job.letter(cards.claim_card(order, claim, job.words, job.reader.language))
    text = job.text(key, **{**job.row.fields, "order": order, "claim": claim, "now": job.now, "own": own})
    rows = () if key == "order_lapsed" and not own else keyboards.buttons_for(order, claim, key, job.row.fields)
    return job.letter(Page(text, rows))


def _file(job: _Job, order: OrderView) -> Letter | Gone:
    file = cards.file_at(order, int(job.row.fields["position"]))
    return Gone("it has been taken out") if file is None else Letter(job.text(job.row.key, order=order), None, file)


async def _for_coordinator(job: _Job, order: OrderView) -> Letter | Gone:
    """All of an order, for who leads its community at this moment."""
    if job.row.person_id is None:
        return Gone("not for a group")
    member = await people.member(job.connection, order.community_id, job.row.person_id)
    if not member.leads:
        return Gone("not a coordinator any more")
    helps = any(held.person_id == member.person_id for held in order.holding)
    if helps and job.row.key == PinSlip.key():
        return Gone("whoever helps never reads the PIN")
    make = order_page.FOR_COORDINATORS[job.row.key]
    page = await make(job.connection, order, job.row.fields, job.words, job.reader.language, job.now)
    return job.letter(order_page.without_slip(page) if helps else page)


async def _for_stand_in(job: _Job, order: OrderView) -> Letter | Gone:
    """What the resident hears, for who acts for them; a helper and the coordinators may get the same kind of notice."""
    key, claim = job.row.key, _own_claim(job, order)
    stands = await stand_ins.stands_as(job.connection, order, job.row.person_id)
    if not stands or claim is not None or (key == stand_ins.LAPSED and stands == stand_ins.TAKEN):
        return _about_order(job, order) if key in (stand_ins.STATUS, stand_ins.LAPSED) else Gone("not theirs to see")
    if key in STILL and not STILL[key](order, None):
        return Gone("nobody has to do it any more")
    fields = {**job.row.fields, "now": job.now}
    made = stand_ins.page(job.connection, order, key, fields, job.words, job.reader.language, stands)
    return job.letter(await made)


async def _ordered_for(job: _Job, order: OrderView, letter: Letter | Gone) -> Letter | Gone:
    """The resident's own message, with whoever has ordered for them."""
    if isinstance(letter, Gone) or job.row.person_id != order.resident_id or order.placed_by is None:
        return letter
    by = await people.get(job.connection, order.placed_by)
    return replace(letter, text=f"{letter.text}\n{job.text('ordered_for_you', name=by.name)}")


async def _proxy(job: _Job) -> Letter | Gone:
    page = await family_pages.page(
        job.connection, job.row.key, job.row.fields, job.row.person_id, job.words, job.reader.language,
        job.reader.zone,
    )  # fmt: skip
    return job.letter(page) if page is not None else Gone("not theirs to see")


_LOOKED_AT = (State.REVIEW, State.DECLINED)
_REVIEWED = frozenset(
    {View.REVIEW.value, AskedBack.key(), AnsweredBack.key(), ReviewWaits.key(), ReviewDetails.key()}
)  # what shows what coordinators have asked and decided, whatever has become of the order


def _own_claim(job: _Job, order: OrderView) -> ClaimView | None:
    return order.claim_of(job.row.person_id) if job.row.person_id is not None else None


async def _ask(job: _Job) -> Letter | Gone:
    ask, words, language = job.row.fields, job.words, job.reader.language
    kept = await drafts.by_id(job.connection, ask["draft_id"])
    if kept is None or kept.draft.version != ask["version"]:
        return Gone("the question has been answered")
    key = f"{ask['dialog']}_{ask['question']}"
    if key not in words.names():  # changing an order asks what ordering asks
        key = f"order_{ask['question']}"
    if job.simple and f"{key}_simple" in words.names():
        key = f"{key}_simple"
    text = job.text(key, about=ask["about"], lines=ask["lines"], zone=job.reader.zone)
    if ask["refusal"]:
        text = f"{words.refusal(ask['refusal'], ask['given'], language, job.reader.zone)}\n\n{text}"
    if ask["kind"] in keyboards.BY_REPLY_KEYBOARD:
        return Letter(text, keyboards.reply_keyboard(ask, words, language))
    return job.letter(Page(text, keyboards.question_rows(ask, words, language, simple=job.simple)))


async def _noted(job: _Job) -> Letter:
    return Letter(job.text("noted", answer=job.row.fields["answer"]), ReplyKeyboardRemove())


async def _screen(job: _Job) -> Letter:
    data = job.row.fields["data"]
    text = job.text(job.row.fields["name"], **data)
    if data.get("remove_keyboard"):
        return Letter(text, ReplyKeyboardRemove())
    return job.letter(Page(text, job.row.fields["buttons"]))


async def _refused(job: _Job) -> Letter:
    key, given = job.row.fields["refusal"], job.row.fields["given"]
    text = job.words.refusal(key, given, job.reader.language, job.reader.zone)
    if job.reader.person is None:
        private = (ours("write_in_private"), f"url:https://t.me/{job.bot_username}?start", keyboards.PLAIN)
        return job.letter(Page(text, ((private,),) if key in DOORS else ()))
    return job.letter(Page(text, ((DOORS[key],),) if key in DOORS else ()))


async def _trouble(job: _Job) -> Letter:
    return Letter(job.text("trouble"))


async def _application(job: _Job) -> Letter | Gone:
    community_id, person_id = job.row.fields["community_id"], job.row.fields["person_id"]
    member = await people.membership(job.connection, community_id, person_id)
    if member is None:
        return Gone("the applicant is not there")
    services = await dispatch.services_of(job.connection, community_id)
    teams = await dispatch.teams_of(job.connection, community_id)
    text = job.text(
        "application",
        applicant=await people.get(job.connection, person_id),
        community=await _community(job),
        services=[_label(each, "service") for each in services if each["id"] in member.services],
        teams=[_label(each, "team") for each in teams if each["id"] in member.teams],
        standing=member.standing.value,
        zone=job.reader.zone,
    )
    waiting = member.standing.value == "applied"
    return job.letter(Page(text, keyboards.decide_application(member.id) if waiting else ()))


async def _application_decided(job: _Job) -> Letter:
    fields = job.row.fields
    text = job.text(
        "application_decided", approved=fields["approved"], reason=fields["reason"], community=await _community(job)
    )
    door = ("open_orders", "open") if fields["approved"] else ("ask_for_help", "order")
    return job.letter(Page(text, (((ours(door[0]), Press(door[1]).data(), keyboards.PLAIN),),)))


async def _unreachable(job: _Job) -> Letter:
    return Letter(job.text("unreachable", name=job.row.fields["name"]))


async def _crisis_heard(job: _Job) -> Letter:
    person = await people.get(job.connection, job.row.fields["person_id"])
    return Letter(job.text("crisis_heard", person=person, zone=job.reader.zone))


async def _team_lost(job: _Job) -> Letter | Gone:
    team = await setup.team(job.connection, job.row.fields["team_id"])
    if team is None:
        return Gone("the team is not there")
    return Letter(job.text(job.row.key, team=_label(team, "team")))


async def _desk_lost(job: _Job) -> Letter:
    return Letter(job.text(job.row.key, community=await _community(job)))


async def _alarm(job: _Job) -> Letter | Gone:
    alarm = await alarms.by_id(job.connection, job.row.fields["alarm_id"])
    if alarm is None:
        return Gone("the alarm is not there")
    of: dict[str, object] = {}
    if alarm.kind is Kind.GROUP:
        team = await setup.team(job.connection, alarm.subject)
        if team is None:
            return Gone("the team is not there")
        community = await communities.get(job.connection, team["community_id"])
        of = {"team": _label(team, "team"), "community": community["name"]}
    elif alarm.kind is Kind.SET_ASIDE:
        of = {"count": max(1, (await backlog.measure(job.connection)).set_aside)}
    when = {"began_at": alarm.began_at, "over_at": alarm.over_at, "zone": job.reader.zone}
    return Letter(job.text("alarm", kind=alarm.kind.value, **when, **of))


async def _of_people(job: _Job) -> Letter | Gone:
    asked = people_pages.Asked(job.connection, job.row, job.text, job.reader.zone, job.now)
    page = await people_pages.PAGES[job.row.key](asked)
    return Gone("it is over, or there is nothing to tell") if page is None else job.letter(page)


_OTHERS: Mapping[str, Callable[[_Job], Awaitable[Letter | Gone]]] = {
    "ask": _ask, "noted": _noted, "screen": _screen, "refused": _refused, "trouble": _trouble,
    "application": _application, "application_decided": _application_decided, "unreachable": _unreachable,
    "crisis_heard": _crisis_heard,
    "group_lost": _team_lost, "topic_lost": _team_lost, "alarm": _alarm, "desk_lost": _desk_lost,
    **dict.fromkeys(("desk_topic_lost", "wall_lost", "wall_topic_lost"), _desk_lost),
    **dict.fromkeys(people_pages.PAGES, _of_people), **dict.fromkeys(family_pages.KEYS, _proxy),
}  # fmt: skip


async def _community(job: _Job) -> str:
    return str((await communities.get(job.connection, job.row.fields["community_id"]))["name"])


def _label(row: RowMapping, prefix: str) -> Mapping[str, object]:
    return ours("named", prefix=prefix, preset=row["preset"], name=row["name"], emoji=row["emoji"])
