"""The engine of all dialogs: asks the next question, takes an answer, and hands the finished draft to its ending."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers import simple
from handlers.answers import as_label, day_is_over, read
from handlers.context import Choice, House, Incoming, Toast, tell
from handlers.presses import Press
from rules import dialog as engine
from rules.dialog import Draft, Kind, Question
from rules.dialogs import DIALOGS
from rules.notices import Ask, Label, Noted, Refused, Say, Screen, ours
from rules.refusals import FewerThanClaimed, NotAChoice, NotAllowed, NothingChosen, Refusal, StaleButton, TooLate
from storage import drafts
from storage.desk import Turn
from storage.drafts import Kept

BY_REPLY_KEYBOARD = frozenset({Kind.PHONE, Kind.PLACE})
COLLECTED = frozenset({Kind.CHOICES, Kind.FILES})  # one by one, until Done
REVIEW = "review"


async def begin(
    turn: Turn, incoming: Incoming, house: House, dialog: str, *,
    community_id: int | None, subject_id: int | None = None, answers: Mapping[str, object] | None = None,
) -> Toast | None:  # fmt: skip
    """Start a dialog from its first open question; `answers["about"]` fills the words of its questions."""
    before = await drafts.of(turn.connection, incoming.person.id, dialog)
    if before is not None:
        await _take_buttons_away(turn, incoming, before)
    fresh = Draft(0, incoming.person.id, community_id, dialog, subject_id, dict(answers or {}))
    return await go_on(turn, incoming, house, await drafts.start(turn.connection, fresh, turn.now))


async def go_on(
    turn: Turn, incoming: Incoming, house: House, kept: Kept, draft: Draft | None = None, refusal: Refusal | None = None
) -> Toast | None:
    """Ask what comes next, or end the dialog when nothing does."""
    draft = draft or kept.draft
    dialog = DIALOGS[draft.dialog]
    question = engine.next_question(dialog, draft)
    if question is not None and question.kind is Kind.TIME and (over := await day_is_over(turn, draft)):
        draft, refusal = engine.forget(draft, "day"), over  # it lay a day: no time of that day would do
        question = engine.next_question(dialog, draft)
    if question is None and not dialog.review:
        return await _end(turn, incoming, house, kept, draft)
    await _take_keyboard_away(turn, incoming, kept, draft, question)
    offered = await _choices(turn, house, draft, question) if question else []
    notice = await _ask(turn, house, draft, question, offered, refusal)
    by_keyboard = question is not None and question.kind in BY_REPLY_KEYBOARD
    await drafts.keep(
        turn.connection, kept, draft, turn.now, offered=[value for value, _ in offered], reply_keyboard=by_keyboard
    )
    await turn.say(Say(incoming.person.id, notice, None if by_keyboard else incoming.edit))
    return None


async def typed(turn: Turn, incoming: Incoming, house: House, kept: Kept) -> Toast | None:
    """Take what was typed or sent as the answer to the open question; a refusal asks it again, with the reason."""
    dialog, draft = DIALOGS[kept.draft.dialog], kept.draft
    question = engine.next_question(dialog, draft)
    by_word = await _by_word(turn, incoming, house, kept, question)
    if by_word is not None:
        return by_word[0]
    asked = dialog.asked(draft.answers)
    if question is None and len(asked) == 1:
        question = asked[0]  # a review of one answer: what is typed there can only be a better one
    if question is None:
        return await go_on(turn, incoming, house, kept, refusal=NotAChoice())
    try:
        values = await _read(turn, incoming, house, kept, question)
    except Refusal as refusal:
        return await go_on(turn, incoming, house, kept, refusal=refusal)
    return await _take(turn, incoming, house, kept, question, values)


async def pick(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """One of the offered answers was pressed."""
    kept = await _pressed(turn, incoming, press)
    question = engine.next_question(DIALOGS[kept.draft.dialog], kept.draft)
    if question is None or not press.arg.isdigit() or int(press.arg) >= len(kept.offered):
        raise StaleButton
    value = kept.offered[int(press.arg)]
    if (start := simple.further(value)) is not None:
        return await go_on(turn, incoming, house, kept, engine.further(kept.draft, question.name, start))
    if question.kind is Kind.CHOICES:
        return await _tick(turn, incoming, house, kept, question, value)
    return await _take(turn, incoming, house, kept, question, _spread(question, value))


async def done(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Enough ticked, or no more files."""
    kept = await _pressed(turn, incoming, press)
    question = engine.next_question(DIALOGS[kept.draft.dialog], kept.draft)
    if question is None or question.kind not in COLLECTED:
        raise StaleButton
    value = kept.draft.answers.get(question.name)
    if not value:
        raise NothingChosen
    return await _take(turn, incoming, house, kept, question, {question.name: value})


async def back(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The question before, once more."""
    kept = await _pressed(turn, incoming, press)
    return await go_on(turn, incoming, house, kept, engine.back(DIALOGS[kept.draft.dialog], kept.draft))


async def skip(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """No answer, where none is needed."""
    kept = await _pressed(turn, incoming, press)
    return await go_on(turn, incoming, house, kept, engine.skip(DIALOGS[kept.draft.dialog], kept.draft))


async def keep(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The answer that stands may stay."""
    kept = await _pressed(turn, incoming, press)
    return await go_on(turn, incoming, house, kept, engine.keep(DIALOGS[kept.draft.dialog], kept.draft))


async def edit(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """One answer again, from the review."""
    kept = await _pressed(turn, incoming, press)
    if press.arg == simple.ALL:
        return await go_on(turn, incoming, house, kept, engine.further(kept.draft, REVIEW, 1))
    asked = DIALOGS[kept.draft.dialog].asked(kept.draft.answers)
    if not press.arg.isdigit() or int(press.arg) >= len(asked):
        raise StaleButton
    changed = engine.change(DIALOGS[kept.draft.dialog], kept.draft, asked[int(press.arg)].name)
    if simple.is_simple(changed.answers):
        changed = engine.further(changed, REVIEW, 0)
    return await go_on(turn, incoming, house, kept, changed)


async def send(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The review is right: the answers count."""
    kept = await _pressed(turn, incoming, press)
    if engine.next_question(DIALOGS[kept.draft.dialog], kept.draft) is not None:
        raise StaleButton
    return await _end(turn, incoming, house, kept, kept.draft)


async def drop(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """No more of this dialog."""
    kept = await _pressed(turn, incoming, press)
    await leave(turn, incoming, kept)
    return None


async def leave(turn: Turn, incoming: Incoming, kept: Kept) -> None:
    """Forget the draft and say so."""
    await drafts.drop(turn.connection, kept.draft.id)
    await _take_buttons_away(turn, incoming, kept)
    cancelled = Screen("dialog_cancelled", {"dialog": kept.draft.dialog, "remove_keyboard": kept.reply_keyboard})
    await turn.say(Say(incoming.person.id, cancelled, None if kept.reply_keyboard else incoming.edit))


PRESSES = {
    "pick": pick, "done": done, "back": back, "skip": skip, "keep": keep, "edit": edit, "send": send, "drop": drop,
}  # fmt: skip


async def _pressed(turn: Turn, incoming: Incoming, press: Press) -> Kept:
    kept = await drafts.by_id(turn.connection, press.id)
    if kept is None or kept.draft.person_id != incoming.person.id or kept.draft.version != press.version:
        raise StaleButton
    return kept


async def _by_word(
    turn: Turn, incoming: Incoming, house: House, kept: Kept, question: Question | None
) -> tuple[Toast | None] | None:
    """Reply keyboards send their words as text: Back, Skip, Cancel and Send do what their buttons do."""
    press = Press("", kept.draft.id, kept.draft.version)
    words = house.words.keys_for(incoming.text.strip())
    if "cancel" in words:
        return (await drop(turn, incoming, house, press),)
    if "back" in words and engine.previous(DIALOGS[kept.draft.dialog], kept.draft):
        return (await back(turn, incoming, house, press),)
    if "skip" in words and question is not None and question.optional:
        return (await skip(turn, incoming, house, press),)
    if "keep" in words and question is not None and kept.draft.asking:
        return (await keep(turn, incoming, house, press),)
    if "send" in words and question is None:
        return (await send(turn, incoming, house, press),)
    if "done" in words and question is not None and kept.draft.answers.get(question.name):
        return (await done(turn, incoming, house, press),)
    return None


async def _read(turn: Turn, incoming: Incoming, house: House, kept: Kept, question: Question) -> Mapping[str, Any]:
    language = house.language_of(incoming.person)
    said = " ".join(incoming.text.split()).casefold()
    for value, label in await _choices(turn, house, kept.draft, question) if said else []:
        if simple.further(value) is None and house.words.label(label, language).casefold() == said:
            if question.kind is Kind.CHOICES:
                return {question.name: [*_ticked(kept, question), value]}
            return _spread(question, value)
    return await read(turn, incoming, kept.draft, question, language)


async def _take(
    turn: Turn, incoming: Incoming, house: House, kept: Kept, question: Question, values: Mapping[str, Any]
) -> Toast | None:
    dialog = DIALOGS[kept.draft.dialog]
    if _more_to_come(incoming, question) and not simple.is_spoken(incoming, kept.draft.answers):
        draft = engine.keep_asking(dialog, kept.draft, question.name, values[question.name])
    else:
        draft = engine.answer(dialog, kept.draft, values)
    return await go_on(turn, incoming, house, kept, draft)


def _more_to_come(incoming: Incoming, question: Question) -> bool:
    """After a file the question stays open, for another one, for words, or to say that no more fit; words end it."""
    if question.kind is Kind.CHOICES and not incoming.pressed:
        return True
    typed_words = incoming.message is not None and incoming.message.text is not None
    return question.kind is Kind.FILES and not incoming.pressed and not typed_words


async def _tick(
    turn: Turn, incoming: Incoming, house: House, kept: Kept, question: Question, value: object
) -> Toast | None:
    ticked = _ticked(kept, question)
    ticked = [each for each in ticked if each != value] if value in ticked else [*ticked, value]
    draft = engine.keep_asking(DIALOGS[kept.draft.dialog], kept.draft, question.name, ticked)
    return await go_on(turn, incoming, house, kept, draft)


def _ticked(kept: Kept, question: Question) -> list[Any]:
    value = kept.draft.answers.get(question.name)
    return list(value) if isinstance(value, list) else []


def _spread(question: Question, value: object) -> Mapping[str, Any]:
    """A saved address answers place and district at once."""
    if question.kind is Kind.PLACE and isinstance(value, Mapping):
        return dict(value)
    return {question.name: value}


async def _choices(turn: Turn, house: House, draft: Draft, question: Question) -> list[Choice]:
    of = house.choices.get((draft.dialog, question.name))
    return await of(turn, draft, house) if of else []


async def _ask(
    turn: Turn, house: House, draft: Draft, question: Question | None, offered: list[Choice], refusal: Refusal | None
) -> Ask:
    dialog = DIALOGS[draft.dialog]
    about = draft.answers.get("about")
    ask = Ask(
        draft_id=draft.id, version=draft.version, dialog=draft.dialog,
        question=question.name if question else REVIEW, kind=question.kind.value if question else REVIEW,
        optional=bool(question and question.optional), can_go_back=engine.previous(dialog, draft) is not None,
        can_keep=question is not None and _may_stay(draft, question),
        choices=tuple(label for _, label in offered),
        about=dict(about) if isinstance(about, Mapping) else {},
        refusal=refusal.key if refusal else "", given=dict(refusal.given) if refusal else {},
    )  # fmt: skip
    if question is None:
        about = {**ask.about, "all": True} if simple.shows_all(draft.answers) else ask.about
        return replace(ask, lines=await _lines(turn, house, draft), about=about)
    if question.kind is Kind.CHOICES:
        ticked = draft.answers.get(question.name)
        chosen = [at for at, (value, _) in enumerate(offered) if isinstance(ticked, list) and value in ticked]
        return replace(ask, chosen=tuple(chosen))
    if question.kind is Kind.FILES:
        return replace(ask, about={**ask.about, **_so_far(draft.answers.get(question.name))})
    return ask


def _may_stay(draft: Draft, question: Question) -> bool:
    """Whether an answer stands already, and not only a part of one."""
    answered = draft.answers.get(question.name) is not None
    return answered and draft.asking is not None and question.kind not in COLLECTED


def _so_far(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        return {"files": 0, "text": ""}
    return {"files": len(value["files"]), "text": value["text"]}


async def _lines(turn: Turn, house: House, draft: Draft) -> tuple[tuple[str, Label], ...]:
    lines = []
    for question in DIALOGS[draft.dialog].asked(draft.answers):
        offered = await _choices(turn, house, draft, question)
        lines.append((question.name, as_label(draft, question, offered)))
    return tuple(lines)


async def _take_keyboard_away(
    turn: Turn, incoming: Incoming, kept: Kept, draft: Draft, question: Question | None
) -> None:
    """An open reply keyboard goes with a short word, unless the next question brings its own."""
    if not kept.reply_keyboard or (question is not None and question.kind in BY_REPLY_KEYBOARD):
        return
    answered = engine.next_question(DIALOGS[draft.dialog], kept.draft)
    label = ours("all_right")
    if answered is not None and draft.answers.get(answered.name) is not None:
        label = as_label(draft, answered, [])
    await turn.say(Say(incoming.person.id, Noted(label)))


async def _take_buttons_away(turn: Turn, incoming: Incoming, kept: Kept) -> None:
    """A question whose dialog is over keeps no buttons; the one that was pressed is replaced by what is said next."""
    if kept.message_id is not None and not kept.reply_keyboard and kept.message_id != incoming.edit:
        await turn.strip(incoming.person.id, kept.message_id)


async def _end(turn: Turn, incoming: Incoming, house: House, kept: Kept, draft: Draft) -> Toast | None:
    """The draft is over, also where its order has moved on meanwhile: nobody is asked a question without a use."""
    await _take_keyboard_away(turn, incoming, kept, draft, None)
    await _take_buttons_away(turn, incoming, kept)
    await drafts.drop(turn.connection, draft.id)
    try:
        async with turn.connection.begin_nested():  # what the ending had written before it was refused is undone
            return await house.endings[draft.dialog](turn, incoming, house, draft)
    except (TooLate, NotAllowed) as refusal:
        if isinstance(refusal, FewerThanClaimed):  # another answer would do: the draft stays
            raise
        await tell(turn, incoming, Refused(refusal.key, refusal.given))
        return Toast(refusal.key, refusal.given, loud=True) if incoming.pressed else None
