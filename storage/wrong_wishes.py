"""What must never be so with wishes: two who promise the same one, a clock that never comes, marks that contradict."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, and_, exists, func, not_, or_, select

from rules.notices import View
from rules.wish_life import OVER, PROMISED, WAKING, GrantState, WishState
from storage.schema import communities, journal, outbox
from storage.schema_wishes import wish_claims, wishes

Wrong = Select[Any]

_live = wish_claims.c.state == GrantState.LIVE.value
_promised = wishes.c.state.in_([each.value for each in PROMISED])


def granting() -> Mapping[str, Wrong]:
    """One live claim a wish while it is promised and none before or after; checked before it is on the board."""
    of_wish = wish_claims.join(wishes, wishes.c.id == wish_claims.c.wish_id)
    taken = exists().where(wish_claims.c.wish_id == wishes.c.id, _live)
    over = wishes.c.state.in_([each.value for each in OVER])
    unseen = (WishState.COLLECTED.value, WishState.WITHDRAWN.value)
    last = (
        select(journal.c.wish_id, func.max(journal.c.id).label("id"))
        .where(journal.c.wish_id.is_not(None)).group_by(journal.c.wish_id).subquery()
    )  # fmt: skip
    told = wishes.join(last, last.c.wish_id == wishes.c.id).join(journal, journal.c.id == last.c.id)
    numbered = communities.join(wishes, wishes.c.community_id == communities.c.id)
    live_ones = select(wish_claims.c.wish_id.label("id")).where(_live).group_by(wish_claims.c.wish_id)
    return {
        "unknown_wish_state": _wishes(wishes.c.state.not_in([each.value for each in WishState])),
        "wish_promised_twice": live_ones.having(func.count() > 1),
        "wish_claim_differs": _wishes(or_(and_(_promised, ~taken), and_(not_(_promised), taken))),
        "wish_asleep": _wishes(wishes.c.state.in_([each.value for each in WAKING]), wishes.c.wake_at.is_(None)),
        "wish_unchecked": _wishes(wishes.c.state.not_in(unseen), wishes.c.verified_by.is_(None)),
        "wish_end_unmarked": _wishes(
            or_(and_(over, wishes.c.closed_at.is_(None)), and_(not_(over), wishes.c.closed_at.is_not(None)))
        ),
        "wish_claim_astray": select(wish_claims.c.id.label("id")).select_from(of_wish)
        .where(wish_claims.c.community_id != wishes.c.community_id),
        "wish_journal_differs": _wishes(journal.c.after != wishes.c.state, source=told),
        "wish_number_taken": select(communities.c.id.label("id")).select_from(numbered)
        .group_by(communities.c.id, communities.c.next_wish)
        .having(communities.c.next_wish <= func.max(wishes.c.number)),
    }  # fmt: skip


def unseen() -> Mapping[str, Wrong]:
    """A live claim whose name and address neither stand in a chat nor wait to be sent."""
    waits = exists().where(
        outbox.c.kind == "show", outbox.c.key == View.WISH.value, outbox.c.dead_at.is_(None),
        outbox.c.position == wish_claims.c.id,
    )  # fmt: skip
    missing = select(wish_claims.c.id.label("id")).where(_live, wish_claims.c.message_id.is_(None), ~waits)
    return {"wish_contact_missing": missing}


def _wishes(*where: Any, source: Any = wishes) -> Wrong:
    return select(wishes.c.id.label("id")).select_from(source).where(*where)
