"""Plays the people's side of the sandbox in tests: speak, press by label, look, and wait without sleeping."""

from __future__ import annotations

import base64
import inspect
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from time import monotonic
from types import TracebackType
from typing import Any, Self, TypeVar, overload

import httpx

Json = dict[str, Any]
T = TypeVar("T")

SLICE_SECONDS = 1.0
"""How long `until` waits for a change before it looks again, for what changes outside the sandbox."""


class CannotPlay(AssertionError):
    """The sandbox says why a person could not do this."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"{status}: {sentence}")
        self.status = status
        self.sentence = sentence


@dataclass(frozen=True)
class Seen:
    """A message as a person sees it; `text` is the caption where there is media."""

    id: int
    text: str
    html: str
    name: str
    by_bot: bool
    buttons: list[list[Json]] = field(default_factory=list)
    media: Json | None = None
    service: str = ""
    edited: bool = False
    thread: int | None = None
    reply_to: int | None = None
    raw: Json = field(default_factory=dict)

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons, row by row."""
        return [button["label"] for row in self.buttons for button in row]


def _seen(raw: Json) -> Seen:
    return Seen(
        id=raw["message_id"],
        text=raw.get("text") or raw.get("caption", ""),
        html=raw.get("html", ""),
        name=raw["from"]["name"],
        by_bot=raw["from"]["is_bot"],
        buttons=raw.get("buttons", []),
        media=raw.get("media"),
        service=raw.get("service", ""),
        edited="edit_date" in raw,
        thread=raw.get("thread"),
        reply_to=raw.get("reply_to"),
        raw=raw,
    )


class Play:
    """A hand for everybody in the sandbox. People and chats are named by their ids."""

    def __init__(self, url: str) -> None:
        self.url = url
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)
        self._client = httpx.AsyncClient(base_url=url, timeout=75, limits=limits, trust_env=False, verify=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.aclose()

    async def get(self, path: str, **query: object) -> Any:
        """Ask a /play route."""
        given = {name.rstrip("_"): str(value) for name, value in query.items() if value is not None}
        return _content(await self._client.get(f"/play/{path}", params=given))

    async def post(self, path: str, **body: object) -> Any:
        """Do something through a /play route; fields that are None are left out."""
        given = {name: value for name, value in body.items() if value is not None}
        return _content(await self._client.post(f"/play/{path}", json=given))

    async def person(self, name: str, language_code: str = "en", **details: str) -> int:
        """Somebody new; answers their id, which is also the id of their private chat with the bot."""
        person_id: int = (await self.post("people", name=name, language_code=language_code, **details))["id"]
        return person_id

    async def group(self, title: str, members: Iterable[int], forum: bool = False, **details: object) -> int:
        """A group with the bot in it, owned by its first member."""
        group_id: int = (await self.post("groups", title=title, members=list(members), forum=forum, **details))["id"]
        return group_id

    async def say(self, person: int, text: str, chat: int | None = None, **details: object) -> int:
        """A text message; answers its id. `reply_to` and `thread` may be given."""
        message_id: int = (await self.post("say", person=person, chat=chat, text=text, **details))["message_id"]
        return message_id

    async def start(self, person: int, payload: str = "", group: int | None = None) -> None:
        """Press Start, open a deep link, or, with `group`, follow the link that adds the bot to it."""
        await self.post("start", person=person, payload=payload, group=group)

    async def press(
        self, person: int, label: str, chat: int | None = None, message: int | None = None, **details: object
    ) -> str | None:
        """Press a button or key by its label; answers the toast, None when there was none.

        `stale=True` presses a button the message had before it was edited; `wait=0` does not wait for the answer.
        """
        pressed = await self.post("press", person=person, chat=chat, label=label, message=message, **details)
        return _toast(pressed)

    async def forge(self, person: int, data: str, message: int, chat: int | None = None) -> str | None:
        """Press a button that is not there, with any callback data; answers the toast."""
        return _toast(await self.post("press", person=person, chat=chat, message=message, data=data))

    async def contact(self, person: int, chat: int | None = None, **details: object) -> int:
        """Share a phone number, the person's own unless told otherwise; answers the message's id."""
        message_id: int = (await self.post("contact", person=person, chat=chat, **details))["message_id"]
        return message_id

    async def location(
        self, person: int, latitude: float = 30.2741, longitude: float = 120.1551, chat: int | None = None
    ) -> int:
        """Share a place; answers the message's id."""
        sent = await self.post("location", person=person, chat=chat, latitude=latitude, longitude=longitude)
        message_id: int = sent["message_id"]
        return message_id

    async def photo(self, person: int, chat: int | None = None, data: bytes | None = None, **details: object) -> int:
        """Send a picture, a small built-in one without `data`; answers the message's id."""
        return await self._attach("photo", person, chat, data, details)

    async def voice(self, person: int, chat: int | None = None, data: bytes | None = None, **details: object) -> int:
        """Send a voice message; answers the message's id."""
        return await self._attach("voice", person, chat, data, details)

    async def document(self, person: int, chat: int | None = None, data: bytes | None = None, **details: object) -> int:
        """Send a file; answers the message's id."""
        return await self._attach("document", person, chat, data, details)

    async def _attach(
        self, route: str, person: int, chat: int | None, data: bytes | None, details: dict[str, object]
    ) -> int:
        coded = None if data is None else base64.b64encode(data).decode()
        message_id: int = (await self.post(route, person=person, chat=chat, data=coded, **details))["message_id"]
        return message_id

    async def chat(self, chat: int, as_: int | None = None) -> list[Seen]:
        """The messages of a chat, oldest first."""
        return [_seen(raw) for raw in (await self.get(f"chats/{chat}", as_=as_))["messages"]]

    async def text(self, chat: int) -> str:
        """The transcript of a chat."""
        answer = await self._client.get(f"/play/chats/{chat}.txt")
        answer.raise_for_status()
        return answer.text

    async def last(self, person: int, chat: int | None = None) -> Seen:
        """The bot's newest message in the private chat, or in the one named."""
        found = [seen for seen in await self.chat(chat or person, as_=person) if seen.by_bot and not seen.service]
        assert found, f"the bot has said nothing in {chat or person} yet"
        return found[-1]

    async def labels(self, person: int, chat: int | None = None) -> list[str]:
        """What the person could press: the keys under the text field, then the buttons, newest message first."""
        shown = await self.get(f"chats/{chat or person}", as_=person)
        found = [key["label"] for row in shown["keyboard"] or [] for key in row]
        for raw in reversed(shown["messages"]):
            found += [button["label"] for row in raw.get("buttons", []) for button in row]
        return found

    async def faults(self, **fault: object) -> None:
        """Set a fault: method, code, retry_after, times, chat, delay_ms, drop, after, duplicate, reorder."""
        await self.post("faults", **fault)

    async def clear_faults(self) -> None:
        """Forget all faults."""
        _content(await self._client.delete("/play/faults"))

    async def calls(self, since: int = 0, method: str | None = None) -> list[Json]:
        """The bot's calls after that number, oldest first."""
        found: list[Json] = (await self.get("calls", since=since, method=method))["calls"]
        return found

    async def ready(self, wait: float = 10) -> bool:
        """Whether the bot listens, waiting for it at most so many seconds."""
        return bool((await self.get("ready", wait=wait))["connected"])

    async def reset(self) -> None:
        """Forget everybody and everything but the bot."""
        await self.post("reset")

    @overload
    async def until(self, condition: Callable[[], Coroutine[Any, Any, T]], seconds: float = 10) -> T: ...

    @overload
    async def until(self, condition: Callable[[], T], seconds: float = 10) -> T: ...

    async def until(self, condition: Callable[[], Any], seconds: float = 10) -> Any:
        """Wait until the condition holds, and answer what it gave.

        It is looked at again after every change in the sandbox. An AssertionError inside it counts as "not yet".
        """
        end = monotonic() + seconds
        while True:
            since = (await self.get("changes"))["next"]
            problem: AssertionError | None = None
            try:
                found = condition()
                if inspect.isawaitable(found):
                    found = await found
                if found:
                    return found
            except AssertionError as not_yet:
                problem = not_yet
            left = end - monotonic()
            if left <= 0:
                raise AssertionError(f"not within {seconds} s: {problem or condition}") from problem
            await self.get("changes", since=since, wait=min(left, SLICE_SECONDS))

    async def hears(self, person: int, words: str, chat: int | None = None, seconds: float = 10) -> Seen:
        """Wait until the bot's newest message in the chat contains the words, and answer it."""

        async def heard() -> Seen:
            seen = await self.last(person, chat)
            assert words in seen.text, f"the bot said {seen.text!r}, not {words!r}"
            return seen

        return await self.until(heard, seconds)


def _content(answer: httpx.Response) -> Any:
    content = answer.json()
    if answer.is_error:
        raise CannotPlay(answer.status_code, content.get("error", answer.text))
    return content


def _toast(pressed: Json) -> str | None:
    answer = pressed.get("answer") or {}
    text: str | None = answer.get("text")
    return text or None
