"""Who may do what: standing in a community, and the refusals that follow from it."""

from dataclasses import dataclass
from enum import StrEnum

from rules.refusals import AwaitingApproval, NotACoordinator, NotApproved, OwnCheck, Paused, StaleButton


class Standing(StrEnum):
    """How far a person has come as a volunteer of one community."""

    NONE = "none"
    APPLIED = "applied"
    APPROVED = "approved"
    DECLINED = "declined"
    PAUSED = "paused"


@dataclass(frozen=True)
class Member:
    """A person as one community knows them; `owner` counts everywhere in the installation."""

    person_id: int
    community_id: int
    name: str
    standing: Standing = Standing.NONE
    coordinator: bool = False
    owner: bool = False

    @property
    def first_name(self) -> str:
        """What may be shown in a group: the first word of the name, never more."""
        return first_name(self.name)

    @property
    def leads(self) -> bool:
        """Whether they may do what coordinators do here; the owner may everywhere."""
        return self.coordinator or self.owner


def first_name(name: str) -> str:
    """The first word of a name, cut to what a card can carry."""
    words = name.split()
    return words[0][:24] if words else ""


def check_volunteer(member: Member, *, join_link: str) -> None:
    """Refuse unless the person is an approved volunteer of the community.

    Dispatch is an offer to registered volunteers only (State Council Order 685, art. 25 and 12).
    """
    if member.standing is Standing.APPLIED:
        raise AwaitingApproval
    if member.standing is Standing.PAUSED:
        raise Paused
    if member.standing is not Standing.APPROVED:
        raise NotApproved(link=join_link)


def check_coordinator(member: Member) -> None:
    """Refuse unless the person coordinates this community; the owner may do what coordinators may."""
    if not member.leads:
        raise NotACoordinator


def check_checker(checker_id: int, person_id: int) -> None:
    """Refuse whoever would vouch for themselves."""
    if checker_id == person_id:
        raise OwnCheck


def pause(standing: Standing) -> Standing:
    """An approved volunteer takes no new orders for a while; what they hold stays theirs."""
    if standing is not Standing.APPROVED:
        raise StaleButton
    return Standing.PAUSED


def resume(standing: Standing) -> Standing:
    """A paused volunteer may go on; no new approval is needed."""
    if standing is not Standing.PAUSED:
        raise StaleButton
    return Standing.APPROVED
