"""A bot on aiogram that keeps nothing: `python -m bench.aio --api …`."""

import argparse
import asyncio

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench import replies
from bench.world import TOKEN, Order

CANCEL = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Cancel order", callback_data="v1|cancel|1|0|", style="danger")]]
)
ACTS = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="I have arrived", callback_data="v1|arrive|1|0|", style="success")],
        [
            InlineKeyboardButton(text="Finished", callback_data="v1|finish|1|0|"),
            InlineKeyboardButton(text="Hand back", callback_data="v1|back_out|1|0|"),
        ],
    ]
)


async def pressed(query: CallbackQuery, bot: Bot) -> None:
    """The four calls of a claim, one after the other as everybody writes them."""
    assert query.data is not None
    order = Order(int(query.data.split("|")[2]))
    await query.answer(replies.TOAST)
    if isinstance(query.message, Message):
        await query.message.edit_text(replies.CARD)
    await bot.send_message(order.resident, replies.COMING, reply_markup=CANCEL)
    await bot.send_message(order.volunteer, replies.MINE, reply_markup=ACTS, protect_content=True)


async def main() -> None:
    """Poll until the process is ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--api", required=True)
    given = parser.parse_args()
    session = AiohttpSession(api=TelegramAPIServer.from_base(given.api))
    usual = DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True)
    dispatcher = Dispatcher()
    dispatcher.callback_query.register(pressed)
    await dispatcher.start_polling(Bot(TOKEN, session=session, default=usual))


if __name__ == "__main__":
    asyncio.run(main())
