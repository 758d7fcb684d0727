"""Every way to say no: the tree in the docstring is the tree in the code, and each has a key of its own."""

import re

from rules import refusals
from rules.refusals import AlreadyClaimed, FewerThanClaimed, NotApproved, Refusal


def below(parent: type[Refusal]) -> list[type[Refusal]]:
    children = parent.__subclasses__()
    return children + [each for child in children for each in below(child)]


def drawn() -> dict[str, set[str]]:
    """Each branch of the picture with the names on it."""
    tree: dict[str, set[str]] = {}
    branch = ""
    for line in (refusals.__doc__ or "").splitlines():
        if trunk := re.match(r"[├└]── (\w+) ", line):
            branch = trunk[1]
            tree[branch] = set()
        elif line.startswith(("│", " ")) and "──" in line:
            tree[branch] |= set(re.findall(r"\w+", line.replace("─", " ")))
    return tree


def test_the_drawn_tree_is_the_tree() -> None:
    real = {trunk.__name__: {each.__name__ for each in below(trunk)} for trunk in Refusal.__subclasses__()}
    assert drawn() == real


def test_every_refusal_has_a_key_of_its_own() -> None:
    names = [each.__name__ for each in below(Refusal)]
    assert len({name.lower() for name in names}) == len(names)
    assert AlreadyClaimed(by="Boris", others=3).key == "already_claimed"


def test_what_fills_the_sentence_is_given() -> None:
    assert AlreadyClaimed(by="Boris", others=3).given == {"by": "Boris", "others": 3}
    assert FewerThanClaimed(held=2).given == {"held": 2}
    assert refusals.OwnOrder().given == {}


def test_a_toast_that_asks_for_something_stays_until_it_is_read() -> None:
    assert NotApproved(link="join_wenfeng").loud
    assert not AlreadyClaimed(by="Boris", others=0).loud
