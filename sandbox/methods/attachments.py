"""Send what is not text: photos, documents, voice, albums, places, contacts; and change the file of a message."""

from __future__ import annotations

from typing import Any

from sandbox import limits
from sandbox.files import File, Full
from sandbox.media import Media
from sandbox.methods import content, reach
from sandbox.methods.editing import apply, editable
from sandbox.methods.sending import say
from sandbox.params import Params, Upload
from sandbox.refusals import Refused, bad_request
from sandbox.speech import post
from sandbox.world import World

Json = dict[str, Any]

PLAYED = ("photo", "document", "voice")


def _store(world: World, kind: str, upload: Upload, call: Params) -> File:
    if len(upload.data) > limits.UPLOAD_BYTES:
        raise Refused(413, "Request Entity Too Large")
    if not upload.data:
        raise bad_request("file must be non-empty")
    try:
        return world.files.add(
            kind,
            upload.data,
            name=upload.name or ("file" if kind == "document" else ""),
            mime_type=upload.mime_type if kind == "document" else "",
            duration=max(call.integer("duration") or 0, 0),
        )
    except Full:
        raise Refused(500, "Internal Server Error: the sandbox has no room for more files") from None


def file_of(world: World, call: Params, kind: str, name: str) -> Media:
    """The file of a call: uploaded with it, or known by its id.

    Raises Refused when there is none, it is of another kind, or it would have to be fetched from somewhere.
    """
    given = call.text(name)
    upload = call.uploads.get(given.removeprefix("attach://") if given.startswith("attach://") else name)
    if upload is not None:
        return _store(world, kind, upload, call).media()
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    known = world.files.find(given)
    if known is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if known.kind != kind:
        raise bad_request(f"can't use file of type {known.kind.title()} as {kind.title()}")
    return known.media()


def _send_file(world: World, call: Params, kind: str) -> Json:
    # The chat comes first, so that a refused call leaves no file behind.
    reach.chat_of(world, call, "write")

    def read() -> tuple[str, list[Json], Media | None]:
        return (*content.caption_of(world, call), file_of(world, call, kind, kind))

    return say(world, call, read).shape()


def send_photo(world: World, call: Params) -> Json:
    """A picture with a caption."""
    return _send_file(world, call, "photo")


def send_document(world: World, call: Params) -> Json:
    """A file with a caption."""
    return _send_file(world, call, "document")


def send_voice(world: World, call: Params) -> Json:
    """A voice message with a caption."""
    return _send_file(world, call, "voice")


def _place(call: Params) -> Json:
    place = {}
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = call.number(name)
        if value is None:
            raise bad_request(f"{name} is empty")
        if not -most <= value <= most:
            raise bad_request("wrong location specified")
        place[name] = value
    return place


def send_location(world: World, call: Params) -> Json:
    """A place on the map."""
    return say(world, call, lambda: ("", [], Media("location", _place(call)))).shape()


def send_venue(world: World, call: Params) -> Json:
    """A place on the map with a name and an address."""

    def read() -> tuple[str, list[Json], Media | None]:
        venue = {"location": _place(call), "title": call.text("title"), "address": call.text("address")}
        if not venue["title"] or not venue["address"]:
            raise bad_request("title and address of the venue must be non-empty")
        return "", [], Media("venue", venue)

    return say(world, call, read).shape()


def send_contact(world: World, call: Params) -> Json:
    """A phone number with a name."""

    def read() -> tuple[str, list[Json], Media | None]:
        contact = {name: call.text(name) for name in ("phone_number", "first_name", "last_name", "vcard")}
        if not contact["phone_number"]:
            raise bad_request("phone number is empty")
        if not contact["first_name"]:
            raise bad_request("first name is empty")
        return "", [], Media("contact", {name: value for name, value in contact.items() if value})

    return say(world, call, read).shape()


def _described(world: World, call: Params, one: Any) -> tuple[str, str, list[Json], Params]:
    """The kind, caption and file of an InputMedia object."""
    if not isinstance(one, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = one.get("type")
    if kind not in PLAYED:
        raise bad_request(f"can't parse InputMedia: type {kind!r} is none the sandbox plays")
    part = Params(one, call.uploads)
    given = part.json("caption_entities", "entities")
    text, entities = content.checked_caption(world, part.text("caption"), part.text("parse_mode"), given)
    return kind, text, entities, part


def send_media_group(world: World, call: Params) -> list[Json]:
    """An album of two to ten photos, or documents."""
    given = call.json("media", "media")
    if not isinstance(given, list):
        raise bad_request("expected an Array of InputMedia")
    if not limits.ALBUM_FEWEST <= len(given) <= limits.ALBUM_MOST:
        raise bad_request("there must be 2-10 items in the album" if given else "too few media in the album")
    chat = reach.chat_of(world, call, "write")
    thread, reply_to = reach.thread_of(chat, call), reach.reply_of(chat, call)
    parts = [_described(world, call, one) for one in given]
    if len({kind for kind, *_ in parts}) > 1 or parts[0][0] == "voice":
        raise bad_request("can't use the media of the specified type in the album")
    world.rates.count(chat.id, world.now())
    media = [file_of(world, part, kind, "media") for kind, _, _, part in parts]
    album = {"media_group_id": str(10**16 + world.next_album())}
    sent = [
        post(
            world,
            chat,
            world.bot,
            text=text,
            entities=entities,
            media=one,
            thread=thread,
            reply_to=reply_to,
            extra=dict(album),
        )
        for (_, text, entities, _), one in zip(parts, media, strict=True)
    ]
    return [message.shape() for message in sent]


def edit_message_media(world: World, call: Params) -> Json:
    """Another file and caption in a message."""
    chat, message = editable(world, call)
    kind, text, entities, part = _described(world, call, call.json("media", "input media"))
    inline = content.markup_of(chat, call).inline
    if message.media is not None and not message.media.captioned:
        raise bad_request("message can't be edited")
    media = file_of(world, part, kind, "media")
    return apply(world, chat, message, inline, (text, entities), media)


def get_file(world: World, call: Params) -> Json:
    """Where a file can be fetched."""
    if not call.has("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.find(call.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > limits.DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file.reference()


METHODS = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVoice": send_voice,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendContact": send_contact,
    "sendMediaGroup": send_media_group,
    "editMessageMedia": edit_message_media,
    "getFile": get_file,
}
