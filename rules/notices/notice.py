"""What every notice is: a key and plain fields, nothing private among them."""

from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Notice:
    """Something to say; the class name in snake case names its template."""

    is_reminder: ClassVar[bool] = False
    """Asks for something: said once however often it was asked for before it could be sent, and not if it is over."""

    @classmethod
    def key(cls) -> str:
        """The template's name."""
        name = cls.__name__
        return "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))

    def fields(self) -> dict[str, object]:
        """The fields as they are kept in the outbox."""
        return asdict(self)


@dataclass(frozen=True)
class AboutOrder(Notice):
    """A notice whose template may read the order as it stands when it is sent."""

    order_id: int
