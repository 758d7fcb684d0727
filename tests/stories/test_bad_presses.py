"""Presses that should not work: old, doubled, somebody else's, made up; nothing changes, and a sentence says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.dispatch import house_of
from handlers.presses import Press
from rules.dispatch import Route
from storage import dispatch, routing, vettings
from storage.engine import writing
from storage.schema import claims, drafts, memberships, orders, people, services, teams
from tests.stories import bad_presses_callers, bad_presses_fair, bad_presses_ladder
from tests.stories.bad_presses_after_claim import after_claim
from tests.stories.bad_presses_again import about_again
from tests.stories.bad_presses_people import about_people
from tests.stories.bad_presses_wishes import about_wishes
from tests.stories.siege import DOOR, PHONE, Siege, held

ONE_SIEGE = settings(  # the siege must not change, so all examples may share it
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
HUGE = (0, 1, 999_999_999_999_999_999)
ARGS = ("", "0", "1", "yes", "name", "99999", "-", "jishui")
SECRETS = (DOOR, PHONE, "+8613800138000", "Anna", "Lind", "Rice", "Boris")


@dataclass(frozen=True)
class Case:
    """One verb on one thing: who is refused with which sentence, and who may."""

    verb: str
    id: int
    denied: Mapping[str, str]
    allowed: str
    arg: str = ""
    version: int = 0

    @property
    def data(self) -> str:
        return Press(self.verb, self.id, self.version, self.arg).data()


@dataclass(frozen=True)
class Stage:
    """The numbers of things in Wenfeng that an attacker would like to touch."""

    open: int
    held: int
    done: int
    disputed: int
    closed: int
    asked_back: int
    applicant: int


async def stage(siege: Siege) -> Stage:
    """An order of every kind, and an application."""
    closed = await siege.finished()
    await siege.press("anna", "Confirm")
    await siege.say("anna", "/cancel")
    disputed = await siege.finished()
    await siege.answers("anna", ".Something is wrong", "Nobody came")
    done = await siege.finished()
    held_by_boris = await siege.claimed()
    asked_back = await siege.asked_back()
    return Stage(await siege.order(), held_by_boris, done, disputed, closed, asked_back, await siege.joins("noor"))


async def denied(siege: Siege, cases: Iterable[Case]) -> None:
    """Whoever may not is refused in that sentence, and all of it together changes nothing."""
    before = await siege.dump()
    for case in cases:
        for name, key in case.denied.items():
            message = await siege.something_of_ours(name)
            toast = await siege.play.forge(siege.folk[name], case.data, message)
            assert toast == siege.toast(key), f"{name} pressed {case.data}"
    await siege.house.settled()
    assert await siege.dump() == before, cases


async def allowed(siege: Siege, case: Case) -> None:
    """Whoever may is obeyed: told something, and no refusal."""
    if not case.allowed:
        return
    calls = siege.house.box.world.calls
    message = await siege.something_of_ours(case.allowed)
    since = calls.last
    toast = await siege.forge(case.allowed, case.data, message)
    refusals = {siege.toast(key) for key in (*case.denied.values(), "unknown_button", "stale_button")}
    assert toast not in refusals, case
    assert [call for call in calls.since(since) if str(call.chat_id) == str(siege.folk[case.allowed])], case


def about_orders(on: Stage, home: int) -> list[Case]:
    mine, claim, unknown, coordinate = "not_your_order", "not_your_claim", "unknown_order", "not_a_coordinator"
    return [
        Case("claim", on.open, {"milan": "not_approved", "fritz": "not_approved", "anna": "own_order",
                                "noor": "awaiting_approval"}, "chen"),
        Case("stand_by", on.held, {"milan": "not_approved", "anna": "own_order", "boris": "already_yours"}, "chen"),
        Case("step_down", on.held, {"boris": claim, "anna": claim, "milan": claim, "fritz": claim}, "chen"),
        Case("arrive", on.held, {"chen": claim, "anna": claim, "milan": claim}, "boris"),
        Case("finish", on.held, {"chen": claim, "fritz": claim}, "boris"),
        Case("back_out", on.held, {"chen": claim, "anna": claim}, "boris"),
        Case("change", on.open, {"boris": mine, "eve": mine, "dora": mine}, "anna"),
        Case("cancel", on.open, {"boris": mine, "milan": mine, "dora": mine}, "anna"),
        Case("wrong", on.done, {"boris": mine, "eve": mine}, "anna"),
        Case("confirm", on.done, {"boris": mine, "dora": mine, "eve": mine}, "anna"),
        Case("settle", on.disputed, {"anna": coordinate, "boris": coordinate, "gerd": coordinate}, "dora"),
        Case("status", on.held, {"chen": unknown, "eve": unknown, "milan": unknown, "gerd": unknown}, "boris"),
        Case("why", on.closed, {"chen": unknown, "anna": unknown, "milan": unknown}, "boris"),
        Case("look", on.asked_back, {"anna": coordinate, "boris": coordinate, "gerd": coordinate}, "dora"),
        Case("ask_back", on.asked_back, {"anna": coordinate, "milan": coordinate, "gerd": coordinate}, "dora"),
        Case("turn_down", on.asked_back, {"anna": coordinate, "fritz": coordinate, "gerd": coordinate}, "dora"),
        Case("answer", on.asked_back, {"boris": mine, "dora": mine, "eve": mine}, "anna"),
        Case("let_out", on.asked_back, {"anna": coordinate, "boris": coordinate, "gerd": coordinate}, "dora"),
        Case("s_waiting", home, {"boris": coordinate, "gerd": coordinate}, "dora"),
        Case("decline", on.applicant, {"boris": coordinate, "gerd": coordinate, "noor": coordinate}, "dora"),
        Case("approve", on.applicant, {"boris": coordinate, "gerd": coordinate, "noor": coordinate}, "dora"),
    ]  # fmt: skip


async def about_coordinating(siege: Siege, on: Stage) -> list[Case]:
    """The page of an order and what is done from it, at the order's present version; Fritz is never asked."""
    rows = {row["id"]: row for row in await siege.rows(orders)}
    no = dict.fromkeys(("anna", "boris", "gerd", "milan"), "not_a_coordinator")
    team = next(row["id"] for row in held(await siege.rows(teams), community_id=siege.wenfeng, preset="blue"))
    boris, chen = str(siege.numbers["boris"]), str(siege.numbers["chen"])

    def at(verb: str, order: int, denied: Mapping[str, str] = no, arg: str = "", allowed: str = "dora") -> Case:
        return Case(verb, order, denied, allowed, arg, rows[order]["version"])

    return [
        Case("d_list", 0, dict.fromkeys(("anna", "milan"), "not_a_coordinator"), "dora"),
        Case("d_order", on.open, no, "dora"),
        Case("d_order", 99_999, no | {"dora": "not_a_coordinator"}, ""),
        Case("d_apply", on.applicant, no, "dora"),
        Case("d_note", on.held, no, "dora"),
        at("d_team", on.open, no | {"dora": "no_other_team"}, "", ""),
        at("d_to_team", on.open, no | {"dora": "no_other_team"}, str(team), ""),  # blue has no group here
        at("d_to_team", on.open, {"dora": "stale_button"}, "blue", ""),
        at("d_offer", on.open),
        at("d_offer", on.held, {"dora": "no_place_left"}, "", ""),
        at("d_find", on.open),
        at("d_close", on.held),
        at("d_back", on.held, no, boris),
        at("d_back", on.held, {"dora": "holds_nothing"}, chen, ""),
        at("d_to", on.open, {"dora": "stale_button"}, str(siege.numbers["fritz"]), ""),
        at("accept", on.open, {"boris": "not_offered", "chen": "not_offered", "anna": "own_order"}, allowed=""),
        at("no_thanks", on.open, {"boris": "not_offered", "milan": "not_offered"}, allowed=""),
        at("d_to", on.open, no, boris),
        Case("no_thanks", on.open, {}, "boris"),
    ]  # fmt: skip


def about_communities(siege: Siege) -> list[Case]:
    home, away = siege.wenfeng, "no_community"
    return [
        Case("open", home, {"gerd": away, "milan": away, "anna": "not_approved"}, "boris"),
        Case("book", home, {"eve": away, "milan": away}, "boris"),
        Case("order", home, {"eve": away, "milan": away}, "chen"),
        Case("anew", home, {"eve": away, "milan": away}, "chen"),
        Case("apart", home, {"eve": away, "milan": away}, "boris"),
        Case("apart_wish", home, {"eve": away, "chen": "stale_button"}, "boris", arg=str(siege.numbers["anna"])),
        Case("apart_undo", home, {"eve": away, "chen": "stale_button"}, "boris", arg=str(siege.numbers["anna"])),
        Case("hotline", home, {"eve": away, "milan": away}, "anna"),
        Case("join", home, {"eve": away, "milan": away}, "anna"),
        Case("lang", 0, {"milan": "stale_button"}, "", arg="tlh"),
        Case("lang", 0, {}, "chen", arg="en"),
        *(Case(verb, 0, {}, "milan") for verb in ("home", "help", "mine")),
    ]  # fmt: skip


async def about_setting_up(siege: Siege) -> list[Case]:
    home = siege.wenfeng
    no, owners = dict.fromkeys(("anna", "gerd", "milan"), "not_a_coordinator"), {"dora": "not_an_owner"}
    service = held(await siege.rows(services), community_id=home)[0]["id"]
    team = held(await siege.rows(teams), community_id=home)[0]["id"]
    leader = held(await siege.rows(memberships), community_id=home, coordinator=True)[0]["id"]
    volunteer = held(await siege.rows(memberships), community_id=home, person_id=siege.numbers["boris"])[0]["id"]
    route, check = await laid_down(siege)
    in_home = (
        "open", "basics", "services", "add", "teams", "add_team", "groups", "credits", "invite", "limits", "hotlines",
        "crisis", "hot_add", "hot_usual", "routes", "add_route", "preview", "people",
        "desk", "wall", "no_wall", "quiet", "five", "seven",
    )  # fmt: skip
    return [
        Case("s_home", 0, {"anna": "not_a_coordinator", "milan": "not_a_coordinator"}, "dora"),
        *(Case(f"s_{each}", home, no, "dora") for each in in_home),
        Case("s_basic", home, no, "dora", arg="name"),
        Case("s_rule", home, no, "dora", arg="jishui"),
        Case("s_rule", home, {"dora": "stale_button"}, "", arg="roulette"),
        Case("s_hot_cut", home, no, "dora", arg="110"),
        Case("s_hot_cut", home, {"dora": "stale_button"}, "", arg="999"),
        Case("s_limit", home, no, "dora", arg="3"),
        Case("s_limit", home, {"dora": "stale_button"}, "", arg="7"),
        Case("s_service", service, no, "dora"),
        Case("s_edit", service, no, "dora", arg="name"),
        Case("s_roles", service, no, "dora"),
        Case("s_cut", service, no, "dora"),
        Case("s_vetted", service, no, "dora", arg="on"),
        Case("s_vetted", service, {"dora": "stale_button"}, "", arg="perhaps"),
        Case("s_backup", team, no, "dora", arg=str(team + 1)),
        Case("s_backup", team, {"dora": "stale_button"}, "", arg=str(team)),
        Case("s_near", team, no, "dora", arg=f"add-{team + 2}"),
        Case("s_near", team, {"dora": "stale_button"}, "", arg="add-999"),
        *(Case(f"s_{each}", route, no, "dora") for each in ("route", "up_route")),
        Case("s_cut_route", route, no, "dora", arg="yes"),
        *(Case(f"s_{each}", volunteer, no, "dora") for each in ("person", "vet", "pause", "resume")),
        Case("s_unvet", check, no, "dora", arg="yes"),
        Case("s_review", service, no, "dora", arg="yes"),
        Case("s_review", service, {"dora": "stale_button"}, "", arg="perhaps"),
        *(Case(f"s_{each}", team, no, "dora") for each in ("team", "rename", "bind")),
        *(Case(verb, service, *rest) for verb, rest in bad_presses_fair.cases(no)),
        Case("s_cut_team", team, no, "dora", arg="yes"),
        *(Case(*each) for each in bad_presses_ladder.tries(home, service, no)),
        Case("s_new", 0, {"dora": "not_an_owner", "anna": "not_an_owner"}, "olga"),
        Case("s_leaders", home, no | owners, "olga"),
        Case("s_coord", home, no | owners, "olga"),
        Case("s_uncoord", leader, {"gerd": "not_an_owner"} | owners, "olga", arg="yes"),
    ]


async def laid_down(siege: Siege) -> tuple[int, int]:
    """A route and a check in Wenfeng."""
    home = siege.wenfeng
    boris, dora = siege.numbers["boris"], siege.numbers["dora"]
    async with writing(siege.house.app.engine) as connection:
        team = (await dispatch.teams_of(connection, home))[-1]["id"]
        route = await routing.add_route(connection, home, Route(0, team, district="Westgate"))
        await vettings.add(connection, home, boris, "ID card", dora, None, siege.house.clock.now())
        return route, (await vettings.of(connection, home, boris))[0]["id"]


async def in_dialogs(siege: Siege) -> set[str]:
    """Anna goes through an order while Boris and Milan press her buttons; the verbs that were tried."""
    verbs: set[str] = set()

    async def at(verb: str, arg: str = "") -> None:
        kept = await siege.drafted("order")
        assert kept is not None
        others = {"boris": "stale_button", "milan": "stale_button"}
        theirs = Case(verb, kept["id"], others, "anna", arg, kept["version"])
        old = Case(verb, kept["id"], {"anna": "stale_button"}, "", arg, kept["version"] + 1)
        await denied(siege, (theirs, old))
        await allowed(siege, theirs)
        verbs.add(verb)

    await siege.say("anna", "/order")
    await at("pick", "0")
    await at("back")
    await at("keep")
    await siege.press("anna", "Cleaning")
    await siege.play.photo(siege.folk["anna"])
    await siege.house.settled()
    await at("done")
    await siege.answers("anna", ".Now", DOOR, "Eastgate")
    await at("skip")
    await siege.answers("anna", ".1", ".Anybody")
    await at("edit", "0")
    await siege.press("anna", "Keep")
    await at("send")
    await siege.say("anna", "/order")
    await at("drop")
    return verbs


async def test_every_verb_refuses_whom_it_should_and_obeys_whom_it_may(siege: Siege) -> None:
    on = await stage(siege)
    cases = [
        *(Case(*each) for each in after_claim(on.held)),
        *await about_coordinating(siege, on), *about_orders(on, siege.wenfeng), *about_communities(siege),
        *(Case(*each) for each in await about_again(siege)), *(Case(*each) for each in await about_people(siege)),
        *(Case(*each) for each in await about_wishes(siege)),
        *(Case(*each) for each in await bad_presses_callers.tries(siege)),
        *await about_setting_up(siege),  # last: it takes a coordinator away
    ]  # fmt: skip
    await siege.ask("chen", until="service")
    waiting = await siege.drafted("order", "chen")
    assert waiting is not None
    cases.insert(0, Case("resume", waiting["id"], {"anna": "stale_button", "milan": "stale_button"}, "chen"))
    await denied(siege, cases)
    for case in cases:
        await allowed(siege, case)
    for name in ("anna", "boris"):
        await siege.say(name, "/cancel")
    verbs = {case.verb for case in cases} | await in_dialogs(siege)
    assert verbs == set(house_of(siege.house.app.words, "paidan").presses)


@ONE_SIEGE
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=64), min_size=1, max_size=40))
async def test_data_of_any_text_does_nothing(siege: Siege, texts: list[str]) -> None:
    before = await siege.dump()
    message = await siege.something_of_ours("boris")
    for text in texts:
        assert await siege.play.forge(siege.folk["boris"], text, message) == siege.toast("unknown_button"), text
    await siege.house.settled()
    assert await siege.dump() == before


@ONE_SIEGE
@given(st.data())
async def test_a_stranger_may_try_every_verb_on_everything(siege: Siege, data: st.DataObject) -> None:
    on = await stage(siege) if not await siege.count(claims) else None
    if on is not None:
        await siege.ask(until="details")  # and a draft of Anna's is open
    verbs = sorted(set(house_of(siege.house.app.words, "paidan").presses) - {"lang", "simple"})
    press = st.builds(
        "v1|{}|{}|{}|{}".format, st.sampled_from(verbs), st.integers(0, 60) | st.sampled_from(HUGE),
        st.integers(0, 12) | st.just(999_999_999), st.sampled_from(ARGS),
    )  # fmt: skip
    before = await siege.dump()
    message = await siege.something_of_ours("milan")
    for each in data.draw(st.lists(press, min_size=1, max_size=60)):
        toast = await siege.play.forge(siege.folk["milan"], each, message)
        assert not any(secret in (toast or "") for secret in SECRETS), each
    await siege.house.settled()
    assert await siege.dump() == before
    heard = "\n".join(seen.text for seen in await siege.said("milan"))
    assert not any(secret in heard for secret in SECRETS)


async def test_shapes_that_are_nearly_right(siege: Siege) -> None:
    order = await siege.order()
    before = await siege.dump()
    for data in (
        f"v1|claim|{order}|0", f"v2|claim|{order}|0|", f"v1|claim|-{order}|0|", f"v1|claim|{order}.0|0|", " " * 64,
        f"v1|CLAIM|{order}|0|", f"v1|claim|{order}|0|a b", f"v1|claim|{order}|0|\n", "v1|claim|٣|0|", "v1|claim||0|",
        f"v1|claim|{order}|0||", f"v1|steal|{order}|0|", f"v1|claim|{'9' * 19}|0|", "\x00", "claim", "null", "{}",
        "🧹" * 16,
    ):  # fmt: skip
        assert await siege.forge("boris", data, chat=siege.green) == siege.toast("unknown_button"), data
    assert await siege.dump() == before


async def test_old_cards_and_old_questions_are_out_of_date(siege: Siege) -> None:
    await siege.order()
    card = await siege.card()
    assert "is yours" in await siege.press("boris", "Claim", siege.green)
    faster = await siege.press("chen", "Claim", siege.green, message=card.id, stale=True)
    assert faster == "Boris was faster. No other order is open now."
    again = await siege.press("boris", "Claim", siege.green, message=card.id, stale=True)
    assert again == siege.toast("already_yours")
    question = await siege.say("anna", "/order")
    assert question is not None
    await siege.press("anna", "Myself")
    stale = await siege.press("anna", "Someone else", message=question.id, stale=True)
    assert stale == siege.toast("stale_button")
    placed = next(each for each in await siege.said("anna") if "Cancel order" in each.labels)
    await siege.answers("anna", "/cancel", ".Cancel order", ".Skip")
    over = await siege.press("anna", "Change details", message=placed.id, stale=True)
    assert "cancelled" in over
    gone = await siege.press("chen", "Claim", siege.green, message=card.id, stale=True)
    assert "cancelled" in gone
    assert "Claim" not in (await siege.card()).labels


async def test_a_message_that_can_no_longer_be_read_may_carry_a_button(siege: Siege) -> None:
    await siege.order()
    card = await siege.card()
    assert "is yours" in await siege.press("boris", "Claim", siege.green, message=card.id, inaccessible=True)
    status = await siege.press("boris", "I have arrived", inaccessible=True)
    assert "you have arrived" in status
    world = siege.house.box.world
    boris = siege.folk["boris"]
    body = {"id": "77", "from": world.person(boris).user, "chat_instance": "1", "data": "v1|finish|1|0|"}
    world.updates.add("callback_query", body, ("press", boris), world.now())  # and one with no message at all
    await siege.house.settled()
    assert "Send" in (await siege.last("boris")).labels


async def test_pages_beyond_the_last_show_the_last(siege: Siege) -> None:
    await siege.finished()
    await siege.press("anna", "Confirm")
    await siege.order()
    for verb, words in (("book", "E-0001"), ("open", "E-0002")):
        for page in ("99999", "1", "-1"):
            await siege.forge("boris", Press(verb, siege.wenfeng, 1, page).data())
            assert words in (await siege.last("boris")).text, (verb, page)


async def test_applications_that_another_has_decided(siege: Siege) -> None:
    press = Press("s_waiting", siege.wenfeng).data()
    assert await siege.forge("dora", press) == siege.toast("already_decided")


async def test_somebody_outside_the_group_who_forges_its_card(siege: Siege) -> None:
    order = await siege.order()
    for name, key in (("eve", "not_approved"), ("anna", "own_order")):
        toast = await siege.forge(name, Press("claim", order).data())
        assert toast == siege.toast(key)
    for name in ("eve", "anna"):
        assert not any(DOOR in seen.text for seen in await siege.said(name) if "E-0001" in seen.text)
    assert not await siege.rows(claims)
    assert len(await siege.rows(people)) == len(siege.folk)
    assert not held(await siege.rows(drafts), person_id=siege.numbers["eve"])
