"""What a community may begin with: the five helps as its service list, the seven colours as its teams.

As village and town communities describe them: 五助 (help with medical care, meals, cleaning, mobility, emergencies)
for the five groups of 五为, and the 七色志愿服务队, each colour with its field. The words live in the templates.
"""

from dataclasses import dataclass

MOST_SERVICES = 20
MOST_TEAMS = 20

# 五为: the old, children, people in hardship, people who need emotional support, the public.
GROUPS = ("old", "children", "hardship", "emotional", "public")


@dataclass(frozen=True)
class Help:
    """One of the five helps: whom it is for, and the colour of the team that takes it."""

    key: str
    emoji: str
    group: str
    team: str


@dataclass(frozen=True)
class Colour:
    """One of the seven colour teams."""

    key: str
    emoji: str


FIVE_HELPS = (
    Help("medical", "🩺", "old", "purple"),
    Help("meals", "🍲", "old", "pink"),
    Help("cleaning", "🧹", "hardship", "green"),
    Help("mobility", "🦽", "old", "blue"),
    Help("urgent", "🚨", "public", "red"),
)

# Hearts, because the round signs stand for the states of an order on the same card.
SEVEN_COLOURS = (
    Colour("red", "❤️"),  # culture
    Colour("orange", "🧡"),  # law
    Colour("green", "💚"),  # environment
    Colour("gold", "💛"),  # talks
    Colour("blue", "💙"),  # revitalisation
    Colour("purple", "💜"),  # unity
    Colour("pink", "🩷"),  # women
)
