"""Presses: read strictly, decided in one transaction, and answered once, after its commit."""

import logging

from telegram import Bot, CallbackQuery
from telegram.error import TelegramError

from handlers.arrivals import Arrival, from_press
from handlers.context import Handled, House, Incoming, Toast
from handlers.presses import Press
from rules.notices import Refused, Say
from rules.refusals import AlreadyClaimed, NotApproved, Refusal, Unknown, UnknownButton
from storage.desk import Desk, Turn

log = logging.getLogger(__name__)


async def pressed(desk: Desk, house: House, bot: Bot, update_id: int, query: CallbackQuery) -> Handled:
    """Let the press do what it does, and tell who pressed."""
    arrival = Arrival()

    async def work(turn: Turn) -> Toast | None:
        incoming = arrival.keep(await from_press(turn, query))
        press = Press.read(query.data)
        handler = house.presses.get(press.verb)
        if handler is None:
            raise UnknownButton
        arrival.by = press.verb
        return await handler(turn, incoming, house, press)

    async def refused(turn: Turn, refusal: Refusal) -> Toast:
        arrival.refusal = refusal.key
        if isinstance(refusal, NotApproved):
            await _show_the_way_in(turn, arrival.incoming, Refused(refusal.key, refusal.given))
        return _refused(house, refusal, arrival.incoming)

    toast = await desk.run(work, cause=update_id, refused=refused)
    await _answer(house, bot, query, toast, arrival.incoming)
    return Handled(arrival.by, arrival.refusal)


def _refused(house: House, refusal: Refusal, incoming: Incoming | None) -> Toast:
    """In private a refusal stays until it is read; in a group only the loud ones do."""
    link = house.link(refusal.link) if isinstance(refusal, NotApproved) else None
    given = {**refusal.given, "link": link} if link else refusal.given
    quiet = isinstance(refusal, Unknown | AlreadyClaimed)
    in_private = incoming is not None and incoming.private
    return Toast(refusal.key, given, loud=refusal.loud or (in_private and not quiet), url=link)


async def _show_the_way_in(turn: Turn, incoming: Incoming | None, refused: Refused) -> None:
    """A toast cannot be pressed, so whoever has a private chat with us finds the button to join there."""
    if incoming is not None and incoming.person.started and not incoming.private:
        await turn.say(Say(incoming.person.id, refused))


async def _answer(house: House, bot: Bot, query: CallbackQuery, toast: Toast | None, incoming: Incoming | None) -> None:
    text = None
    if toast is not None:
        language = house.language_of(incoming.person) if incoming else "en"
        text = house.words.toast(toast.key, toast.given, language)
    try:
        await bot.answer_callback_query(
            query.id, text=text, show_alert=bool(toast and toast.loud), url=toast.url if toast else None
        )
    except TelegramError as error:  # too old, or the network: what matters is in a message as well
        log.info("press not answered: %s", type(error).__name__)
