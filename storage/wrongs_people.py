"""What must never stand in the database about reminders, duty and what people hear; as `storage.wrongs`."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from rules.duty import SwapState
from rules.hours import DAY_MINUTES
from rules.reminders import UNDER_WAY, Audience, Receipt, ReminderState
from storage.schema import memberships, people, services, teams
from storage.schema_people import duty_days, duty_swaps, hearings, reminder_receipts, reminders


def of_people() -> Mapping[str, Select[Any]]:
    """Each reminder and each day of duty belongs where it is kept, and stands in a state that there is."""
    of_team = (Audience.TEAM.value, Audience.GROUP.value)
    team_there = exists().where(teams.c.id == reminders.c.team_id, teams.c.community_id == reminders.c.community_id)
    service_there = exists().where(
        services.c.id == hearings.c.service_id, services.c.community_id == hearings.c.community_id
    )
    hours = (people.c.quiet_begins, people.c.quiet_ends)
    return {
        "reminder_state": select(reminders.c.id.label("id")).where(or_(
            reminders.c.state.not_in(list(ReminderState)), reminders.c.audience.not_in(list(Audience)),
            (reminders.c.state == ReminderState.WAITING.value) & reminders.c.next_at.is_(None),
        )),
        "reminder_astray": select(reminders.c.id.label("id")).where(reminders.c.audience.in_(of_team), ~team_there),
        "receipt_state": select(reminder_receipts.c.id.label("id")).where(or_(
            reminder_receipts.c.state.not_in(list(Receipt)),
            (reminder_receipts.c.state == Receipt.HELD.value) & reminder_receipts.c.due_at.is_(None),
            reminder_receipts.c.state.not_in(list(UNDER_WAY)) & reminder_receipts.c.due_at.is_not(None),
        )),
        "hearing_astray": select(hearings.c.id.label("id")).where(or_(
            ~service_there, ~_belongs(hearings.c.community_id, hearings.c.person_id),
        )),
        "quiet_half": select(people.c.id.label("id")).where(or_(
            hours[0].is_(None) != hours[1].is_(None), hours[0] == hours[1], hours[0] < 0, hours[1] < 0,
            hours[0] >= DAY_MINUTES, hours[1] >= DAY_MINUTES,
        )),
        "duty_astray": select(duty_days.c.id.label("id")).where(or_(
            ~_belongs(duty_days.c.community_id, duty_days.c.person_id), ~duty_days.c.weekday.in_(range(7)),
        )),
        "swap_astray": select(duty_swaps.c.id.label("id")).where(or_(
            duty_swaps.c.state.not_in(list(SwapState)), duty_swaps.c.person_id == duty_swaps.c.other_id,
            ~_belongs(duty_swaps.c.community_id, duty_swaps.c.other_id),
        )),
    }  # fmt: skip


def _belongs(community_id: ColumnElement[int], person_id: ColumnElement[int]) -> ColumnElement[bool]:
    return exists().where(
        and_(memberships.c.community_id == community_id, memberships.c.person_id == person_id)
    )
