"""How many helpers, and how many minutes."""

import re

from handlers.parsing.durations import duration_minutes
from handlers.parsing.plain import plain, with_digits
from rules.refusals import BadCount, BadMinutes, BadValue

_PEOPLE = re.compile(
    r"(?:just|only|就|只要|要)? ?([0-9]{1,4}) ?(?:(?:个|位|名)? ?(?:人|帮手|志愿者)?|people|persons?|helpers?)"
)
_COST = re.compile(r"[^\w\s-]{0,2} ?([0-9]{1,7}) ?[^0-9]{0,20}")
_ABOUT = re.compile(r"\b(?:about|around|roughly|total|ca\.?)(?= |$)|大约|大概|左右|差不多|一共|总共|共|用了|约|了$")


def read_count(text: str, most: int) -> int:
    """A number of people from 1 to `most`: 2, two, 两个, 3人; raises BadCount, EmptyAnswer."""
    match = _PEOPLE.fullmatch(with_digits(plain(text)))
    if match is None or not 1 <= int(match.group(1)) <= most:
        raise BadCount(most)
    return int(match.group(1))


def read_cost(text: str, most: int) -> int:
    """About how much, in whole units from 0 to `most`: 200, 1,500, 200元, about 80 yuan; raises BadValue."""
    written = re.sub(r"(?<=[0-9])[, ](?=[0-9]{3}(?![0-9]))", "", with_digits(_ABOUT.sub("", plain(text)))).strip()
    match = _COST.fullmatch(written)
    if match is None or int(match.group(1)) > most:
        raise BadValue(most)
    return int(match.group(1))


def read_minutes(text: str, most: int) -> int:
    """Minutes from 1 to `most`; a bare whole number is minutes, 1:30 is an hour and a half; raises BadMinutes."""
    written = with_digits(_ABOUT.sub("", plain(text))).strip()
    minutes = int(written) if re.fullmatch("[0-9]{1,5}", written) else duration_minutes(written)
    if minutes is None or not 1 <= minutes <= most:
        raise BadMinutes(most)
    return minutes
