"""The people's side: what clients show, what people cannot do, and what the sandbox refuses with a sentence."""

from __future__ import annotations

import base64
import re

import httpx
import pytest
import telegram

from sandbox import limits, samples
from tests.play import CannotPlay, Play
from tests.sandbox.conftest import Ask, buttons


async def test_ids_follow_the_order_in_which_people_and_groups_came(play: Play) -> None:
    assert [await play.person(name) for name in ("Anna", "Boris", "李雷")] == [1001, 1002, 1003]
    assert await play.group("Green", [1001]) == -5001
    assert await play.group("Town", [1001], forum=True) == -1002000000001
    people = (await play.get("people"))["people"]
    assert [(one["id"], one["name"], one["language_code"]) for one in people][2] == (1003, "李雷", "en")


async def test_nobody_speaks_before_they_press_start(play: Play) -> None:
    anna = await play.person("Anna")
    with pytest.raises(CannotPlay, match="Anna has not pressed Start yet") as refused:
        await play.say(anna, "hello")
    assert refused.value.status == 409
    await play.say(anna, "/start")
    await play.say(anna, "hello")


async def test_a_long_text_is_sent_in_pieces_as_clients_do(bot: telegram.Bot, play: Play, anna: int) -> None:
    await play.say(anna, "x" * 5000)
    await play.say(anna, "🦀" * 2100)
    pieces = [len(u.message.text or "") for u in await bot.get_updates(offset=-4) if u.message]
    assert pieces == [4096, 904, 2048, 52]


async def test_what_people_type_arrives_as_typed(bot: telegram.Bot, play: Play, anna: int) -> None:
    for text in ("<b>not bold</b> & _plain_", "🦀", "line one\nline two", "a\x00b\tc"):
        await play.say(anna, f"  {text} ")
    typed = [u.message.text for u in await bot.get_updates(offset=-4) if u.message]
    assert typed == ["<b>not bold</b> & _plain_", "🦀", "line one\nline two", "a b c"]
    assert (await play.chat(anna))[1].html == "&lt;b&gt;not bold&lt;/b&gt; &amp; _plain_"


async def test_a_message_can_be_changed_and_deleted_by_its_writer(
    ask: Ask, bot: telegram.Bot, play: Play, anna: int
) -> None:
    said = await play.say(anna, "tomorow")
    await play.post("edit", person=anna, message=said, text="tomorrow")
    (update,) = await bot.get_updates(offset=-1)
    assert update.edited_message is not None
    assert update.edited_message.text == "tomorrow"
    card = (await ask("sendMessage", chat_id=anna, text="card"))["result"]["message_id"]
    await play.post("delete", person=anna, message=card)
    answer = await ask("editMessageText", chat_id=anna, message_id=card, text="x")
    assert answer["description"] == "Bad Request: message to edit not found"


async def test_a_contact_may_be_somebody_elses_or_nobodys(bot: telegram.Bot, play: Play, anna: int) -> None:
    boris = await play.person("Boris")
    await play.contact(anna, user_id=boris)
    await play.post("contact", person=anna, phone_number="+49 30 1234", first_name="Oma", user_id=0)
    contacts = [u.message.contact for u in await bot.get_updates(offset=-2) if u.message]
    assert [(c.first_name, c.user_id) for c in contacts if c] == [("Boris", boris), ("Oma", None)]


@pytest.mark.parametrize("route", ["photo", "voice", "document"])
async def test_files_are_samples_or_ones_own_and_may_pretend_their_size(
    ask: Ask, play: Play, anna: int, route: str
) -> None:
    await play.post(route, person=anna, file_size=limits.DOWNLOAD_BYTES + 1)
    message = (await ask("getUpdates", offset=-1))["result"][0]["message"]
    found = message[route][-1] if route == "photo" else message[route]
    answer = await ask("getFile", file_id=found["file_id"])
    assert answer["description"] == "Bad Request: file is too big"


async def test_the_page_gets_files_as_they_are_and_never_as_a_page(
    web: httpx.AsyncClient, play: Play, anna: int
) -> None:
    await play.photo(anna)
    await play.voice(anna)
    await play.document(anna, data=b"<script>alert(1)</script>", file_name="x.html", mime_type="text/html")
    media = [seen.media or {} for seen in (await play.chat(anna))[1:]]
    photo, voice, page = [await web.get(f"/play/file/{one['file_id']}") for one in media]
    assert (photo.headers["content-type"], photo.content) == ("image/png", samples.picture())
    assert (voice.headers["content-type"], voice.content) == ("audio/ogg", samples.voice())
    assert page.headers["content-type"] == "application/octet-stream"
    assert page.headers["content-disposition"] == "attachment"
    assert "sandbox" in page.headers["content-security-policy"]


async def test_unread_messages_are_counted_for_each_person(ask: Ask, play: Play, anna: int) -> None:
    boris = await play.person("Boris")
    group = await play.group("Green", [anna, boris])
    for text in ("one", "two"):
        await ask("sendMessage", chat_id=group, text=text)

    async def unread(person: int) -> int:
        found = (await play.get("chats", as_=person))["chats"]
        return int(next(one["unread"] for one in found if one["id"] == group))

    assert (await unread(anna), await unread(boris)) == (2, 3)
    await play.post("read", person=anna, chat=group)
    await play.say(boris, "hi", group)
    assert (await unread(anna), await unread(boris)) == (1, 0)
    assert (await play.get("chats", as_=anna))["chats"][1]["last"]["text"] == "hi"


async def test_a_chat_reads_as_text(ask: Ask, play: Play, anna: int) -> None:
    await ask("sendMessage", chat_id=anna, text="two\nlines", reply_markup=buttons("Yes", "No"))
    await play.photo(anna, caption="look")
    lines = (await play.text(anna)).splitlines()
    assert lines[0] == "Anna (private, 1001)"
    assert [re.sub(r"^\[[\d :-]+\] ", "", line) for line in lines[2:]] == [
        "#1 Anna: /start",
        "#2 Paidan: two",
        "    lines",
        "    [Yes] [No]",
        "#3 Anna: [photo] look",
    ]


async def test_changes_tell_which_chats_to_look_at(ask: Ask, play: Play, anna: int) -> None:
    before = (await play.get("changes"))["next"]
    await play.say(anna, "hello")
    changed = await play.get("changes", since=before)
    assert (changed["changed"], changed["calls"]) == ([anna], False)
    await ask("getMe")
    again = await play.get("changes", since=changed["next"])
    assert (again["changed"], again["calls"]) == ([], True)
    await play.reset()
    assert (await play.get("changes", since=again["next"], wait=5))["next"] < again["next"]


async def test_calls_are_listed_refused_ones_too(ask: Ask, play: Play, anna: int) -> None:
    await ask("sendMessage", chat_id=anna, text="x")
    await ask("sendMessage", chat_id=anna)
    good, bad = await play.calls()
    assert (good["method"], good["params"]["text"], good["result"]["text"]) == ("sendMessage", "x", "x")
    assert (bad["ok"], bad["status"], bad["description"]) == (False, 400, "Bad Request: message text is empty")
    assert await play.calls(since=good["seq"]) == [bad]
    assert await play.calls(method="getme") == []


async def test_the_tour_is_shown_as_it_was_set(play: Play) -> None:
    assert (await play.get("tour"))["steps"] == []
    steps = [{"title": "Ask for help", "text": "…", "person": 1001}]
    await play.post("tour", steps=steps)
    await play.reset()
    assert (await play.get("tour"))["steps"] == steps


@pytest.mark.parametrize(
    ("route", "body", "status", "words"),
    [
        ("people", {}, 400, "name: Field required"),
        ("people", {"name": "x", "colour": "red"}, 400, "colour: Extra inputs are not permitted"),
        ("say", {"person": 42, "text": "x"}, 404, "There is no person 42 here."),
        ("say", {"person": 1001, "text": "x", "chat": -7}, 404, "There is no chat -7 here."),
        ("say", {"person": 1001, "text": " "}, 400, "A message needs some text."),
        ("say", {"person": 1001, "text": "x", "reply_to": 9}, 404, "There is no message 9 to reply to."),
        ("press", {"person": 1001}, 400, "Say which label to press."),
        ("photo", {"person": 1001, "data": "%%"}, 400, "The file is not valid base64."),
        ("photo", {"person": 1001, "data": "aGk="}, 400, "Telegram would not take this picture"),
        ("start", {"person": 1001, "payload": "a b"}, 400, "payload"),
        ("groups", {"title": "x", "members": [42]}, 404, "There is no person 42 here."),
        ("topics", {"person": 1001, "chat": 1001, "name": "x"}, 400, "That is a private chat"),
        ("migrate", {"chat": 1001}, 400, "That is a private chat"),
        ("unblock", {"person": 42}, 404, "There is no person 42 here."),
    ],
)
async def test_what_cannot_be_played_is_said_in_a_sentence(
    play: Play, anna: int, route: str, body: dict[str, object], status: int, words: str
) -> None:
    with pytest.raises(CannotPlay) as refused:
        await play.post(route, **body)
    assert refused.value.status == status
    assert refused.value.sentence.startswith(words)
    assert len(await play.chat(anna)) == 1


async def test_a_page_from_elsewhere_cannot_play(web: httpx.AsyncClient) -> None:
    answer = await web.post("/play/people", json={"name": "x"}, headers={"Origin": "https://example.org"})
    assert (answer.status_code, answer.json()["error"]) == (403, "Only the sandbox's own page may do that.")
    own = await web.post("/play/people", json={"name": "x"}, headers={"Origin": str(web.base_url).rstrip("/")})
    assert own.status_code == 200


async def test_the_page_and_its_parts_are_served_fresh(web: httpx.AsyncClient) -> None:
    page = await web.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-store"
    for path, kind in (
        ("page/page.js", "text/javascript; charset=utf-8"),
        ("page/css/tokens.css", "text/css; charset=utf-8"),
        ("page/mark.svg", "image/svg+xml"),
        ("page/words/zh.js", "text/javascript; charset=utf-8"),
    ):
        part = await web.get(f"/{path}")
        assert (part.status_code, part.headers["content-type"]) == (200, kind)
        assert f'"{path}"' in page.text or "words" in path
    for path in ("/page/../server.py", "/page/%2e%2e/server.py", "/page/", "/page/nothing.js", "/nothing"):
        assert (await web.get(path)).status_code == 404


async def test_a_photo_of_ones_own_keeps_its_size(bot: telegram.Bot, play: Play, anna: int) -> None:
    gif = base64.b64decode("R0lGODlhAgADAIAAAAAAAP///yH5BAAAAAAALAAAAAACAAMAAAICRF4AOw==")
    await play.photo(anna, data=gif)
    (update,) = await bot.get_updates(offset=-1)
    assert update.message is not None
    assert (update.message.photo[-1].width, update.message.photo[-1].height) == (2, 3)
