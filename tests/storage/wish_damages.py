"""What somebody with a hammer does to wishes; the town has none, so each blow begins by putting one there."""

WISH = (
    "UPDATE communities SET next_wish = 2",
    "INSERT INTO wishes (id, community_id, number, name, district, door, beneficiary_group, words, cost, state, "
    "collected_by, collected_at, verified_by, verified_at, wake_at) SELECT 1, 1, 1, 'Li', 'East', 'Door 5', 'old', "
    "'A lamp', 30, 'claimed', 1, created_at, 1, created_at, created_at FROM communities",
    "INSERT INTO wish_claims (id, community_id, wish_id, person_id, kind, state, claimed_at, chat_id, message_id) "
    "SELECT 1, 1, 1, 2, 'person', 'live', created_at, 5, 5 FROM communities",
)
OTHER = (
    "INSERT INTO communities (id, slug, name, language, zone, next_number, created_at) "
    "SELECT 9, 'ninth', name, language, zone, 1, created_at FROM communities"
)

DAMAGES: dict[str, tuple[str, ...]] = {
    "unknown_wish_state": (*WISH, "UPDATE wishes SET state = 'asleep'"),
    "wish_promised_twice": (
        *WISH, "DROP INDEX ix_wish_claims_live",
        "INSERT INTO wish_claims (id, community_id, wish_id, person_id, kind, state, claimed_at) "
        "SELECT 2, 1, 1, 3, kind, state, claimed_at FROM wish_claims",
    ),
    "wish_claim_differs": (*WISH, "UPDATE wishes SET state = 'board', wake_at = NULL"),
    "wish_claim_differs, claimed by nobody": (*WISH, "UPDATE wish_claims SET state = 'released'"),
    "wish_asleep": (*WISH, "UPDATE wishes SET wake_at = NULL"),
    "wish_unchecked": (*WISH, "UPDATE wishes SET verified_by = NULL"),
    "wish_end_unmarked": (*WISH, "UPDATE wishes SET closed_at = collected_at"),
    "wish_claim_astray": (*WISH, OTHER, "UPDATE wish_claims SET community_id = 9"),
    "wish_journal_differs": (
        *WISH,
        "INSERT INTO journal (id, at, community_id, verb, after, wish_id) "
        "SELECT 9999, created_at, id, 'wish_verify', 'board', 1 FROM communities",
    ),
    "wish_number_taken": (*WISH, "UPDATE communities SET next_wish = 1"),
}
UNSEEN = {"wish_contact_missing": (*WISH, "UPDATE wish_claims SET chat_id = NULL, message_id = NULL")}
