"""What every refusal is: the name of a sentence, and the fields that fill it."""

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(eq=False)
class Refusal(Exception):
    """Something did not happen; `key` names the sentence, the fields fill it."""

    loud: ClassVar[bool] = False  # a loud toast stays until it is read

    @property
    def key(self) -> str:
        """The name of the sentence: the class name in snake case."""
        name = type(self).__name__
        return "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))

    @property
    def given(self) -> dict[str, str | int]:
        """The fields that fill the sentence."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
