"""Faults on demand: calls that fail, hang, or lose their connection before or after they took effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sandbox import limits
from sandbox.bell import Bell
from sandbox.refusals import USUAL_WORDS, Refused, Unplayable

Json = dict[str, Any]


class Fault(BaseModel):
    """One fault as it was asked for; `times` = -1 means until it is cleared."""

    model_config = ConfigDict(extra="forbid")

    method: str = Field(default="*", max_length=64)
    code: int | None = Field(default=None, ge=400, le=599)
    retry_after: int | None = Field(default=None, ge=0, le=86_400)
    description: str | None = Field(default=None, max_length=500)
    migrate_to_chat_id: int | None = None
    times: int = Field(default=1, ge=-1, le=1_000_000)
    chat: int | str | None = None
    delay_ms: int = Field(default=0, ge=0, le=limits.DELAY_MS)
    drop: Literal["before", "after"] | None = None
    after: bool = False
    """The call takes effect first; then come the delay and the failure."""
    duplicate: bool = False
    reorder: bool = False

    @property
    def late(self) -> bool:
        """Whether the call has taken effect when this fault strikes."""
        return self.after or self.drop == "after"

    @property
    def about_updates(self) -> bool:
        """Whether it is a fault of delivery, not of a call."""
        return self.duplicate or self.reorder

    def refusal(self) -> Refused | None:
        """The answer it gives, if it gives one."""
        if self.code is None or self.drop:
            return None
        parameters: Json = {}
        if self.retry_after is not None or self.code == 429:
            parameters["retry_after"] = self.retry_after or 1
        if self.migrate_to_chat_id is not None:
            parameters["migrate_to_chat_id"] = self.migrate_to_chat_id
        return Refused(self.code, self.description or self._usual(), parameters or None)

    def _usual(self) -> str:
        if self.code == 429:
            return f"Too Many Requests: retry after {self.retry_after or 1}"
        if self.migrate_to_chat_id is not None:
            return "Bad Request: group chat was upgraded to a supergroup chat"
        assert self.code is not None  # asked only for faults with a code
        return USUAL_WORDS.get(self.code, "Bad Request" if self.code < 500 else "Internal Server Error")


@dataclass(slots=True)
class Strike:
    """What the faults do to one call."""

    delay_ms: int = 0
    late: bool = False
    drop: bool = False
    refusal: Refused | None = None

    @property
    def harmless(self) -> bool:
        """Whether the call goes through in the end."""
        return not self.drop and self.refusal is None


class Faults:
    """The faults that are set, oldest first; the first that fits decides."""

    def __init__(self) -> None:
        self._set: list[Fault] = []
        self.struck = Bell()
        """Rings each time one is used: what it befalls has arrived, and is not yet answered."""

    def add(self, fault: Fault) -> None:
        """Set a fault.

        Raises Unplayable when there are too many, and when it would do nothing.
        """
        if len(self._set) >= limits.FAULTS:
            raise Unplayable(f"There are {limits.FAULTS} faults already. Clear them first.", 409)
        if not (fault.code or fault.drop or fault.delay_ms or fault.about_updates):
            raise Unplayable("This fault would do nothing: give it a code, a delay_ms, a drop, duplicate or reorder.")
        if fault.times:
            self._set.append(fault)

    def clear(self) -> None:
        """Forget all faults."""
        self._set.clear()

    def shown(self) -> list[Json]:
        """The faults that are left, with the times left."""
        return [fault.model_dump(exclude_defaults=True) | {"times": fault.times} for fault in self._set]

    def strike(self, method: str, chat: Any) -> Strike | None:
        """What befalls this call, or None; the faults are used up by it."""
        if not self._set:
            return None
        strike: Strike | None = None
        for fault in list(self._set):
            if fault.about_updates or not _fits(fault, method, chat):
                continue
            strike = strike or Strike()
            self._use(fault)
            strike.delay_ms += fault.delay_ms
            if fault.late:
                strike.late = True
            if fault.drop or fault.code:
                strike.drop = fault.drop is not None
                strike.refusal = fault.refusal()
                break
        return strike

    def delivery(self, what: Literal["duplicate", "reorder"]) -> Fault | None:
        """The fault of delivery that is set, if any; `used` tells it that it has struck."""
        return next((fault for fault in self._set if getattr(fault, what)), None)

    def used(self, fault: Fault) -> None:
        """One time less."""
        self._use(fault)

    def _use(self, fault: Fault) -> None:
        if fault.times > 0:
            fault.times -= 1
        if fault.times == 0:
            self._set.remove(fault)
        self.struck.ring()


def _fits(fault: Fault, method: str, chat: Any) -> bool:
    if fault.method != "*" and fault.method.lower() != method.lower():
        return False
    return fault.chat is None or str(fault.chat) == str(chat)
