"""Nothing a bot sends breaks the sandbox: nonsense is refused with 4xx, in every method."""

from __future__ import annotations

import json
import random
from typing import Any

import httpx
import pytest

from sandbox.methods.table import METHODS
from sandbox.server import Sandbox
from tests.play import Play

GROUP = -1002000000001
NONSENSE: list[Any] = [
    None, "", "x", "{}", "[]", "[[]]", "[1]", '{"type": []}', "<b>", "1e400", "-1", 0, 1, -5001, 10**30, 1.5, True,
    [], {}, [[]], [{}], [None], {"type": {}}, {"inline_keyboard": [[{"text": []}]]}, [{"type": [], "media": {}}] * 2,
    "[" * 3000, "\ud83d", "x" * 5000, {"keyboard": [[{"text": "x", "style": []}]]}, {"message_id": []},
]  # fmt: skip
VALID: dict[str, Any] = {
    "action": "typing", "allowed_updates": ["message"], "callback_query_id": "7", "caption": "c",
    "caption_entities": [], "chat_id": GROUP, "commands": [{"command": "a", "description": "b"}], "custom_title": "t",
    "description": "d", "document": None, "duration": 3, "entities": None, "file_id": "f", "first_name": "Zoe",
    "from_chat_id": GROUP, "icon_color": 7322096, "language_code": "en", "latitude": 1.5, "limit": 5, "longitude": 2.5,
    "media": [{"type": "photo", "media": "x"}, {"type": "photo", "media": "x"}], "message_id": 3, "message_ids": [3],
    "message_thread_id": None, "name": "n", "offset": 0, "parse_mode": "HTML", "phone_number": "1", "photo": "x",
    "reaction": [{"type": "emoji", "emoji": "👍"}], "reply_markup": None, "reply_parameters": {"message_id": 3},
    "scope": {"type": "default"}, "secret_token": "s", "show_alert": True, "text": "<b>t</b>", "title": "Town",
    "url": "", "user_id": 1001, "voice": "x",
}  # fmt: skip
TRIES = 25


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_nonsense_is_refused_or_harmless(
    web: httpx.AsyncClient, box: Sandbox, play: Play, anna: int, method: str
) -> None:
    assert await play.group("Town", [anna], forum=True) == GROUP
    await play.post("promote", person="bot", chat=GROUP)
    sent = await web.post(f"/bot{box.token}/sendMessage", json={"chat_id": GROUP, "text": "card"})
    assert sent.json()["result"]["message_id"] == VALID["message_id"]
    dice = random.Random(method)
    for _ in range(TRIES):
        odd = set(dice.sample(sorted(VALID), dice.choice((1, 2, 10))))
        params = {name: dice.choice(NONSENSE) if name in odd else value for name, value in VALID.items()}
        body = json.dumps(params).encode()
        answer = await web.post(f"/bot{box.token}/{method}", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in (200, 400, 401, 403, 404, 409), (params, answer.text)
    assert (await web.get("/play/chats")).status_code == 200
