"""Double entry in two ledgers, hours and credits: append only, whole numbers, every transfer sums to zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from rules.credits import Rounding, RuleSet


class Ledger(StrEnum):
    """Hours are minutes of service given and never spent; credits are made from them."""

    HOURS = "hours"
    CREDITS = "credits"


class Evidence(StrEnum):
    """How the minutes are known: by the helper's own check-in, the resident's word or PIN, a coordinator's decision."""

    VERIFIED = "verified"
    CONFIRMED = "confirmed"
    DECIDED = "decided"
    PIN = "pin"


@dataclass(frozen=True)
class Entry:
    """One side of a transfer; `person_id` None is the community's own issuing account."""

    person_id: int | None
    amount: int


@dataclass(frozen=True)
class Transfer:
    """Entries that sum to zero, with what they were made from, so that they can be recomputed."""

    ledger: Ledger
    kind: str
    claim_id: int
    entries: tuple[Entry, ...]
    inputs: dict[str, str | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.entries) < 2 or sum(entry.amount for entry in self.entries) != 0:
            raise AssertionError(f"transfer does not sum to zero: {self.entries}")


def earn(person_id: int, claim_id: int, minutes: int, evidence: Evidence, rules: RuleSet) -> tuple[Transfer, ...]:
    """Minutes into the hours ledger and credits into the credits ledger, for one confirmed claim."""
    inputs: dict[str, str | int] = {
        "minutes": minutes,
        "evidence": evidence.value,
        "rule": rules.name,
        "rule_version": rules.version,
        "credits_per_hour": str(rules.credits_per_hour),
        "step_minutes": rules.step_minutes,
        "rounding": rules.rounding.value,
    }
    amounts = ((Ledger.HOURS, minutes), (Ledger.CREDITS, rules.credits_for(minutes)))
    return tuple(
        Transfer(ledger, "earn", claim_id, (Entry(None, -amount), Entry(person_id, amount)), inputs)
        for ledger, amount in amounts
        if amount
    )


def reckoned_by(inputs: Mapping[str, str | int]) -> RuleSet:
    """The rule set a transfer was made by, from the inputs it carries; presets may have changed since."""
    return RuleSet(
        str(inputs["rule"]), int(inputs["rule_version"]), Fraction(inputs["credits_per_hour"]),
        int(inputs["step_minutes"]), Rounding(str(inputs["rounding"])),
    )  # fmt: skip


def balance(entries: Iterable[Entry], person_id: int) -> int:
    """What stands to a person's name in these entries."""
    return sum(entry.amount for entry in entries if entry.person_id == person_id)
