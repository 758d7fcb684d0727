"""A bot on python-telegram-bot that keeps nothing: stock, or on our own request class. `python -m bench.ptb …`."""

import argparse
import asyncio
from importlib import import_module
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from bench import replies
from bench.world import TOKEN, Order

CANCEL = InlineKeyboardMarkup([[InlineKeyboardButton("Cancel order", callback_data="v1|cancel|1|0|", style="danger")]])
ACTS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("I have arrived", callback_data="v1|arrive|1|0|", style="success")],
        [
            InlineKeyboardButton("Finished", callback_data="v1|finish|1|0|"),
            InlineKeyboardButton("Hand back", callback_data="v1|back_out|1|0|"),
        ],
    ]
)
HOW: dict[str, Any] = {"parse_mode": ParseMode.HTML, "link_preview_options": LinkPreviewOptions(is_disabled=True)}


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The four calls of a claim, one after the other as everybody writes them."""
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    order = Order(int(query.data.split("|")[2]))
    await query.answer(replies.TOAST)
    await query.edit_message_text(replies.CARD, **HOW)
    await context.bot.send_message(order.resident, replies.COMING, reply_markup=CANCEL, **HOW)
    await context.bot.send_message(order.volunteer, replies.MINE, reply_markup=ACTS, protect_content=True, **HOW)


def main() -> None:
    """Poll until the process is ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--api", required=True)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--request", choices=("httpx", "ours"), default="httpx")
    parser.add_argument("--quick", action="store_true", help="uvloop and the collector as Paidan sets it")
    given = parser.parse_args()
    builder = Application.builder().token(TOKEN).base_url(f"{given.api}/bot")
    if given.at_once > 1:
        builder = builder.concurrent_updates(given.at_once)
    if given.request == "ours":
        ours = import_module("bot.aiorequest")  # the stock bot is to have nothing of ours in memory
        builder = builder.request(ours.AioRequest()).get_updates_request(ours.AioRequest(1))
    if given.quick:
        loop = import_module("bot.loop")
        asyncio.set_event_loop(loop.new_loop())
        loop.settle_down()
    application = builder.build()
    application.add_handler(CallbackQueryHandler(pressed))
    application.run_polling(bootstrap_retries=-1)


if __name__ == "__main__":
    main()
