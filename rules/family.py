"""Acting for a relative: who may be asked, who agrees, and how it ends; orders are not touched by it."""

from dataclasses import dataclass
from enum import StrEnum

from rules import refusals
from rules.behalf import check_relatives
from rules.people import Member, check_coordinator


class ProxyState(StrEnum):
    """Where it stands that one person acts for another."""

    ASKED = "asked"
    ACTIVE = "active"
    DECLINED = "declined"
    ENDED = "ended"


@dataclass(frozen=True)
class Proxy:
    """One person who acts, or wants to act, for another; `caller`: the relative has no Telegram."""

    person_id: int
    relative_id: int
    state: ProxyState
    caller: bool = False


def ask(person_id: int, relative_id: int, others: tuple[Proxy, ...]) -> None:
    """Refuse whoever wants to act for themselves, twice for the same person, or for too many; `others` are theirs."""
    if person_id == relative_id:
        raise refusals.LinkNotYours
    living = [each for each in others if each.state is ProxyState.ACTIVE]
    if any(each.relative_id == relative_id for each in living):
        raise refusals.ActsAlready
    check_relatives(len(living))


def answer(proxy: Proxy, actor: Member, others: tuple[Proxy, ...], *, yes: bool) -> ProxyState:
    """The relative agrees or does not; for one without Telegram a coordinator does, who is not the one who asked."""
    if proxy.caller:
        check_coordinator(actor)
        if actor.person_id == proxy.person_id:
            raise refusals.OwnRequest
    elif actor.person_id != proxy.relative_id:
        raise refusals.NotAsked
    if proxy.state is not ProxyState.ASKED:
        raise refusals.ProxyAnswered
    if yes:
        ask(proxy.person_id, proxy.relative_id, others)
    return ProxyState.ACTIVE if yes else ProxyState.DECLINED


def end(proxy: Proxy, actor: Member) -> None:
    """Either of the two ends it at any time; for a relative without Telegram also a coordinator."""
    leads = proxy.caller and actor.leads
    if actor.person_id not in (proxy.person_id, proxy.relative_id) and not leads:
        raise refusals.NotAsked
    if proxy.state is not ProxyState.ACTIVE:
        raise refusals.ProxyAnswered
