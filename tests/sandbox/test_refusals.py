"""What Telegram would refuse is refused in its words, and changes nothing."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from sandbox import limits
from sandbox.server import Sandbox
from tests.play import Play
from tests.sandbox.conftest import Ask, buttons

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def inline(**button: Any) -> str:
    return json.dumps({"inline_keyboard": [[button]]})


BAD = [
    ("sendMessage", {"chat_id": 1001}, "message text is empty"),
    ("sendMessage", {"chat_id": 1001, "text": "  \n "}, "text must be non-empty"),
    ("sendMessage", {"chat_id": 1001, "text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ("sendMessage", {"chat_id": 1001, "text": "x" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": 1001, "text": "🦀" * 2049}, "message is too long"),
    ("sendMessage", {"chat_id": 1001, "text": "x" * 33000}, "text is too long"),
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 42, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "chat not found"),
    (
        "sendMessage",
        {"chat_id": 1001, "text": "<b>x", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    ("sendMessage", {"chat_id": 1001, "text": "x", "parse_mode": "XML"}, "unsupported parse_mode"),
    (
        "sendMessage",
        {"chat_id": 1001, "text": "x", "reply_parameters": '{"message_id": 99}'},
        "message to be replied not found",
    ),
    ("sendMessage", {"chat_id": 1001, "text": "x", "message_thread_id": 5}, "message thread not found"),
    (
        "sendMessage",
        {"chat_id": 1001, "text": "x", "reply_markup": "{"},
        "can't parse reply keyboard markup JSON object",
    ),
    ("sendMessage", {"chat_id": 1001, "text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
    (
        "sendMessage",
        {"chat_id": 1001, "text": "x", "reply_markup": inline(text="a", callback_data="线" * 22)},
        "BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"chat_id": 1001, "text": "x", "reply_markup": inline(text="a")},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {"chat_id": 1001, "text": "x", "reply_markup": inline(callback_data="a")},
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        "sendMessage",
        {"chat_id": 1001, "text": "x", "reply_markup": inline(text="a", url="http://localhost:1")},
        "inline keyboard button URL 'http://localhost:1' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        {"chat_id": 1001, "text": "x", "reply_markup": inline(text="a", callback_data="b", style="pink")},
        "can't parse inline keyboard button: invalid button style specified",
    ),
    (
        "sendMessage",
        {"chat_id": 1001, "text": "x", "reply_markup": inline(text="a", copy_text={"text": "c" * 257})},
        "BUTTON_COPY_TEXT_INVALID",
    ),
    (
        "sendMessage",
        {"chat_id": 1001, "text": "x", "reply_markup": buttons(*map(str, range(9)))},
        "reply markup is too long",
    ),
    (
        "sendMessage",
        {"chat_id": -5001, "text": "x", "reply_markup": '{"keyboard": [[{"text": "a", "request_contact": true}]]}'},
        "phone number can be requested in private chats only",
    ),
    (
        "editMessageText",
        {"chat_id": 1001, "message_id": 3, "text": "card", "reply_markup": buttons("Go")},
        NOT_MODIFIED,
    ),
    ("editMessageText", {"chat_id": 1001, "message_id": 99, "text": "x"}, "message to edit not found"),
    ("editMessageText", {"chat_id": 1001, "text": "x"}, "message identifier is not specified"),
    ("editMessageText", {"chat_id": 1001, "message_id": 1, "text": "x"}, "message can't be edited"),
    ("editMessageText", {"chat_id": 1001, "message_id": 4, "text": "x"}, "message can't be edited"),
    ("editMessageReplyMarkup", {"chat_id": 1001, "message_id": 3, "reply_markup": buttons("Go")}, NOT_MODIFIED),
    (
        "editMessageCaption",
        {"chat_id": 1001, "message_id": 3, "caption": "x"},
        "there is no caption in the message to edit",
    ),
    ("deleteMessage", {"chat_id": 1001, "message_id": 99}, "message to delete not found"),
    ("deleteMessage", {"chat_id": -5001, "message_id": 2}, "message can't be deleted"),
    ("forwardMessage", {"chat_id": 1001, "from_chat_id": 1001, "message_id": 99}, "message to forward not found"),
    ("copyMessage", {"chat_id": 1001, "from_chat_id": 1001, "message_id": 99}, "message to copy not found"),
    ("pinChatMessage", {"chat_id": 1001, "message_id": 99}, "message to pin not found"),
    (
        "pinChatMessage",
        {"chat_id": -5001, "message_id": 5},
        "not enough rights to manage pinned messages in the chat",
    ),
    (
        "answerCallbackQuery",
        {"callback_query_id": "7"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    ("answerCallbackQuery", {"callback_query_id": "7", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("answerCallbackQuery", {"callback_query_id": "7", "url": "https://example.org"}, "URL_INVALID"),
    ("sendPhoto", {"chat_id": 1001}, "there is no photo in the request"),
    ("sendPhoto", {"chat_id": 1001, "photo": "https://example.org/x.png"}, "failed to get HTTP URL content"),
    ("sendPhoto", {"chat_id": 1001, "photo": "AgAC"}, "wrong remote file identifier specified: Wrong string length"),
    ("sendDocument", {"chat_id": 1001, "document": "x", "caption": "x" * 1025}, "message caption is too long"),
    ("sendMediaGroup", {"chat_id": 1001, "media": "[{}]"}, "there must be 2-10 items in the album"),
    ("sendLocation", {"chat_id": 1001, "latitude": 91, "longitude": 0}, "wrong location specified"),
    ("sendLocation", {"chat_id": 1001, "longitude": 0}, "latitude is empty"),
    ("sendContact", {"chat_id": 1001, "phone_number": "1"}, "first name is empty"),
    ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
    ("getChatMember", {"chat_id": -5001, "user_id": 42}, "member not found"),
    ("getChatAdministrators", {"chat_id": 1001}, "there are no administrators in the private chat"),
    ("setMyCommands", {"commands": '[{"command": "Grün", "description": "x"}]'}, "BOT_COMMAND_INVALID"),
    ("setMessageReaction", {"chat_id": 1001, "message_id": 1, "reaction": '[{"emoji": "x"}]'}, "REACTION_INVALID"),
    ("createForumTopic", {"chat_id": -5001, "name": "x"}, "the chat is not a forum"),
    ("sendChatAction", {"chat_id": 1001, "action": "sing"}, "wrong parameter action in request"),
    ("setWebhook", {"url": "http://example.org/"}, "bad webhook: the sandbox delivers to this machine only"),
    ("setWebhook", {"url": "http://127.0.0.1:1/", "secret_token": "ä"}, "secret token contains unallowed characters"),
]


@pytest.fixture
async def stage(play: Play, ask: Ask, anna: int) -> None:
    """Messages 1 to 6: Anna's start, the group's creation, a card, a keyboard, a word in the group, Anna's photo."""
    await play.group("Green", [anna])
    await ask("sendMessage", chat_id=anna, text="card", reply_markup=buttons("Go"))
    await ask("sendMessage", chat_id=anna, text="keys", reply_markup='{"keyboard": [["Yes"]]}')
    await ask("sendMessage", chat_id=-5001, text="hello")
    await play.photo(anna)


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize(("method", "params", "words"), BAD, ids=[f"{case[0]}-{case[2][:40]}" for case in BAD])
async def test_a_bad_request_is_refused_and_changes_nothing(
    ask: Ask, web: httpx.AsyncClient, method: str, params: dict[str, Any], words: str
) -> None:
    async def everything() -> list[Any]:
        paths = ("chats/1001?as=1001", "chats/-5001?as=1001", "people", "chats")
        return [(await web.get(f"/play/{path}")).json() for path in paths]

    before = await everything()
    answer = await ask(method, **params)
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}
    assert await everything() == before


async def test_whoever_never_pressed_start_is_out_of_reach(ask: Ask, play: Play) -> None:
    zoe = await play.person("Zoe")
    answer = await ask("sendMessage", chat_id=zoe, text="hello")
    assert (answer["error_code"], answer["description"]) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )


async def test_whoever_blocked_the_bot_is_out_of_reach_until_they_come_back(ask: Ask, play: Play, anna: int) -> None:
    await play.post("block", person=anna)
    answer = await ask("sendMessage", chat_id=anna, text="hello")
    assert answer["description"] == "Forbidden: bot was blocked by the user"
    await play.start(anna)
    assert (await ask("sendMessage", chat_id=anna, text="hello"))["ok"]
    await play.post("deactivate", person=anna)
    assert (await ask("sendMessage", chat_id=anna, text="x"))["description"] == "Forbidden: user is deactivated"


@pytest.mark.parametrize(("supergroup", "kind"), [(False, "group"), (True, "supergroup")])
async def test_a_group_the_bot_is_not_in_is_out_of_reach(
    ask: Ask, play: Play, anna: int, supergroup: bool, kind: str
) -> None:
    group = await play.group("Green", [anna], supergroup=supergroup)
    await play.post("remove_bot", person=anna, chat=group)
    answer = await ask("sendMessage", chat_id=group, text="x")
    assert answer["description"] == f"Forbidden: bot was kicked from the {kind} chat"
    await play.post("add_bot", person=anna, chat=group)
    assert (await ask("leaveChat", chat_id=group))["ok"]
    answer = await ask("sendMessage", chat_id=group, text="x")
    assert answer["description"] == f"Forbidden: bot is not a member of the {kind} chat"


async def test_a_restricted_bot_may_not_write(ask: Ask, play: Play, anna: int) -> None:
    group = await play.group("Green", [anna])
    await play.post("promote", person="bot", chat=group, status="restricted")
    answer = await ask("sendMessage", chat_id=group, text="x")
    assert answer["description"] == "Bad Request: not enough rights to send text messages to the chat"


async def test_a_message_is_not_deleted_after_48_hours(ask: Ask, play: Play, anna: int) -> None:
    sent = (await ask("sendMessage", chat_id=anna, text="old"))["result"]["message_id"]
    await play.post("clock", advance_seconds=48 * 3600 + 1)
    answer = await ask("deleteMessage", chat_id=anna, message_id=sent)
    assert answer["description"] == "Bad Request: message can't be deleted for everyone"


async def test_a_huge_file_cannot_be_fetched(ask: Ask, play: Play, anna: int) -> None:
    await play.document(anna, file_size=21 * 1024 * 1024)
    update = (await ask("getUpdates", offset=-1))["result"][0]
    document = update["message"]["document"]
    assert document["file_size"] == 21 * 1024 * 1024
    answer = await ask("getFile", file_id=document["file_id"])
    assert answer["description"] == "Bad Request: file is too big"


async def test_what_is_no_picture_is_not_sent_as_one(
    box: Sandbox, web: httpx.AsyncClient, play: Play, anna: int
) -> None:
    answer = await web.post(
        f"/bot{box.token}/sendPhoto", data={"chat_id": str(anna)}, files={"photo": ("x.png", b"not a picture")}
    )
    assert answer.json()["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    assert len(await play.chat(anna)) == 1


async def test_another_token_is_turned_away(web: httpx.AsyncClient, box: Sandbox) -> None:
    assert (await web.get(f"/bot{box.token}/getMe")).status_code == 200
    other = await web.get("/bot7000000002:another-token-of-the-right-shape/getMe")
    assert (other.status_code, other.json()["description"]) == (401, "Unauthorized")
    for path in ("/botnonsense/getMe", "/bot/getMe", "/bot", f"/bot{box.token}/", f"/bot{box.token}/makeTea"):
        answer = await web.get(path)
        assert (answer.status_code, answer.json()["ok"]) == (404, False)


async def test_a_body_that_cannot_be_read_is_refused(web: httpx.AsyncClient, box: Sandbox) -> None:
    path = f"/bot{box.token}/sendMessage"
    for body in (b"[1]", b"{", b"\xff"):
        answer = await web.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.json()["description"] == "Bad Request: can't parse JSON object"
    lone = b'{"chat_id": 1, "text": "\\ud83d"}'
    answer = await web.post(path, content=lone, headers={"Content-Type": "application/json"})
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_limits_on_sending_are_kept_when_asked_for(ask: Ask, play: Play, anna: int) -> None:
    group = await play.group("Green", [anna])
    await play.post("rates", on=True)
    for number in range(20):
        assert (await ask("sendMessage", chat_id=group, text=str(number)))["ok"]
    answer = await ask("sendMessage", chat_id=group, text="one too many")
    assert answer["error_code"] == 429
    assert 1 <= answer["parameters"]["retry_after"] <= 61
    await play.post("clock", advance_seconds=61)
    assert (await ask("sendMessage", chat_id=group, text="again"))["ok"]


async def test_a_body_that_is_too_large_is_refused_before_it_is_sent(box: Sandbox) -> None:
    reader, writer = await asyncio.open_connection(box.host, box.port)
    head = f"POST /bot{box.token}/sendPhoto HTTP/1.1\r\nHost: x\r\nContent-Length: {limits.BODY_BYTES + 1}\r\n\r\n"
    writer.write(head.encode())
    assert b" 413 " in await reader.readline()
    writer.close()
