"""What the people's side can be asked, field by field."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sandbox import limits

Name = str


class Asked(BaseModel):
    """A request body; unknown fields are refused, so that a typing mistake is not a silent one."""

    model_config = ConfigDict(extra="forbid")


class NewPerson(Asked):
    """Somebody joins the sandbox."""

    name: str = Field(min_length=1, max_length=limits.NAME)
    last_name: str = Field(default="", max_length=limits.NAME)
    username: str = Field(default="", pattern=r"^([A-Za-z]\w{2,31})?$")
    language_code: str = Field(default="", pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")
    phone_number: str = Field(default="", max_length=32)


class NewGroup(Asked):
    """A group with its members; forums and `supergroup` are supergroups, all others basic groups."""

    title: str = Field(min_length=1, max_length=128)
    members: list[int] = Field(default_factory=list, max_length=limits.MEMBERS)
    forum: bool = False
    supergroup: bool = False
    bot: bool = True
    owner: int | None = None


class Act(Asked):
    """A person does something in a chat: their private chat with the bot when none is named."""

    person: int
    chat: int | None = None


class Speak(Act):
    """A person sends something, perhaps in a topic, perhaps as a reply."""

    thread: int | None = None
    reply_to: int | None = None


class Say(Speak):
    """A text message; what is longer than 4096 is sent in pieces, as clients do."""

    text: str = Field(max_length=50_000)


class Edit(Act):
    """A person changes the text of a message of theirs."""

    message: int
    text: str = Field(max_length=limits.TEXT)


class Delete(Act):
    """A person deletes a message for everybody. Telegram does not tell bots."""

    message: int


class Press(Speak):
    """A person presses a button by its label, or forges a press with any data."""

    label: str | None = None
    message: int | None = None
    data: str | None = None
    """Press with this callback data, whether or not such a button is there; needs `message`."""
    stale: bool = False
    """Press a button the message had before it was edited, as on a screen that is out of date."""
    inaccessible: bool = False
    """The bot gets only the ids of the message, as when it is very old."""
    wait: float = Field(default=limits.ANSWER_WAIT_SECONDS, ge=0, le=60)


class Contact(Speak):
    """A phone number: the person's own unless `user_id` names another, or null."""

    phone_number: str | None = Field(default=None, max_length=64)
    first_name: str | None = Field(default=None, max_length=limits.NAME)
    last_name: str = Field(default="", max_length=limits.NAME)
    user_id: int | None = None


class Location(Speak):
    """A place on the map."""

    latitude: float = Field(default=30.2741, ge=-90, le=90)
    longitude: float = Field(default=120.1551, ge=-180, le=180)


class Attachment(Speak):
    """A file in base64, the built-in sample without one; its size can be pretended."""

    data: str | None = Field(default=None, max_length=limits.PLAY_BODY_BYTES)
    caption: str = Field(default="", max_length=limits.CAPTION)
    file_size: int | None = Field(default=None, ge=0, le=4 * 1024**3)
    mime_type: str = Field(default="", max_length=100)
    file_name: str = Field(default="", max_length=255)
    duration: int | None = Field(default=None, ge=0, le=86_400)


class Start(Asked):
    """A person opens the bot's link: with `group`, the link that adds it to a group."""

    person: int
    payload: str = Field(default="", pattern=rf"^[A-Za-z0-9_-]{{0,{limits.DEEP_LINK}}}$")
    group: int | None = None
    admin: bool = False
    """The add-to-group link asked for administrator's rights, and the person agreed."""


class InGroup(Asked):
    """A person acts on a group."""

    person: int
    chat: int


class Join(InGroup):
    """A person comes into a group, added by another if `by` is given."""

    by: int | None = None


class Leave(InGroup):
    """A person leaves a group, or is removed from it by another."""

    by: int | None = None


class Promote(Asked):
    """Somebody, or "bot", becomes administrator, member again, or restricted: in the group, but not to write."""

    person: int | Literal["bot"]
    chat: int
    status: Literal["administrator", "member", "restricted"] = "administrator"
    rights: list[str] | None = None
    by: int | None = None


class OfPerson(Asked):
    """A person acts on their private chat with the bot."""

    person: int


class NewTopic(Asked):
    """A person opens a topic in a forum."""

    person: int
    chat: int
    name: str = Field(min_length=1, max_length=128)


class ChangeTopic(Asked):
    """A person closes, opens again, renames or deletes a topic."""

    person: int
    chat: int
    thread: int
    action: Literal["close", "reopen", "delete", "rename"]
    name: str = Field(default="", max_length=128)


class Migrate(Asked):
    """A basic group becomes a supergroup."""

    chat: int
    person: int | None = None


class Rename(Asked):
    """A person gives a group another title."""

    person: int
    chat: int
    title: str = Field(min_length=1, max_length=128)


class Ahead(Asked):
    """Put the sandbox's clock forward."""

    advance_seconds: float = Field(ge=0, le=10 * 366 * 86_400)


class Limits(Asked):
    """Switch Telegram's limits on sending on or off."""

    on: bool


class TourSteps(Asked):
    """The guided tour beside the chats."""

    steps: list[dict[str, Any]] = Field(max_length=limits.TOUR_STEPS)


class Nothing(Asked):
    """No fields at all."""
