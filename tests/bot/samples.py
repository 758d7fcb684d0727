"""One example of everything that can be said, for tests and for reading aloud; `longest` has the largest values."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from typing import Any

from handlers import choices, coordinating, reviewing
from rules.alarms import Kind as Alarm
from rules.dialog import Dialog, Kind, Question
from rules.dialogs import DIALOGS
from rules.life import ClaimState, State
from rules.notices import Ask, Label, ours, theirs
from rules.offers import Candidate, Offer, OfferState
from rules.presets import GROUPS
from rules.refusals import Refusal
from storage.views import ClaimView, FileView, Named, OrderView
from tests.bot import (
    samples_after_claim,
    samples_again,
    samples_calls,
    samples_fair,
    samples_ladder,
    samples_people,
    samples_review,
    samples_wishes,
)

AT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # 8:00 in Wenfeng
NAME, LINE, TEXT = 60, 200, 500  # the longest name, line and text that somebody may type
MARKUP = "<b>&\"'`*_[x](y)"


def long(length: int) -> str:
    """Typed text of that length, full of what could be taken for markup."""
    return (MARKUP * length)[:length]


def claim(state: ClaimState = ClaimState.TAKEN, name: str = "Boris Petrov", number: int = 1) -> ClaimView:
    """A helper's place."""
    came = state in (ClaimState.ARRIVED, ClaimState.FINISHED, ClaimState.CONFIRMED)
    done = state in (ClaimState.FINISHED, ClaimState.CONFIRMED)
    return ClaimView(
        id=number, person_id=10 + number, name=name, state=state, claimed_at=AT,
        arrived_at=AT.replace(hour=1, minute=28) if came else None,
        finished_at=AT.replace(hour=2, minute=8) if done else None, minutes=40 if done else None,
    )  # fmt: skip


def order(**changes: Any) -> OrderView:
    """An order for shopping, open, in Wenfeng."""
    usual = OrderView(
        id=142, number=142, version=3, state=State.OPEN, community_id=1, community="Wenfeng", language="en",
        zone="Asia/Shanghai", resident_id=1, resident_name="Anna Schmidt", resident_telegram_id=1001,
        phone="+8613800138000",
        beneficiary_name=None, relation=None, beneficiary_phone=None, service=Named(1, "🍲", "meals", None, "old"),
        details="Rice 5 kg and eggs; the lift is out of order. Ring at Schmidt, 138 0013 8000.", files=(),
        moment="window", starts_at=AT.replace(hour=1), ends_at=AT.replace(hour=3),
        door="Eastgate Road 5, building 7, 302", district="Eastgate",
        latitude=None, longitude=None, helpers=1, claims=(), wake_at=AT.replace(day=27),
        placed_at=AT, closed_at=None, chat_id=-100500, thread_id=None, confirms_at=AT.replace(day=27),
    )  # fmt: skip
    return replace(usual, **changes)


def full(view: OrderView) -> OrderView:
    """The same order with the longest values that can be typed in every field."""
    return replace(
        samples_review.full(view, long(TEXT)),
        community=long(NAME), resident_name=long(128), beneficiary_name=long(NAME), relation=long(30),
        beneficiary_phone="+8613900139000", service=Named(1, "👨‍👩‍👧‍👦", None, long(NAME), "emotional"),
        details=long(600),
        files=(FileView("photo", "p", None), FileView("voice", "v", 59), FileView("document", "d", None)),
        door=long(LINE), district=long(40), latitude=-89.123456, longitude=-179.123456,
        claims=tuple(replace(each, name=long(128)) for each in view.claims),
        end_reason=long(LINE) if view.ended_by == "coordinator" else view.end_reason,
    )  # fmt: skip


def orders() -> Iterator[tuple[str, OrderView]]:
    """An order in each state of its life, by a name for the reader."""
    taken, arrived = claim(), claim(ClaimState.ARRIVED)
    finished, confirmed = claim(ClaimState.FINISHED), claim(ClaimState.CONFIRMED)
    vera = replace(claim(ClaimState.FINISHED, "Vera Li", 2), minutes=80)
    back = claim(ClaimState.HANDED_BACK)
    files = (FileView("photo", "p", None), FileView("photo", "q", None), FileView("voice", "v", 35))
    someone = {
        "beneficiary_name": "Grandma Li", "relation": "parent", "beneficiary_phone": "+8613900139000",
        "latitude": 31.2304, "longitude": 121.4737,
    }  # fmt: skip
    yield "open", order()
    yield "open, now, with files, for somebody else", order(moment="now", files=files, **someone)
    yield "open, three helpers", order(helpers=3, moment="day")
    yield "one of three found", order(helpers=3, claims=(taken,))
    yield "handed back", order(claims=(back,))
    yield "claimed", order(state=State.CLAIMED, claims=(taken,), **someone)
    waiting = tuple(claim(ClaimState.STANDBY, name, number) for number, name in ((3, "Chen Wei"), (4, "Felix Moser")))
    yield "claimed, two stand by", order(state=State.CLAIMED, claims=(taken, *waiting))
    driver, lifter = replace(taken, role="Driver"), replace(vera, state=ClaimState.TAKEN, minutes=None, role="Lifter")
    two_roles = {"helpers": 2, "roles": ("Driver", "Lifter")}
    yield "a driver found, a lifter wanted", order(claims=(driver,), **two_roles)
    yield "driver and lifter found", order(state=State.CLAIMED, claims=(driver, lifter), **two_roles)
    yield "under way", order(state=State.UNDER_WAY, claims=(arrived,))
    yield "under way, one finished", order(state=State.UNDER_WAY, helpers=2, claims=(arrived, vera))
    yield "finished", order(state=State.FINISHED, claims=(finished,))
    yield "finished by two", order(state=State.FINISHED, helpers=2, claims=(finished, vera))
    yield "disputed", order(state=State.DISPUTED, claims=(finished,))
    yield "closed", order(state=State.CLOSED, claims=(confirmed,))
    two = (confirmed, replace(vera, state=ClaimState.CONFIRMED))
    yield "closed, two helped", order(state=State.CLOSED, helpers=2, claims=two)
    yield "closed without credits", order(state=State.CLOSED, claims=(replace(confirmed, minutes=0),))
    yield "open, for checked volunteers only, of a caller", order(vetted_only=True, resident_telegram_id=None)
    yield "cancelled", order(state=State.CANCELLED, claims=(claim(ClaimState.RELEASED),))
    closed = {"state": State.CANCELLED, "ended_by": "coordinator", "end_reason": "nobody_can"}
    yield "cancelled by the coordinators", order(**closed, claims=(claim(ClaimState.RELEASED),))
    yield "taken back, then expired", order(
        state=State.EXPIRED, ended_by="clock", end_reason="nobody_came", claims=(claim(ClaimState.RELEASED),)
    )
    yield "expired", order(state=State.EXPIRED)
    yield from (*samples_review.orders(order()), *samples_fair.orders(order(), AT))
    yield from samples_after_claim.orders(order(claims=(taken,)), AT.replace(hour=2))
    pin = {"door": "", "latitude": 1.5, "longitude": 2.5}
    yield "no group, address by pin alone, no phone", order(chat_id=None, phone=None, **pin)


SERVICE = ours("named", prefix="service", preset="meals", name=None, emoji="🍲")
TEAM = ours("named", prefix="team", preset="pink", name=None, emoji="🩷")
MOMENT = ours(
    "moment", moment="window", starts_at="2026-11-24T01:00:00+00:00", ends_at="2026-11-24T03:00:00+00:00",
    zone="Asia/Shanghai",
)  # fmt: skip
FLAGS: dict[str, Any] = {"volunteer": False, "coordinator": False, "owner": False}


def notices(*, longest: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every notice about an order with the fields it is rendered from, in each state where it can be said."""
    said = long(TEXT) if longest else "He even fixed the bell."
    names = {"helper": long(24) if longest else "Boris"}
    back = [{**names, "reopened": True}, {**names, "reopened": False}]
    given: Mapping[str, list[dict[str, Any]]] = {
        "helper_coming": [names], "helper_arrived": [names], "helper_handed_back": back,
        "stand_in_coming": [{**names, "stand_in": long(24) if longest else "Chen"}],
        "claims_overlap": [{"other_id": 141, "other_code": "E-0141"}],
        "order_lapsed": [{"own": True}, {"own": False}],
        "dispute_settled": [{"reason": said, "credited": True}, {"reason": said, "credited": False}],
        "cancelled_for_helper": [{"reason": said}, {"reason": ""}, {"reason": "no_longer_needed"}],
        "finish_noted": [{"minutes": 140}],
        "earned": [
            {"minutes": 140, "credits": 25, "balance": 120, "by_clock": False},
            {"minutes": 140, "credits": 25, "balance": 120, "by_clock": True},
            {"minutes": 50, "credits": 0, "balance": 120, "by_clock": False},
        ],
        "settled_for_helper": [
            {"minutes": 60, "credits": 10, "balance": 120, "reason": said},
            {"minutes": 0, "credits": 0, "balance": 120, "reason": said},
        ],
        "helper_taken_back": back, "offer_accepted": [names], "offer_declined": [names],
        "place_taken_back": [{"reason": said}, {"reason": "plans_changed"}],
        "closed_for_helper": [{"reason": said}, {"reason": "nobody_can"}],
        "order_closed": [{"reason": said}, {"reason": "other_help"}],
        "order_page": [_page(longest=longest), {"team": None, "offers": (), "notes": (), "moves": ()}],
        "who_can_help": [_candidates(longest=longest)],
        "thanks_passed_on": [{"words": said}], "dispute_opened": [{"reason": said}],
        **samples_review.given(said=said, name=names["helper"]), **samples_again.GIVEN,
        **samples_calls.given(said=said, name=names["helper"]), **samples_fair.given(names["helper"]),
        **samples_after_claim.given(AT, names["helper"], long(128) if longest else "Boris Petrov"),
    }  # fmt: skip
    for key, states in SAID_IN.items():
        for name, view in orders():
            if view.state in states:
                shown = full(view) if longest else view
                if key in samples_review.REVIEWED and shown.review is None:
                    continue  # it would be read from the tables
                for values in given.get(key, [{}]):
                    own = shown.claims[0] if shown.claims else None
                    yield f"{key} ({name})", {"key": key, "order": shown, "claim": own, "now": AT, **values}


def _page(*, longest: bool) -> dict[str, Any]:
    """What a coordinator's page shows beside the order."""
    name = long(128) if longest else "Felix Moser"
    asked = [Offer(number, state, 4, AT, name) for number, state in enumerate(OfferState)]
    note = {"name": name, "at": AT, "words": long(300) if longest else "She hears badly, ring twice"}
    move = {"name": name, "at": AT, "verb": "take_back", "reason": ""}
    wrong = {**move, "verb": "dispute", "reason": long(TEXT) if longest else "Nobody came"}
    return {
        "team": theirs(long(NAME)) if longest else TEAM, "offers": [*asked, *asked[:1]] if longest else asked,
        "notes": [note] * (3 if longest else 1),
        "moves": [wrong, *[move] * 3, {**move, "name": None, "verb": "remind"}],
    }  # fmt: skip


def _candidates(*, longest: bool) -> dict[str, Any]:
    """A page of those whom an order may be offered to."""
    name = long(128) if longest else "Felix Moser"
    some = [Candidate(1, name, True, None), Candidate(2, name, False, AT)]
    return {"candidates": some * (4 if longest else 1), "found": longest, "more": longest}


ANY = frozenset(State)
WAITING = frozenset({State.OPEN, State.CLAIMED})
HELPED = frozenset({State.CLAIMED, State.UNDER_WAY})
SAID_IN: Mapping[str, frozenset[State]] = {
    "placed": frozenset({State.OPEN}), "helper_coming": WAITING, "helper_arrived": frozenset({State.UNDER_WAY}),
    "helper_handed_back": frozenset({State.OPEN}), "ask_confirm": frozenset({State.FINISHED}),
    "confirmed_by_clock": frozenset({State.CLOSED}), "order_cancelled": frozenset({State.CANCELLED}),
    "standing_by": HELPED, "stepped_down": HELPED, "place_is_yours": HELPED, "claims_overlap": HELPED,
    "stand_in_coming": WAITING, "not_needed": frozenset({State.CANCELLED, State.EXPIRED, State.FINISHED}),
    "order_changed": WAITING | {State.REVIEW}, "order_expired": frozenset({State.EXPIRED}),
    "order_lapsed": frozenset({State.EXPIRED}),
    "dispute_received": frozenset({State.DISPUTED}), "dispute_settled": frozenset({State.CLOSED}),
    "cancelled_for_helper": frozenset({State.CANCELLED}), "changed_for_helper": WAITING,
    "finish_noted": frozenset({State.FINISHED, State.UNDER_WAY}), "earned": frozenset({State.CLOSED}),
    "disputed_for_helper": frozenset({State.DISPUTED}), "settled_for_helper": frozenset({State.CLOSED}),
    "place_released": frozenset({State.EXPIRED, State.FINISHED}), "claim_moved": HELPED,
    "card_moved": WAITING, "thanks_passed_on": frozenset({State.CLOSED}),
    "are_you_done": HELPED, "dispute_opened": frozenset({State.DISPUTED}), "nobody_came": frozenset({State.EXPIRED}),
    "helper_taken_back": frozenset({State.OPEN, State.UNDER_WAY}), "offer_accepted": HELPED,
    "offer_declined": WAITING, "order_offered": frozenset({State.OPEN}), "place_taken_back": WAITING,
    "closed_for_helper": frozenset({State.CANCELLED}), "order_closed": frozenset({State.CANCELLED}),
    "order_page": ANY, "who_can_help": frozenset({State.OPEN}),
    "overdue_claim": HELPED, "no_group_yet": frozenset({State.OPEN}), "order_status": ANY,
    **samples_review.SAID_IN, **samples_ladder.SAID_IN, **samples_again.SAID_IN, **samples_people.SAID_IN,
    **samples_calls.SAID_IN, **samples_fair.SAID_IN, **samples_after_claim.SAID_IN,
}  # fmt: skip


def others(*, longest: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every notice that is not about an order, with its fields."""
    name = long(NAME) if longest else "Wenfeng"
    person = samples_after_claim.person(long(128) if longest else "Boris Petrov")
    many, teams = ([theirs(long(NAME))] * 20,) * 2 if longest else ([SERVICE], [TEAM])
    for standing in ("applied", "approved"):
        values = {
            "applicant": person, "community": name, "services": many, "teams": teams, "standing": standing,
            "zone": "Asia/Shanghai",
        }  # fmt: skip
        yield f"application ({standing})", {"key": "application", **values}
    yield "application, bare", {
        "key": "application", "applicant": replace(person, phone=None), "community": name, "services": [], "teams": [],
        "standing": "applied", "zone": "UTC",
    }  # fmt: skip
    reason = long(300) if longest else "not_now"
    yield "application_decided (yes)", {"key": "application_decided", "community": name, "approved": True, "reason": ""}
    yield "application_decided (no)", {
        "key": "application_decided", "community": name, "approved": False, "reason": reason,
    }  # fmt: skip
    yield "unreachable", {"key": "unreachable", "name": long(128) if longest else "Anna Schmidt"}
    for known in (person, replace(person, phone=None)):
        yield "crisis_heard", {"key": "crisis_heard", "person": known, "zone": "Asia/Shanghai"}
    team = theirs(long(NAME)) if longest else TEAM
    yield from ((key, {"key": key, "team": team}) for key in ("group_lost", "topic_lost"))
    yield from (*samples_ladder.others(name), *samples_calls.others(name, long(60) if longest else ""))
    when = {"began_at": AT.replace(hour=1), "zone": "America/Argentina/ComodRivadavia"}
    about: Mapping[Alarm, list[dict[str, Any]]] = {
        Alarm.GROUP: [{"team": team, "community": name}], Alarm.SET_ASIDE: [{"count": 1}, {"count": 100_000}],
    }  # fmt: skip
    for kind in Alarm:
        for of in about.get(kind, [{}]):
            for over_at in (None, AT.replace(day=25, hour=13, minute=45)):
                yield f"alarm {kind}", {"key": "alarm", "kind": kind.value, "over_at": over_at, **when, **of}
    yield from (("noted", {"key": "noted", "answer": ours("all_right")}), ("trouble", {"key": "trouble"}))
    yield from samples_people.others(full(order()) if longest else order(), long(TEXT) if longest else "", name)
    yield from samples_wishes.others(long, longest=longest)


def refusals() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every refusal with its fields, the longest that can be."""
    largest: dict[str, list[Any]] = {
        "by": [long(24)], "name": [long(24)], "others": [0, 1, 12], "state": [state.value for state in State],
        "example": ["+86 138 0013 8000"], "limit": [600], "given_length": [5000],
        "earliest": [int(AT.timestamp())], "days": [1, 60], "most": [1440],
        "megabytes": [20], "held": [1, 8], "role": [long(24)], "team": [long(60)], "link": ["join_" + "x" * 40],
        "years": [1, 10], "declined": [False, True], "currency": [long(20)], "left": [0, 1, 4], "until": ["21:15"],
    }  # fmt: skip
    for kind in (each for group in Refusal.__subclasses__() for each in below(group)):
        values: list[dict[str, Any]] = [{}]
        for field in fields(kind):
            values = [{**before, field.name: value} for before in values for value in largest[field.name]]
        for given in values:
            yield kind(**given).key, given


def below(kind: type[Any]) -> Iterator[type[Any]]:
    """All classes below one in its tree."""
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


ABOUT: Mapping[str, dict[str, object]] = {
    "roles": {"named": SERVICE, "roles": [long(24)] * 9}, "crisis_words": {"words": ["自杀", "want to die"] * 50},
    "every_week": samples_again.ABOUT,
}


def asks(*, longest: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every question of every dialog, and its review, as the fields of `notices.Ask`."""
    for dialog in DIALOGS.values():
        for at, question in enumerate(dialog.questions):
            ask = Ask(
                draft_id=7, version=at, dialog=dialog.name, question=question.name, kind=question.kind.value,
                optional=question.optional, can_go_back=at > 0, can_keep=at == 1,
                choices=_choices(dialog.name, question, longest), chosen=(0,),
                about={"code": "E-0142", "name": long(24) if longest else "Boris", "files": 0, "text": ""}
                | {**ABOUT, **samples_wishes.ABOUT}.get(dialog.name, {}),
                refusal="too_long" if at == 0 else "", given={"limit": 60, "given_length": 5000} if at == 0 else {},
            )  # fmt: skip
            yield f"{dialog.name} {question.name}", asdict(ask)
            if question.kind is Kind.FILES:
                yield f"{dialog.name} {question.name}, one came", asdict(replace(ask, about={"files": 1, "text": ""}))
        if dialog.review:
            for about in _abouts(dialog.name):
                yield f"{dialog.name} review", asdict(_review(dialog, about, longest))


def _review(dialog: Dialog, about: dict[str, object], longest: bool) -> Ask:
    answers: dict[str, Any] = {
        "for_whom": ours("someone"), "beneficiary_name": theirs("Grandma Li"), "relation": ours("relation_parent"),
        "beneficiary_phone": ours("no_answer"), "service": SERVICE,
        "details": ours("details", text="Rice 5 kg and eggs", files=2), "day": ours("day", date="2026-11-24"),
        "time": ours("time", time="09:00-11:00"), "place": theirs("Eastgate Road 5, building 7, 302"),
        "door": ours("pin"), "district": theirs("Eastgate"), "phone": theirs("138 0013 8000"), "helpers": theirs("1"),
        "name": theirs("Boris Petrov"), "services": ours("list", labels=[SERVICE, theirs("Haircut")]),
        "same_helper": ours("anybody"), "teams": ours("list", labels=[TEAM]), "minutes": ours("minutes", minutes=140),
        **samples_again.ANSWERS, **samples_wishes.ANSWERS,
    }  # fmt: skip
    limits = {question.name: question.limit for question in dialog.questions}
    if longest:
        answers = {
            name: theirs(long(limits.get(name, 0))) if "text" in label or name == "details" else label
            for name, label in answers.items()
        }
    lines = tuple((question.name, answers.get(question.name, theirs("4821"))) for question in dialog.questions)
    return Ask(7, 99, dialog.name, "review", "review", can_go_back=True, lines=lines, about=about)


def _abouts(dialog: str) -> Iterator[dict[str, object]]:
    yield {"code": "E-0142"} | ABOUT.get(dialog, {})
    if dialog == "finish":
        yield {"code": "E-0142", "arrived_at": "2026-11-24T01:28:00+00:00", "finished_at": "2026-11-24T02:08:00+00:00"}


def _choices(dialog: str, question: Question, longest: bool) -> tuple[Label, ...]:
    if longest and question.kind in (Kind.CHOICE, Kind.CHOICES, Kind.PLACE):
        return (theirs(long(LINE)),) * 20
    keys = {
        "for_whom": ("myself", "someone"), "relation": tuple(f"relation_{each}" for each in choices.RELATIONS),
        "day": ("now", "today", "tomorrow"), "decision": tuple(f"decision_{each}" for each in choices.DECISIONS),
        "language": ("language_en", "language_zh_CN"), "group": tuple(f"group_{each}" for each in GROUPS),
    }  # fmt: skip
    if question.name == "reason" and question.kind is Kind.CHOICE:
        reasons = {
            "hand_back": choices.HAND_BACK_REASONS, "cancel_order": choices.CANCEL_REASONS,
            "decline_order": reviewing.REASONS,
            "take_back": coordinating.TAKE_BACK_REASONS, "close_order": coordinating.CLOSE_REASONS,
        }  # fmt: skip
        return tuple(ours(f"reason_{each}") for each in reasons.get(dialog, ("not_now", "other")))
    if question.name in keys:
        return tuple(ours(key) for key in keys[question.name])
    if question.kind is Kind.MINUTES:
        return tuple(ours("minutes", minutes=each) for each in choices.USUAL_MINUTES)
    if question.kind is Kind.COUNT:
        return tuple(theirs(str(each)) for each in range(1, 10))
    if question.name == "stars":
        return tuple(ours("stars", stars=each) for each in range(1, 6))
    return {"service": (SERVICE,), "services": (SERVICE, theirs("Haircut")), "teams": (TEAM,)}.get(question.name, ())
