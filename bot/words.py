"""Every word Paidan says: a template block for each message, in English; other languages stand in catalogs beside."""

import html
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, UndefinedError
from jinja2.runtime import Context
from markupsafe import Markup

from bot import times
from handlers.parsing.phones import show_phone
from handlers.parsing.regions import region_of
from rules.masking import mask_numbers
from rules.notices import Label
from rules.people import first_name

MESSAGES = Path(__file__).with_name("messages")
LOCALES = Path(__file__).with_name("locales")
SOURCE_LANGUAGE = "en"  # the language the templates are written in
MOST_TOAST = 200  # characters Telegram shows in the answer to a press
MOST_KNOWN_LABELS = 10_000  # said again and again: the same button, the same time in three messages
MOST_BUTTON = 60  # characters a telephone can show on one button
GAP = "\x00"  # stands for a blank line that is meant; nobody can type it
TEXTS, LABELS, TOASTS = "texts", "labels", "toasts"

log = logging.getLogger(__name__)

Catalog = Mapping[tuple[str | None, str], str | tuple[str, ...]]


class Words:
    """All messages in all languages, loaded once.

    A key is the name of a `{% block %}`: labels live in files named `…labels.j2`, toasts in `refusals.j2` and
    `toasts.j2`, messages in all others. Nothing outside is ever taken for markup: every field is escaped.
    """

    def __init__(self, messages: Path = MESSAGES, locales: Path = LOCALES) -> None:
        self.languages: tuple[str, ...] = (SOURCE_LANGUAGE, *sorted(each.name for each in locales.iterdir()))
        self._tongues = {language: _Tongue.learn(language, messages, locales) for language in self.languages}
        self._fixed = self._fixed_labels()

    def names(self, family: str = TEXTS) -> frozenset[str]:
        """The names of all messages, labels or toasts."""
        return frozenset(self._tongues[SOURCE_LANGUAGE].blocks[family])

    def text(self, key: str, language: str, /, **fields: object) -> str:
        """A message, in Telegram's HTML."""
        return self._tongues[language].say(TEXTS, key, fields)

    def label(self, label: Label, language: str) -> str:
        """A button's words, plain, cut to what a button can show."""
        return cut(self._tongues[language].label(label), MOST_BUTTON)

    def toast(self, key: str, given: Mapping[str, Any], language: str) -> str:
        """A refusal or a short word after a press: plain, at most 200 characters."""
        return cut(html.unescape(self._tongues[language].say(TOASTS, key, given)), MOST_TOAST)

    def refusal(self, key: str, given: Mapping[str, Any], language: str, zone: str) -> str:
        """A refusal as a message, in Telegram's HTML; times in it on the clocks of the zone."""
        return self._tongues[language].say(TOASTS, key, {**given, "zone": zone})

    def keys_for(self, text: str) -> frozenset[str]:
        """Which labels have exactly these words in some language, whatever the case."""
        return self._fixed.get(_folded(text), frozenset())

    def language_for(self, chosen: str | None, telegram_language: str, community_language: str | None) -> str:
        """A person's own choice, else Telegram's language, else the community's, else English."""
        for wanted in (chosen, telegram_language, community_language):
            found = self._spoken(wanted or "")
            if found:
                return found
        return SOURCE_LANGUAGE

    def _spoken(self, wanted: str) -> str | None:
        wanted = wanted.replace("-", "_").casefold()
        for language in self.languages:
            if wanted == language.casefold() or wanted.split("_")[0] == language.casefold().split("_")[0]:
                return language
        return None

    def _fixed_labels(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for tongue in self._tongues.values():
            for key in tongue.blocks[LABELS]:
                try:
                    words = tongue.label({"key": key})
                except UndefinedError:
                    continue  # it takes fields, so nobody can type it back
                found.setdefault(_folded(words), set()).add(key)
        return {words: frozenset(keys) for words, keys in found.items()}


def cut(text: str, most: int) -> str:
    """The text, or as much of it as fits, ending in an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def read_catalog(path: Path) -> Catalog:
    """One area's words in one language: (context, English) → words; several of them where number matters."""
    found: dict[tuple[str | None, str], str | tuple[str, ...]] = {}
    with path.open("rb") as file:
        for message in read_po(file, abort_invalid=True):
            english = message.id if isinstance(message.id, str) else message.id[0]
            words = message.string if isinstance(message.string, str) else tuple(message.string or ())
            if english and words:
                found[message.context, english] = words
    return found


def environment(messages: Path) -> Environment:
    """How templates are read: markup escaped, a missing field an error, English sentences marked by `trans`."""
    return Environment(
        loader=FileSystemLoader(messages), autoescape=True, undefined=StrictUndefined, lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )  # fmt: skip


@dataclass(frozen=True)
class _Tongue:
    """One language: its templates' blocks by family and name."""

    language: str
    blocks: Mapping[str, Mapping[str, Template]]
    known_labels: dict[tuple[tuple[str, object], ...], str] = field(default_factory=dict)

    @classmethod
    def learn(cls, language: str, messages: Path, locales: Path) -> "_Tongue":
        """All templates, each with the catalog of its own area, so that a word may differ from area to area."""
        blocks: dict[str, dict[str, Template]] = {TEXTS: {}, LABELS: {}, TOASTS: {}}
        tongue = cls(language, blocks)
        for path in sorted(messages.glob("*.j2")):
            catalog = None
            if language != SOURCE_LANGUAGE:
                catalog = read_catalog(locales / language / "LC_MESSAGES" / f"{path.stem}.po")
            env = environment(messages)
            _translate(env, language, catalog)
            env.filters.update(tongue.filters())
            env.globals.update(say=tongue.said)
            template, family = env.get_template(path.name), blocks[_family(path.stem)]
            for key in template.blocks:
                if key in family:
                    raise AssertionError(f"two messages are named {key}")
                family[key] = template
        return tongue

    def say(self, family: str, key: str, fields: Mapping[str, object]) -> str:
        """One block, rendered."""
        template = self.blocks[family][key]
        # The template's own way copies all its blocks, a hundred and more, for every word on a button.
        context = Context(template.environment, {**template.globals, **fields}, template.name, {})
        return _tidy("".join(template.blocks[key](context)))

    def said(self, key: str, **fields: object) -> Markup:
        """One message inside another; its fields are escaped already."""
        return Markup(self.say(TEXTS, key, fields))  # noqa: S704 - markup of our own

    def label(self, label: Label) -> str:
        """A label, plain and uncut."""
        if "key" not in label:
            return " ".join(str(label["text"]).split()) or "–"
        fields = tuple(label.items())
        try:
            return self.known_labels[fields]
        except KeyError:
            words = self._label(label)
            if len(self.known_labels) >= MOST_KNOWN_LABELS:
                self.known_labels.clear()
            self.known_labels[fields] = words
            return words
        except TypeError:  # a list among the fields
            return self._label(label)

    def _label(self, label: Label) -> str:
        fields = {name: value for name, value in label.items() if name != "key"}
        return html.unescape(self.say(LABELS, str(label["key"]), fields))

    def filters(self) -> dict[str, Callable[..., Any]]:
        """What templates call for things that each language says its own way."""
        return {
            "label": self.label,
            "is_label": lambda key: key in self.blocks[LABELS],
            "named": self._named,
            "bare": lambda named, prefix: self._named(named, prefix, emoji=""),
            "known": self._known,
            "when": self._when,
            "date": self._day,
            "day": lambda instant, zone: self._day(times.local(instant, zone).date()),
            "full_date": lambda instant, zone: self._day(times.local(instant, zone).date(), "pattern_full_date"),
            "clock": lambda instant, zone: self._clock(times.local(instant, zone).time()),
            "hour": lambda hour: self._clock(time.fromisoformat(hour)),
            "epoch": lambda seconds: datetime.fromtimestamp(seconds, UTC),
            "minutes": lambda minutes: self.label({"key": "minutes", "minutes": minutes}),
            "helped": self._helped,
            "listed": lambda items: times.say_list(items, self.language),
            "masked": mask_numbers,
            "first_name": first_name,
            "phone": lambda number, zone: show_phone(number, region_of(zone)),
        }

    def _named(self, named: Any, prefix: str, emoji: str | None = None) -> str:
        """A service or a team, as storage keeps it."""
        of = {"preset": named.preset, "name": named.name, "emoji": named.emoji if emoji is None else emoji}
        return self.label({"key": "named", "prefix": prefix, **of})

    def _known(self, value: str, prefix: str) -> str:
        """A value that was either picked from ours or typed: in the reader's words, or as it was typed."""
        key = f"{prefix}_{value}"
        return self.label({"key": key} if key in self.blocks[LABELS] else {"text": value})

    def _when(self, order: Any) -> str:
        """The agreed time of an order, on its community's clocks."""
        of = {"moment": order.moment, "starts_at": order.starts_at, "ends_at": order.ends_at, "zone": order.zone}
        return self.label({"key": "moment", **of})

    def _helped(self, claims: Iterable[Any]) -> str:
        """Helpers with the time each gave, by their first names."""
        of = ({"key": "helped", "helper": claim.first_name, "minutes": claim.minutes} for claim in claims)
        return times.say_list((self.label(each) for each in of), self.language)

    def _day(self, day: Any, pattern: str = "pattern_day") -> str:
        return times.say_day(str(day), self.language, self.label({"key": pattern}))

    def _clock(self, clock: time) -> str:
        return times.say_clock(clock, self.language, self.label({"key": "pattern_clock"}))


def _family(stem: str) -> str:
    if stem.endswith("labels"):
        return LABELS
    return TOASTS if stem in ("refusals", "toasts") else TEXTS


def _translate(env: Environment, language: str, catalog: Catalog | None) -> None:
    def find(context: str | None, english: str) -> str | tuple[str, ...]:
        if catalog is None:
            return english
        words = catalog.get((context, english))
        if words is None:
            log.error("no words in %s for %r", language, english)  # a test forbids it; English beats silence
            return english
        return words

    def one(english: str, context: str | None = None) -> str:
        words = find(context, english)
        return _with_gaps(words if isinstance(words, str) else words[0])

    def many(singular: str, plural: str, number: int, context: str | None = None) -> str:
        words = singular if catalog is None else find(context, singular)
        if words == singular:
            return singular if number == 1 else plural
        return words if isinstance(words, str) else words[0 if number == 1 else -1]

    env.install_gettext_callables(  # type: ignore[attr-defined] # the i18n extension adds it
        one, many, newstyle=True,
        pgettext=lambda context, english: one(english, context),
        npgettext=lambda context, singular, plural, number: many(singular, plural, number, context),
    )  # fmt: skip


def _with_gaps(words: str) -> str:
    return words.replace("\n\n", f"\n{GAP}\n")


def _tidy(text: str) -> str:
    """A line of a template is a line of the message; what stayed empty vanishes, save gaps inside a sentence block."""
    lines = [line for each in text.split("\n") if (line := each.strip(" \t"))]
    return "\n".join("" if line == GAP else line for line in lines)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def listed_msgids(messages: Path, name: str) -> Iterable[tuple[str | None, str, str | None]]:
    """The English of one template: (context, sentence, its plural)."""
    env = environment(messages)
    source = (messages / name).read_text("utf-8")
    env.newstyle_gettext = True  # type: ignore[attr-defined] # the i18n extension adds it
    for _, function, message in env.extract_translations(source):  # type: ignore[attr-defined] # likewise
        parts = [part for part in (message if isinstance(message, tuple) else (message,)) if part is not None]
        context = parts.pop(0) if function in ("pgettext", "npgettext") else None
        yield context, parts[0], parts[1] if len(parts) > 1 else None
