"""What must never stand in the database: each query selects the numbers of the rows that are wrong."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, exists, func, not_, or_, select
from sqlalchemy.sql import FromClause

from rules.behalf import MOST_RELATIVES
from rules.family import ProxyState
from rules.ledger import Ledger
from rules.life import ALIVE, HOLDING, OVER, ClaimState, Ender, State
from rules.notices import View
from rules.offers import OfferState
from rules.standing_orders import StandingState
from storage.posts import OWN_CARD
from storage.reviews import Kind
from storage.schema import (
    claims,
    communities,
    drafts,
    entries,
    inbox,
    journal,
    memberships,
    metadata,
    neighbours,
    offers,
    orders,
    outbox,
    people,
    posts,
    proxies,
    reviews,
    routes,
    services,
    standing_orders,
    teams,
    transfers,
    vettings,
)

Wrong = Select[Any]

WAKING = (State.REVIEW, *ALIVE, State.FINISHED)  # the rules give these a time to wake
EARN = "earn"  # the kind of transfer that a confirmed claim makes
ABOUT_ORDERS = (
    "change_order", "finish", "hand_back", "cancel_order", "dispute", "settle", "thanks", "ask_back", "answer_back",
    "decline_order", "take_back", "close_order", "note", "find_helper", "every_week", "change_for",
)  # fmt: skip

_holds = claims.c.state.in_(HOLDING)
_confirmed = claims.c.state == ClaimState.CONFIRMED.value
_of_order = orders.c.id == claims.c.order_id
_of_claim = claims.c.id == transfers.c.claim_id
_of_transfer = transfers.c.id == entries.c.transfer_id
_hours = and_(transfers.c.ledger == Ledger.HOURS.value, transfers.c.kind == EARN)


def _rows(column: ColumnElement[Any], source: FromClause | Table, *where: ColumnElement[bool]) -> Wrong:
    return select(column.label("id")).select_from(source).where(*where)


def _joined(*steps: tuple[Table, ColumnElement[bool]], start: Table) -> FromClause:
    source: FromClause = start
    for table, on in steps:
        source = source.join(table, on)
    return source


def ledger() -> Mapping[str, Wrong]:
    """Sums to zero, once per claim, to whoever helped, and as many minutes as were confirmed."""
    entry_of = entries.outerjoin(transfers, _of_transfer)
    booked = _joined((transfers, _of_transfer), (claims, _of_claim), start=entries)
    of_claim = _joined((claims, _of_claim), start=transfers)
    sums = transfers.outerjoin(entries, _of_transfer)
    astray = or_(entries.c.ledger != transfers.c.ledger, entries.c.community_id != transfers.c.community_id)
    paid = exists().where(transfers.c.claim_id == claims.c.id, _hours)
    others = or_(transfers.c.order_id != claims.c.order_id, transfers.c.community_id != orders.c.community_id)
    not_zero = or_(func.coalesce(func.sum(entries.c.amount), 0) != 0, func.count(entries.c.id) < 2)
    twice = (transfers.c.claim_id, transfers.c.ledger, transfers.c.kind)
    return {
        "transfer_not_zero": _rows(transfers.c.id, sums).group_by(transfers.c.id).having(not_zero),
        "ledger_not_zero": _rows(entries.c.community_id, entries)
        .group_by(entries.c.community_id, entries.c.ledger)
        .having(func.sum(entries.c.amount) != 0),
        "entry_astray": _rows(entries.c.id, entry_of, astray),
        "credited_twice": _rows(transfers.c.claim_id, transfers).group_by(*twice).having(func.count() > 1),
        "credited_to_another": _rows(
            entries.c.id, booked, entries.c.person_id.is_not(None), entries.c.person_id != claims.c.person_id
        ),
        "credited_unconfirmed": _rows(transfers.c.id, of_claim, not_(_confirmed)),
        "transfer_astray": _rows(transfers.c.id, of_claim.join(orders, _of_order), others),
        "hours_missing": _rows(claims.c.id, claims, _confirmed, claims.c.minutes > 0, ~paid),
        "hours_differ": _rows(
            transfers.c.id, booked, _hours, entries.c.person_id.is_not(None),
            entries.c.amount != func.coalesce(claims.c.minutes, 0),
        ),
    }  # fmt: skip


def places() -> Mapping[str, Wrong]:
    """One holder a place, nobody twice and nobody their own helper, and no place held when all is over."""
    of_order = claims.join(orders, _of_order)
    done = claims.c.state == ClaimState.FINISHED.value
    incomplete = or_(
        and_(claims.c.state == ClaimState.ARRIVED.value, claims.c.arrived_at.is_(None)),
        and_(done, or_(claims.c.minutes.is_(None), claims.c.finished_at.is_(None))),
    )
    belongs = exists().where(
        memberships.c.person_id == claims.c.person_id, memberships.c.community_id == orders.c.community_id
    )
    held = claims.alias()
    taken = (
        select(func.count()).select_from(held)
        .where(held.c.order_id == orders.c.id, held.c.state.in_(HOLDING)).scalar_subquery()
    )  # fmt: skip
    return {
        "unknown_claim_state": _rows(claims.c.id, claims, claims.c.state.not_in(list(ClaimState))),
        "too_many_helpers": _rows(orders.c.id, of_order, _holds)
        .group_by(orders.c.id, orders.c.helpers).having(func.count() > orders.c.helpers),
        "held_twice": _rows(claims.c.order_id, claims, _holds)
        .group_by(claims.c.order_id, claims.c.person_id).having(func.count() > 1),
        "helps_oneself": _rows(claims.c.id, of_order, claims.c.person_id == orders.c.resident_id),
        "helps_as_stranger": _rows(claims.c.id, of_order, _holds, ~belongs),
        "held_after_the_end": _rows(claims.c.id, of_order, _holds, orders.c.state.in_(OVER)),
        "waits_in_vain": _rows(
            claims.c.id, of_order, claims.c.state == ClaimState.STANDBY.value,
            or_(orders.c.state.not_in(ALIVE), and_(taken < orders.c.helpers, claims.c.role == "")),
        ),
        "confirmed_early": _rows(claims.c.id, of_order, _confirmed, orders.c.state != State.CLOSED.value),
        "claim_incomplete": _rows(claims.c.id, claims, incomplete),
    }  # fmt: skip


def lives() -> Mapping[str, Wrong]:
    """Each order's marks agree with its state, it wakes when it must, and the journal says the same."""
    over = orders.c.state.in_(OVER)
    helped = exists().where(claims.c.order_id == orders.c.id, _confirmed)
    refused = exists().where(reviews.c.order_id == orders.c.id, reviews.c.kind == Kind.DECLINED.value)
    last = (
        select(journal.c.order_id, func.max(journal.c.id).label("id"))
        .where(journal.c.order_id.is_not(None), journal.c.after != "")
        .group_by(journal.c.order_id)
        .subquery()
    )
    told = _joined((orders, orders.c.id == journal.c.order_id), start=journal).join(last, last.c.id == journal.c.id)
    numbered = communities.join(orders, orders.c.community_id == communities.c.id)
    return {
        "unknown_order_state": _rows(orders.c.id, orders, orders.c.state.not_in(list(State))),
        "end_unmarked": _rows(orders.c.id, orders, over, orders.c.closed_at.is_(None)),
        "ended_and_alive": _rows(orders.c.id, orders, not_(over), orders.c.closed_at.is_not(None)),
        "ended_by_nobody_known": _rows(orders.c.id, orders, or_(
            and_(not_(over), orders.c.ended_by.is_not(None)), orders.c.ended_by.not_in(list(Ender)),
        )),
        "closed_without_help": _rows(orders.c.id, orders, orders.c.state == State.CLOSED.value, ~helped),
        "declined_by_nobody": _rows(orders.c.id, orders, orders.c.state == State.DECLINED.value, ~refused),
        "kept_in_vain": _rows(orders.c.id, orders, or_(
            and_(orders.c.reserved_until.is_not(None), orders.c.state.not_in((State.OPEN, State.CLAIMED))),
            and_(orders.c.reserved_until.is_(None), or_(
                orders.c.reserved_for.is_not(None), orders.c.fair_before.is_not(None)
            )),
        )),
        "asleep": _rows(orders.c.id, orders, orders.c.state.in_(WAKING), orders.c.wake_at.is_(None)),
        "journal_differs": _rows(orders.c.id, told, journal.c.after != orders.c.state),
        "number_taken": _rows(communities.c.id, numbered)
        .group_by(communities.c.id, communities.c.next_number)
        .having(communities.c.next_number <= func.max(orders.c.number)),
    }  # fmt: skip


def asked() -> Mapping[str, Wrong]:
    """Offers go to people of the community, never to the resident; who accepted one has had a place."""
    of_order = offers.join(orders, orders.c.id == offers.c.order_id)
    belongs = exists().where(
        memberships.c.person_id == offers.c.person_id, memberships.c.community_id == orders.c.community_id
    )
    claimed = exists().where(claims.c.order_id == offers.c.order_id, claims.c.person_id == offers.c.person_id)
    accepted = offers.c.state == OfferState.ACCEPTED.value
    return {
        "unknown_offer_state": _rows(offers.c.id, offers, offers.c.state.not_in(list(OfferState))),
        "offer_astray": _rows(offers.c.id, of_order, or_(offers.c.person_id == orders.c.resident_id, ~belongs)),
        "accepted_without_place": _rows(offers.c.id, offers, accepted, ~claimed),
    }  # fmt: skip


def every_week() -> Mapping[str, Wrong]:
    """A standing order wakes as long as it goes on, and all it names is of its community and its resident."""
    active = standing_orders.c.state == StandingState.ACTIVE.value
    wakes = and_(standing_orders.c.next_at.is_not(None), standing_orders.c.next_day.is_not(None))
    whole = _joined(
        (orders, orders.c.id == standing_orders.c.order_id), (services, services.c.id == standing_orders.c.service_id),
        start=standing_orders,
    )  # fmt: skip
    return {
        "unknown_standing_state": _rows(
            standing_orders.c.id, standing_orders, standing_orders.c.state.not_in(list(StandingState))
        ),
        "week_asleep": _rows(standing_orders.c.id, standing_orders, or_(
            and_(active, not_(wakes)), and_(not_(active), standing_orders.c.next_at.is_not(None)),
        )),
        "week_astray": _rows(standing_orders.c.id, whole, or_(
            orders.c.community_id != standing_orders.c.community_id,
            services.c.community_id != standing_orders.c.community_id,
            orders.c.resident_id != standing_orders.c.person_id,
        )),
    }  # fmt: skip


def standing_in() -> Mapping[str, Wrong]:
    """Nothing can be sent to who calls, and nobody acts for themselves or for more relatives than one may."""
    calls = people.c.telegram_id.is_(None)
    of_resident = orders.join(people, people.c.id == orders.c.resident_id)
    active = proxies.c.state == ProxyState.ACTIVE.value
    return {
        "caller_written_to": _rows(people.c.id, people, calls, or_(people.c.started, people.c.reachable)),
        "call_taken_by_nobody": _rows(orders.c.id, of_resident, calls, orders.c.placed_by.is_(None)),
        "pin_in_vain": _rows(orders.c.id, of_resident, not_(calls), orders.c.pin.is_not(None)),
        "unknown_proxy_state": _rows(proxies.c.id, proxies, proxies.c.state.not_in(list(ProxyState))),
        "acts_for_oneself": _rows(proxies.c.id, proxies, proxies.c.person_id == proxies.c.relative_id),
        "acts_unasked": _rows(proxies.c.id, proxies, active, proxies.c.agreed_by.is_(None)),
        "too_many_relatives": _rows(proxies.c.person_id, proxies, active)
        .group_by(proxies.c.person_id).having(func.count() > MOST_RELATIVES),
    }  # fmt: skip


def strays() -> Mapping[str, Wrong]:
    """Whatever refers to something refers to what is there, and to its own."""
    own_service = orders.join(services, services.c.id == orders.c.service_id)
    own_team = orders.join(teams, teams.c.id == orders.c.team_id)
    teams_of = services.join(teams, teams.c.id == services.c.team_id)
    shown = posts.outerjoin(claims, claims.c.id == posts.c.claim_id)
    asked = outbox.outerjoin(claims, claims.c.id == outbox.c.claim_id)
    order_there = exists().where(orders.c.id == drafts.c.subject_id)
    private = posts.c.view.in_((View.CLAIM.value, View.FILE.value))
    undecided = posts.join(orders, orders.c.id == posts.c.order_id)
    one_group = communities.join(teams, or_(*(
        and_(teams.c.chat_id == chat, teams.c.thread_id.is_not_distinct_from(topic))
        for chat, topic in (
            (communities.c.desk_chat_id, communities.c.desk_thread_id),
            (communities.c.wall_chat_id, communities.c.wall_thread_id),
        )
    )))
    not_its_claim = or_(claims.c.id.is_(None), claims.c.order_id != outbox.c.order_id)
    of_a_claim = outbox.c.key.in_((View.CLAIM.value, View.FILE.value))
    return {
        **dict(_orphans()),
        "service_of_another": _rows(
            orders.c.id, own_service, services.c.community_id != orders.c.community_id
        ),
        "team_of_another": _rows(orders.c.id, own_team, teams.c.community_id != orders.c.community_id),
        "service_team_of_another": _rows(services.c.id, teams_of, teams.c.community_id != services.c.community_id),
        "shown_too_early": _rows(
            orders.c.id, undecided, posts.c.view == View.CARD.value, orders.c.state == State.REVIEW.value
        ),
        "group_shared": _rows(communities.c.id, one_group, teams.c.removed.is_(False)),
        "post_astray": _rows(posts.c.id, shown, or_(
            and_(private, or_(claims.c.id.is_(None), claims.c.order_id != posts.c.order_id)),
            and_(not_(private), posts.c.claim_id != 0),
        )),
        "outbox_astray": _rows(outbox.c.id, asked, outbox.c.kind == "show", or_(
            and_(outbox.c.order_id.is_(None), outbox.c.key != View.WISH.value), and_(of_a_claim, not_its_claim),
        )),
        "draft_astray": _rows(drafts.c.id, drafts, drafts.c.dialog.in_(ABOUT_ORDERS), ~order_there),
        "words_kept": _rows(inbox.c.update_id, inbox, inbox.c.done_at.is_not(None), inbox.c.body != ""),
    }  # fmt: skip


def dispatching() -> Mapping[str, Wrong]:
    """Routes and teams that stand in for others keep to their community, and nobody vouches for themselves."""
    other = teams.alias("others")
    leading = _joined((teams, teams.c.id == routes.c.team_id), start=routes)
    leading = leading.outerjoin(services, services.c.id == routes.c.service_id)
    near = _joined((teams, teams.c.id == neighbours.c.team_id), start=neighbours)
    near = near.join(other, other.c.id == neighbours.c.neighbour_id)
    belongs = exists().where(
        memberships.c.person_id == vettings.c.person_id, memberships.c.community_id == vettings.c.community_id
    )
    return {
        "route_astray": _rows(routes.c.id, leading, or_(
            teams.c.community_id != routes.c.community_id, services.c.community_id != routes.c.community_id,
        )),
        "neighbour_astray": _rows(neighbours.c.id, near, or_(
            neighbours.c.team_id == neighbours.c.neighbour_id, teams.c.community_id != neighbours.c.community_id,
            other.c.community_id != neighbours.c.community_id,
        )),
        "checked_oneself": _rows(vettings.c.id, vettings, vettings.c.checked_by == vettings.c.person_id),
        "checked_as_stranger": _rows(vettings.c.id, vettings, ~belongs),
    }  # fmt: skip


def unseen() -> Mapping[str, Wrong]:
    """Posts that somebody needs, and that neither stand in a chat nor wait to be sent."""
    with_team = orders.join(teams, teams.c.id == orders.c.team_id)
    card = exists().where(posts.c.order_id == orders.c.id, OWN_CARD)
    card_waits = _waits(orders.c.id, View.CARD) & (outbox.c.position == 0)
    review = exists().where(posts.c.order_id == orders.c.id, posts.c.view == View.REVIEW.value)
    review_waits = _waits(orders.c.id, View.REVIEW)
    address = exists().where(posts.c.claim_id == claims.c.id, posts.c.view == View.CLAIM.value)
    address_waits = _waits(claims.c.order_id, View.CLAIM) & (outbox.c.claim_id == claims.c.id)
    return {
        "card_missing": _rows(
            orders.c.id, with_team, orders.c.state.in_(ALIVE), teams.c.chat_id.is_not(None), ~card,
            ~exists().where(card_waits),
        ),
        "review_missing": _rows(
            orders.c.id, orders, orders.c.state == State.REVIEW.value, ~review, ~exists().where(review_waits)
        ),
        "address_missing": _rows(claims.c.id, claims, _holds, ~address, ~exists().where(address_waits)),
    }  # fmt: skip


def _waits(order_id: ColumnElement[int], view: View) -> ColumnElement[bool]:
    waiting = (outbox.c.kind == "show", outbox.c.key == view.value, outbox.c.dead_at.is_(None))
    return and_(outbox.c.order_id == order_id, *waiting)


def _orphans() -> Mapping[str, Wrong]:
    """Every foreign key once more: SQLite only keeps them when it is told to, and its own command line is not."""
    found = {}
    for table in metadata.sorted_tables:
        (key,) = table.primary_key.columns
        for column in table.columns:
            for foreign in column.foreign_keys:
                there = foreign.column.table.alias()
                missing = ~exists().where(there.c[foreign.column.name] == column)
                found[f"orphan {table.name}.{column.name}"] = _rows(key, table, column.is_not(None), missing)
    return found
