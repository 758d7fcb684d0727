"""Dialogs without a screen: the next question is the first one without an answer.

A draft is what has been answered so far. Answers are JSON values; None means "skipped". Going back and changing an
answer set `asking`, so that the old answer stands until a new one is given, or is kept. Answers to questions that
are no longer asked are dropped: whoever orders for themselves after all leaves nobody else's name behind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rules.refusals import StaleButton

Answers = Mapping[str, object]


class Kind(StrEnum):
    """What kind of answer a question takes; the parsers live in handlers/answers.py."""

    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    FILES = "files"
    DAY = "day"
    DATE = "date"
    TIME = "time"
    PLACE = "place"
    PHONE = "phone"
    COUNT = "count"
    MINUTES = "minutes"
    COST = "cost"
    PHOTO = "photo"
    PIN = "pin"


def always(_: Answers) -> bool:
    """The question is always asked."""
    return True


@dataclass(frozen=True)
class Question:
    """One question; `typed` lets a choice be typed as well, `limit` is characters, files, years or the most of it."""

    name: str
    kind: Kind
    optional: bool = False
    asked: Callable[[Answers], bool] = always
    limit: int = 200
    typed: bool = False
    clears: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dialog:
    """A declared tuple of questions; with `review` the answers are shown once more before they count."""

    name: str
    questions: tuple[Question, ...]
    review: bool = True

    def question(self, name: str) -> Question:
        """The question of that name."""
        for question in self.questions:
            if question.name == name:
                return question
        raise StaleButton

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """The questions that these answers lead to."""
        return tuple(question for question in self.questions if question.asked(answers))


@dataclass(frozen=True)
class Draft:
    """What a person has answered so far in one dialog; `subject_id` is the order, claim or person it is about."""

    id: int
    person_id: int
    community_id: int | None
    dialog: str
    subject_id: int | None = None
    answers: Answers = field(default_factory=dict)
    asking: str | None = None
    version: int = 0


def next_question(dialog: Dialog, draft: Draft) -> Question | None:
    """The question to ask now; None when all is answered (then the review, or the end).

    A draft may be older than the program: a question it was at that is gone is passed over.
    """
    asked = dialog.asked(draft.answers)
    for question in asked:
        if question.name == draft.asking:
            return question
    for question in asked:
        if question.name not in draft.answers:
            return question
    return None


def answer(dialog: Dialog, draft: Draft, values: Answers) -> Draft:
    """The draft with these answers; answers that hang on a changed one are asked again."""
    answers = {**draft.answers}
    for name, value in values.items():
        if answers.get(name, ...) != value:
            for hanging in dialog.question(name).clears:
                answers.pop(hanging, None)
    return replace(draft, answers=_only_asked(dialog, {**answers, **values}), asking=None, version=draft.version + 1)


def keep_asking(dialog: Dialog, draft: Draft, name: str, value: object) -> Draft:
    """The draft with part of an answer (one file, one tick); the same question stays open.

    Nothing ticked is no answer, so that going back from here cannot pass the question over.
    """
    kept = answer(dialog, draft, {name: value})
    answers = kept.answers if value else {key: kept.answers[key] for key in kept.answers if key != name}
    return replace(kept, answers=answers, asking=name)


def skip(dialog: Dialog, draft: Draft) -> Draft:
    """The draft with the present question skipped; refused where it is not optional."""
    question = next_question(dialog, draft)
    if question is None or not question.optional:
        raise StaleButton
    return answer(dialog, draft, {question.name: None})


def keep(dialog: Dialog, draft: Draft) -> Draft:
    """The draft with the answer that stands kept, after going back or asking to change it."""
    question = next_question(dialog, draft)
    if question is None or question.name not in draft.answers:
        raise StaleButton
    return replace(draft, asking=None, version=draft.version + 1)


def previous(dialog: Dialog, draft: Draft) -> Question | None:
    """The question before the present one, or before the review."""
    asked = dialog.asked(draft.answers)
    current = next_question(dialog, draft)
    if current is None:
        return asked[-1] if asked else None
    names = [question.name for question in asked]
    if current.name not in names:
        return None
    position = names.index(current.name)
    return asked[position - 1] if position else None


def back(dialog: Dialog, draft: Draft) -> Draft:
    """The draft with the question before asked again; its answer stands until a new one comes."""
    before = previous(dialog, draft)
    if before is None:
        raise StaleButton
    return _reopen(draft, before)


def change(dialog: Dialog, draft: Draft, name: str) -> Draft:
    """The draft with one answered question asked again, from the review."""
    if name not in draft.answers or dialog.question(name) not in dialog.asked(draft.answers):
        raise StaleButton
    return _reopen(draft, dialog.question(name))


def forget(draft: Draft, name: str) -> Draft:
    """The draft without an answer that has lost its sense, such as a day that is over; it is asked for again."""
    answers = {key: value for key, value in draft.answers.items() if key != name}
    return replace(draft, answers=answers, asking=None, version=draft.version + 1)


def further(draft: Draft, name: str, start: int) -> Draft:
    """The draft with the choices of a question shown from there on, where they do not all fit on a screen."""
    return replace(draft, answers={**draft.answers, "further": {name: start}}, version=draft.version + 1)


def _reopen(draft: Draft, question: Question) -> Draft:
    """Files are collected one by one, so asking for them again begins afresh; other answers stand until changed."""
    fresh = {name: value for name, value in draft.answers.items() if name != question.name}
    answers = fresh if question.kind is Kind.FILES else draft.answers
    return replace(draft, answers=answers, asking=question.name, version=draft.version + 1)


def _only_asked(dialog: Dialog, answers: Answers) -> Answers:
    unasked = {question.name for question in dialog.questions} - {question.name for question in dialog.asked(answers)}
    return {name: value for name, value in answers.items() if name not in unasked}
