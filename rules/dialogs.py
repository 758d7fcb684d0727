"""The dialogs themselves: which questions, in which order, and when each is asked."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from rules.credits import MOST_MINUTES
from rules.dialog import Answers, Dialog, Kind, Question
from rules.reminders import MOST_CHARACTERS
from rules.vetting import MOST_YEARS
from rules.wish_life import MOST_VALUE, Claimant

MOST_HELPERS = 9
MOST_FILES = 3


def _for_someone_else(answers: Answers) -> bool:
    return answers.get("for_whom") == "someone"


def _place_is_a_pin(answers: Answers) -> bool:
    place = answers.get("place")
    return isinstance(place, Mapping) and not place.get("door")


def _there_are(name: str) -> Callable[[Answers], bool]:
    """A question with nothing to choose from is not asked: `without` names those."""

    def asked(answers: Answers) -> bool:
        without = answers.get("without")
        return not (isinstance(without, list) and name in without)

    return asked


def _all_do_the_same(answers: Answers) -> bool:
    """Where helpers do different things, the service says how many there are: `with_roles` names such services."""
    with_roles = answers.get("with_roles")
    return not (isinstance(with_roles, list) and answers.get("service") in with_roles)


def _no_service(answers: Answers) -> bool:
    return answers.get("service") is None


def _asks_for_something(answers: Answers) -> bool:
    """A route for all orders is told off rather than asked for its team."""
    return any(answers.get(each) is not None for each in ("service", "district", "group"))


def _somebody_helped_before(answers: Answers) -> bool:
    """`helped_with` names the services with which somebody has helped this person who could be asked again."""
    helped_with = answers.get("helped_with")
    return isinstance(helped_with, list) and answers.get("service") in helped_with


def _time_was_asked(answers: Answers) -> bool:
    return answers.get("day") != "now"


ORDER = Dialog(
    "order",
    (
        Question("for_whom", Kind.CHOICE),
        Question("beneficiary_name", Kind.TEXT, asked=_for_someone_else, limit=60),
        Question("relation", Kind.CHOICE, asked=_for_someone_else, typed=True, limit=30),
        Question("beneficiary_phone", Kind.PHONE, optional=True, asked=_for_someone_else),
        Question("service", Kind.CHOICE, clears=("same_helper",)),
        Question("details", Kind.FILES, limit=600),
        Question("day", Kind.DAY, clears=("time",)),
        Question("time", Kind.TIME, asked=_time_was_asked),
        Question("place", Kind.PLACE, limit=200, clears=("door", "district")),
        Question("door", Kind.TEXT, optional=True, asked=_place_is_a_pin, limit=200),
        Question("district", Kind.CHOICE, typed=True, limit=40),
        Question("phone", Kind.PHONE, optional=True),
        Question("helpers", Kind.COUNT, asked=_all_do_the_same, limit=MOST_HELPERS),
        Question("same_helper", Kind.CHOICE, asked=_somebody_helped_before),
    ),
)

CHANGE_ORDER = replace(ORDER, name="change_order")  # its own draft, so that an order begun meanwhile is not lost

JOIN = Dialog(
    "join",
    (
        Question("name", Kind.TEXT, limit=60),
        Question("phone", Kind.PHONE),
        Question("services", Kind.CHOICES, asked=_there_are("services")),
        Question("teams", Kind.CHOICES, asked=_there_are("teams")),
    ),
)

def _there_is_a_pin(answers: Answers) -> bool:
    return answers.get("has_pin") is True


FINISH = Dialog(
    "finish",
    (
        Question("minutes", Kind.MINUTES, limit=MOST_MINUTES),
        Question("pin", Kind.PIN, optional=True, asked=_there_is_a_pin),
    ),
)
HAND_BACK = Dialog("hand_back", (Question("reason", Kind.CHOICE, optional=True, typed=True),), review=False)
CANCEL_ORDER = Dialog("cancel_order", (Question("reason", Kind.CHOICE, optional=True, typed=True),), review=False)
DISPUTE = Dialog("dispute", (Question("reason", Kind.TEXT, limit=500),), review=False)
SETTLE = Dialog(
    "settle",
    (
        Question("decision", Kind.CHOICE),
        Question("minutes", Kind.MINUTES, asked=lambda answers: answers.get("decision") == "other", limit=MOST_MINUTES),
        Question("reason", Kind.TEXT, limit=300),
    ),
    review=False,
)
THANKS = Dialog(
    "thanks",
    (
        Question("stars", Kind.CHOICE, optional=True),
        Question("words", Kind.TEXT, optional=True, limit=500),
    ),
    review=False,
)
DECLINE = Dialog("decline", (Question("reason", Kind.CHOICE, typed=True),), review=False)
ASK_BACK = Dialog("ask_back", (Question("question", Kind.TEXT, limit=500),), review=False)
ANSWER_BACK = Dialog("answer_back", (Question("answer", Kind.TEXT, limit=500),), review=False)
DECLINE_ORDER = Dialog("decline_order", (Question("reason", Kind.CHOICE, typed=True, limit=300),), review=False)
COMMUNITY = Dialog(
    "community",
    (
        Question("name", Kind.TEXT, limit=60),
        Question("language", Kind.CHOICE),
        Question("zone", Kind.CHOICE, typed=True, limit=60),
    ),
    review=False,
)
SERVICE = Dialog(
    "service",
    (
        Question("name", Kind.TEXT, limit=40),
        Question("group", Kind.CHOICE),
        Question("team", Kind.CHOICE, optional=True, asked=_there_are("team")),
    ),
    review=False,
)
ROLES = Dialog("roles", (Question("roles", Kind.TEXT, optional=True, limit=300),), review=False)
HOTLINE = Dialog(
    "hotline", (Question("name", Kind.TEXT, limit=40), Question("number", Kind.TEXT, limit=30)), review=False
)
CRISIS_WORDS = Dialog("crisis_words", (Question("words", Kind.TEXT, optional=True, limit=3_000),), review=False)
TEAM = Dialog("team", (Question("name", Kind.TEXT, limit=40),), review=False)
ROUTE = Dialog(
    "route",
    (
        Question("service", Kind.CHOICE, optional=True),
        Question("district", Kind.CHOICE, optional=True, typed=True, limit=40),
        Question("group", Kind.CHOICE, optional=True, asked=_no_service),  # a service has its group
        Question("team", Kind.CHOICE, asked=_asks_for_something),
    ),
    review=False,
)
PREVIEW = Dialog(
    "preview",
    (Question("service", Kind.CHOICE), Question("district", Kind.CHOICE, typed=True, limit=40)),
    review=False,
)
VET = Dialog(
    "vet",
    (Question("what", Kind.TEXT, limit=120), Question("until", Kind.DATE, optional=True, limit=MOST_YEARS)),
    review=False,
)

TAKE_BACK = Dialog("take_back", (Question("reason", Kind.CHOICE, typed=True),), review=False)
CLOSE_ORDER = Dialog("close_order", (Question("reason", Kind.CHOICE, typed=True),), review=False)
NOTE = Dialog("note", (Question("note", Kind.TEXT, limit=300),), review=False)
FIND_HELPER = Dialog("find_helper", (Question("part", Kind.TEXT, limit=40),), review=False)
EVERY_WEEK = Dialog("every_week", (Question("days", Kind.CHOICES), Question("until", Kind.DATE, limit=1)))


def _answered(name: str, *values: str) -> Callable[[Answers], bool]:
    """A question that is asked only after one of these answers to another."""
    return lambda answers: answers.get(name) in values


_WHEN = (
    Question("when", Kind.CHOICE, clears=("day", "time", "weekday", "hour")),
    Question("day", Kind.DAY, asked=_answered("when", "at"), clears=("time",)),
    Question("time", Kind.TIME, asked=lambda answers: answers.get("when") == "at" and answers.get("day") != "now"),
    Question("weekday", Kind.CHOICE, asked=_answered("when", "weekly")),
    Question("hour", Kind.CHOICE, asked=_answered("when", "weekly")),
)
REMIND = Dialog(
    "remind",
    (
        Question("audience", Kind.CHOICE, clears=("team",)),
        Question("team", Kind.CHOICE, asked=_answered("audience", "team", "group")),
        Question("text", Kind.TEXT, limit=MOST_CHARACTERS),
        *_WHEN,
    ),
    review=False,
)
REMIND_WORDS = Dialog("remind_words", (Question("text", Kind.TEXT, limit=MOST_CHARACTERS),), review=False)
REMIND_TIME = Dialog("remind_time", _WHEN, review=False)
DUTY_NOTE = Dialog("duty_note", (Question("note", Kind.TEXT, limit=500),), review=False)

NEW_WISH = Dialog(
    "new_wish",
    (
        Question("beneficiary_name", Kind.TEXT, limit=60),
        Question("beneficiary_phone", Kind.PHONE, optional=True),
        Question("district", Kind.CHOICE, typed=True, limit=40),
        Question("door", Kind.TEXT, limit=200),
        Question("group", Kind.CHOICE),
        Question("wish", Kind.TEXT, limit=300),
        Question("cost", Kind.COST, limit=MOST_VALUE),
        Question("photo", Kind.PHOTO, optional=True),
    ),
)
CLAIM_WISH = Dialog(
    "claim_wish",
    (
        Question("claimant", Kind.CHOICE),
        Question("organisation", Kind.TEXT, asked=lambda answers: answers.get("claimant") == Claimant.ORGANISATION,
                 limit=80),
    ),
    review=False,
)  # fmt: skip
WISH_DONE = Dialog("wish_done", (Question("photo", Kind.PHOTO),), review=False)
WISH_AGAIN = Dialog("wish_again", (Question("again", Kind.TEXT, optional=True, limit=300),), review=False)
WISH_FREE = Dialog("wish_free", (Question("reason", Kind.CHOICE, typed=True),), review=False)
WISH_END = Dialog("wish_end", (Question("reason", Kind.CHOICE, typed=True),), review=False)
PASS_THANKS = Dialog("pass_thanks", (Question("words", Kind.TEXT, limit=500),), review=False)
WISH_LIMIT = Dialog(
    "wish_limit",
    (Question("currency", Kind.TEXT, limit=20), Question("most", Kind.COST, optional=True, limit=MOST_VALUE)),
    review=False,
)

# Short, for somebody waits on the telephone; the second call needs a press for name and address.
CALL = Dialog(
    "call",
    (
        Question("caller_phone", Kind.PHONE, clears=("caller", "place", "door", "district")),
        Question("caller", Kind.CHOICE, typed=True, limit=60, clears=("place", "door", "district")),
        Question("service", Kind.CHOICE), ORDER.question("day"), ORDER.question("time"), ORDER.question("place"),
        ORDER.question("door"), ORDER.question("district"),
        replace(ORDER.question("details"), optional=True),
    ),
)  # fmt: skip
CHANGE_FOR = replace(  # by whoever acts for the resident
    ORDER, name="change_for",
    questions=(
        Question("service", Kind.CHOICE),
        *map(ORDER.question, ("details", "day", "time", "place", "door", "district", "phone", "helpers")),
    ),
)  # fmt: skip
RELATIVE = Dialog(
    "relative",
    (
        Question("name", Kind.TEXT, limit=60), Question("caller_phone", Kind.PHONE),
        Question("relation", Kind.CHOICE, typed=True, limit=30),
    ),
    review=False,
)  # fmt: skip

DIALOGS = {
    dialog.name: dialog
    for dialog in (
        ORDER, CHANGE_ORDER, JOIN, FINISH, HAND_BACK, CANCEL_ORDER, DISPUTE, SETTLE, THANKS, DECLINE, COMMUNITY,
        SERVICE, ROLES, TEAM, HOTLINE, CRISIS_WORDS, ROUTE, PREVIEW, VET, ASK_BACK, ANSWER_BACK, DECLINE_ORDER,
        TAKE_BACK, CLOSE_ORDER, NOTE, FIND_HELPER, EVERY_WEEK, REMIND, REMIND_WORDS, REMIND_TIME, DUTY_NOTE,
        NEW_WISH, CLAIM_WISH, WISH_DONE, WISH_AGAIN, WISH_FREE, WISH_END, PASS_THANKS, WISH_LIMIT,
        CALL, CHANGE_FOR, RELATIVE,
    )
}  # fmt: skip
