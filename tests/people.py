"""The few people who carry the tests, as one community knows them, and small builders of what happens between them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rules.life import Order, State
from rules.people import Member, Standing

WENFENG = 1  # their community
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # when they begin
TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # when Anna's order should be done

anna = Member(1, WENFENG, "Anna Petrova")  # the resident
boris = Member(2, WENFENG, "Boris Novak", Standing.APPROVED)
chen = Member(3, WENFENG, "Chen Wei", Standing.APPROVED)
dora = Member(4, WENFENG, "Dora", coordinator=True)
stranger = Member(5, WENFENG, "Milan")


def volunteer(number: int) -> Member:
    """One of many more volunteers."""
    return Member(100 + number, WENFENG, f"Volunteer {number}", Standing.APPROVED)


def approved(person: Member) -> Member:
    """The same person, as an approved volunteer."""
    return replace(person, standing=Standing.APPROVED)


def order_of(resident: Member, *, helpers: int = 1, ends_at: datetime = TUESDAY) -> Order:
    """An order as it is before it is placed."""
    return Order(
        id=142, community_id=WENFENG, resident_id=resident.person_id, helpers=helpers, state=State.OPEN, version=0,
        ends_at=ends_at,
    )  # fmt: skip


def hours(count: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=count)
