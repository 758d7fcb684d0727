"""Every update comes in here and goes to the one handler it is for, in one transaction that also marks it as done."""

import re
from collections.abc import Mapping
from typing import Any

from telegram import Bot, CallbackQuery, Chat, InaccessibleMessage, Message, Update, User

from handlers import (
    after_claim,
    again,
    apart,
    binding,
    buttons,
    calls,
    choices,
    claim_limit,
    claims,
    confirm,
    coordinating,
    coordinator,
    decisions,
    dialogs,
    duty,
    fair_share,
    family,
    hearing,
    hotline,
    hotline_list,
    join,
    ladders,
    mine,
    neighbours,
    offers,
    own_groups,
    passbook,
    reminders,
    reminding,
    request,
    reviewing,
    rota,
    routes,
    service_list,
    setup,
    simple,
    standing_orders,
    start,
    strays,
    swaps,
    teams,
    volunteers,
    wish_keeping,
    wishes,
)
from handlers.arrivals import Arrival, from_message
from handlers.context import Handled, House, Incoming, Words
from rules.notices import Refused, Say, Screen
from rules.refusals import Refusal
from storage import drafts
from storage.desk import Desk, Turn

_COMMAND = re.compile(r"/([A-Za-z_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
_ROOMS = (
    start, dialogs, request, claims, confirm, mine, passbook, setup, claim_limit, service_list, teams, neighbours,
    routes, binding, join, coordinator, volunteers, choices, hotline, hotline_list, reviewing, own_groups, ladders,
    decisions, coordinating, offers, apart, again, standing_orders, simple, reminders, reminding, duty, rota, swaps,
    hearing, wishes, wish_keeping, calls, family, fair_share, after_claim,
)  # fmt: skip


def house_of(words: Words, bot_username: str) -> House:
    """The house with every module's presses, commands, links, endings and choices; no name may come twice."""
    return House(
        words, bot_username, presses=_merged("PRESSES"), commands=_merged("COMMANDS"),
        group_commands=_merged("GROUP_COMMANDS"), links=_merged("LINKS"), endings=_merged("ENDINGS"),
        choices=_merged("CHOICES"),
    )  # fmt: skip


ABOUT_OTHERS = frozenset({  # what a coordinator writes in these is about somebody else, or a name on a list
    hotline_list.WORDS, "hotline", "service", "team", "roles", "route", "vet", "note", "ask_back", "decline_order",
    "take_back", "close_order", "settle", "decline", "find_helper", "remind", "remind_words", "duty_note",
    "new_wish", "wish_again", "wish_free", "wish_end", "pass_thanks", "wish_limit", "call", "change_for", "relative",
})


class Dispatch:
    """Takes updates as they stand in the inbox."""

    def __init__(self, desk: Desk, house: House, bot: Bot) -> None:
        self.desk = desk
        self.house = house
        self.bot = bot

    async def handle(self, update_id: int, body: Mapping[str, Any]) -> Handled:
        """Do what an update asks for; with unknown kinds there is nothing to do."""
        press = body.get("callback_query")
        if press is not None:
            return await buttons.pressed(self.desk, self.house, self.bot, update_id, _press(press))
        update = Update.de_json(dict(body), self.bot)
        if update.message is not None and update.message.from_user is not None:
            return await self._message(update_id, update.message)
        if update.my_chat_member is not None:
            change = update.my_chat_member
            await self.desk.run(lambda turn: strays.membership_changed(turn, change), cause=update_id)
            return Handled("membership_changed")
        return Handled("nobody", marked=False)

    async def _message(self, update_id: int, message: Message) -> Handled:
        arrival = Arrival()

        async def work(turn: Turn) -> None:
            if message.from_user is None or await strays.service_message(turn, message):
                arrival.by = "service_message"
                return
            incoming = arrival.keep(await from_message(turn, message, message.from_user))
            await (self._private if incoming.private else self._group)(turn, incoming, arrival)
            await self._listen(turn, arrival)

        async def refused(turn: Turn, refusal: Refusal) -> None:
            arrival.refusal = refusal.key
            await strays.refuse(turn, arrival.incoming, Refused(refusal.key, refusal.given))
            await self._listen(turn, arrival)

        await self.desk.run(work, cause=update_id, refused=refused)
        return Handled(arrival.by, arrival.refusal)

    async def _listen(self, turn: Turn, arrival: Arrival) -> None:
        """Whatever is written in private may be a cry for help, save the list of words that sound like one."""
        incoming = arrival.incoming
        if incoming is not None and incoming.private and arrival.by not in ABOUT_OTHERS:
            await hotline.listen(turn, incoming)

    async def _private(self, turn: Turn, incoming: Incoming, arrival: Arrival) -> None:
        command = _COMMAND.fullmatch(incoming.message.text or "") if incoming.message else None
        if command is not None:
            name = command.group(1).lower()
            handler = self.house.commands.get(name)
            if handler is not None:
                arrival.by = f"/{name}"
                await handler(turn, incoming, self.house, (command.group(3) or "").strip())
                return
        kept = await drafts.newest(turn.connection, incoming.person.id)
        if kept is not None and command is None:
            arrival.by = kept.draft.dialog
            await dialogs.typed(turn, incoming, self.house, kept)
        elif "ask_for_help" in self.house.words.keys_for(incoming.text.strip()):
            arrival.by = "ask_for_help"
            await request.order(turn, incoming, self.house)
        elif await decisions.by_code(turn, incoming, incoming.text):
            arrival.by = "/dispatch"
        else:
            arrival.by = "not_understood"
            doors = ((start.ASK_FOR_HELP,), (start.MINE,))
            await turn.say(Say(incoming.person.id, Screen("not_understood", {}, doors)))

    async def _group(self, turn: Turn, incoming: Incoming, arrival: Arrival) -> None:
        """In groups only commands count, and only those that are ours to answer."""
        command = _COMMAND.fullmatch(incoming.message.text or "") if incoming.message else None
        if command is None:
            return
        name, addressed, rest = command.group(1).lower(), command.group(2), (command.group(3) or "").strip()
        if addressed and addressed.lower() != self.house.bot_username.lower():
            return
        if name == "start":
            prefix, _, token = rest.partition("_")
            link = self.house.group_commands.get(prefix) if token else None
            if link is not None:
                arrival.by = "/start"
                await link(turn, incoming, self.house, token)
            return
        handler = self.house.group_commands.get(name)
        if handler is not None:
            arrival.by = f"/{name}"
            await handler(turn, incoming, self.house, rest)
        elif addressed and name in self.house.commands:
            arrival.by = "only_private"
            await strays.only_private(turn, incoming, self.house)


def _press(press: Mapping[str, Any]) -> CallbackQuery:
    """A press, of whose message only number and place are read: all of it would take longer than the answer."""
    who, under = press["from"], press.get("message")
    message = None
    if under is not None:
        chat = Chat(under["chat"]["id"], under["chat"]["type"])
        message = InaccessibleMessage(chat, under["message_id"])
    user = User(
        who["id"], who["first_name"], who.get("is_bot", False), who.get("last_name"),
        language_code=who.get("language_code"),
    )  # fmt: skip
    return CallbackQuery(press["id"], user, press.get("chat_instance", ""), message, press.get("data"))


def _merged(name: str) -> dict[Any, Any]:
    merged: dict[Any, Any] = {}
    for room in _ROOMS:
        for key, value in getattr(room, name, {}).items():
            if key in merged:
                raise AssertionError(f"{name} has {key} twice")
            merged[key] = value
    return merged
