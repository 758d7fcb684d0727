"""What is said about acting for a relative: to whoever is asked, and to whoever asks."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Page
from bot.keyboards import GREEN, PLAIN
from bot.words import Words
from handlers.presses import Press
from rules.family import ProxyState
from rules.notices import ProxyAnswer, ProxyAsked, ProxyOver, ours
from storage import people, proxies

KEYS = frozenset({ProxyAsked.key(), ProxyAnswer.key(), ProxyOver.key()})


async def page(
    connection: AsyncConnection, key: str, fields: Mapping[str, Any], person_id: int | None, words: Words,
    language: str, zone: str,
) -> Page | None:  # fmt: skip
    """The message; None where it is not, or no longer, for this reader."""
    row = await proxies.by_id(connection, fields["proxy_id"])
    if row is None or person_id is None:
        return None
    leads = False
    if person_id not in (row["person_id"], row["relative_id"]):
        member = await people.member(connection, row["community_id"], person_id)
        leads = bool(row["caller"] and member.leads)
        if not leads:
            return None
    text = words.text(key, language, proxy=row, own=person_id == row["person_id"], zone=zone, by=fields.get("by", ""))
    return Page(text, _rows(key, row["state"], row["id"]))


def _rows(key: str, state: str, number: int) -> tuple[tuple[tuple[Mapping[str, object], str, str], ...], ...]:
    if key == ProxyAsked.key() and state == ProxyState.ASKED.value:
        yes = (ours("family_agree"), Press("fam_yes", number).data(), GREEN)
        return ((yes, (ours("family_refuse"), Press("fam_no", number).data(), PLAIN)),)
    if key == ProxyAsked.key() and state == ProxyState.ACTIVE.value:
        return (((ours("family_end"), Press("fam_end", number).data(), PLAIN),),)
    if key == ProxyAnswer.key() and state == ProxyState.ACTIVE.value:
        return (((ours("ask_for_help"), Press("order").data(), GREEN),),)
    return ()
