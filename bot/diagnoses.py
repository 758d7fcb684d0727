"""What `paidan doctor` says about what it finds in the database: a sentence for each name in storage/wrongs.py."""

from storage.checks import Finding

SENTENCES = {
    "transfer_not_zero": "Transfers whose entries do not sum to zero",
    "ledger_not_zero": "Communities with a ledger that does not sum to zero",
    "entry_astray": "Entries of another ledger or community than their transfer",
    "credited_twice": "Claims that were credited twice",
    "credited_to_another": "Entries to somebody who did not help",
    "credited_unconfirmed": "Transfers for claims that are not confirmed",
    "transfer_astray": "Transfers of another order or community than their claim",
    "hours_missing": "Confirmed claims whose hours were never entered",
    "hours_differ": "Transfers with other minutes than were confirmed",
    "credits_differ": "Claims whose credits are not what their minutes and rule give",
    "unknown_claim_state": "Claims in a state that does not exist",
    "too_many_helpers": "Orders held by more helpers than they have places",
    "held_twice": "Orders in which one person holds two places",
    "helps_oneself": "Claims of residents on their own orders",
    "helps_as_stranger": "Claims of people who do not belong to the community",
    "held_after_the_end": "Claims that are held although the order is over",
    "waits_in_vain": "Volunteers who stand by where a place is free, or where all is over",
    "confirmed_early": "Confirmed claims of orders that are not closed",
    "claim_incomplete": "Claims without the time or minutes that their state needs",
    "unknown_order_state": "Orders in a state that does not exist",
    "end_unmarked": "Orders that are over, without the time of their end",
    "ended_and_alive": "Orders with an end that are not over",
    "ended_by_nobody_known": "Orders whose end is noted wrongly: alive, or ended by nobody we know",
    "closed_without_help": "Closed orders that nobody helped with",
    "declined_by_nobody": "Declined orders without anybody who has declined them",
    "kept_in_vain": "Orders that are kept for somebody although nobody is waited for",
    "asleep": "Orders that nothing will ever wake",
    "journal_differs": "Orders in another state than the journal says",
    "number_taken": "Communities whose next order number is taken",
    "state_differs": "Orders in another state than their claims give",
    "unknown_offer_state": "Offers in a state that does not exist",
    "offer_astray": "Offers to the resident, or to somebody who does not belong to the community",
    "accepted_without_place": "Accepted offers without a claim",
    "service_of_another": "Orders for a service of another community",
    "team_of_another": "Orders for a team of another community",
    "service_team_of_another": "Services with a team of another community",
    "membership_astray": "Memberships that name services or teams of another community, or of none",
    "route_astray": "Routes to a team, or for a service, of another community",
    "neighbour_astray": "Teams that stand in for themselves or for one of another community",
    "checked_oneself": "Checks that somebody noted for themselves",
    "checked_as_stranger": "Checks of people who do not belong to the community",
    "shown_too_early": "Orders whose card stands in a team's group although they wait for a decision",
    "group_shared": "Communities whose coordinators share their group with a team",
    "post_astray": "Posts that show no claim, or one of another order",
    "outbox_astray": "Waiting posts that show no claim, or one of another order",
    "draft_astray": "Drafts about orders that do not exist",
    "words_kept": "Handled updates whose words were not forgotten",
    "card_missing": "Open orders whose card stands in no group and is not on its way",
    "review_missing": "Orders that wait for a decision which no coordinator can see",
    "address_missing": "Claims whose helper has no address and gets none",
}
ORPHANS = "orphan "


def sentence(finding: Finding) -> str:
    """What is wrong, how often, and which."""
    what = SENTENCES.get(finding.name)
    if what is None:
        where = finding.name.removeprefix(ORPHANS)
        what = f"Rows that refer to something that does not exist ({where})"
    numbers = ", ".join(map(str, finding.examples))
    more = ", …" if finding.count > len(finding.examples) else ""
    return f"{what}: {finding.count} ({numbers}{more})."
