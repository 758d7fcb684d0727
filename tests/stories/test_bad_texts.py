"""Words that are none, too many, or mean something to a machine: refused in words, or shown exactly as typed."""

from sqlalchemy import update

from storage import communities, people
from storage.engine import writing
from storage.schema import journal, orders
from storage.schema import people as people_table
from storage.schema import services as services_table
from storage.schema import teams as teams_table
from tests.stories.siege import DOOR, PHONE, Siege

NASTY = "<i>*m*_`&lt;{{c*c}}%s"  # no space: it has to pass as a first name
TASK = "Do <u>[window](tg://user)</u> &amp; {{d}} %d"  # without what stands in the names, which a card hides
EMPTY, LONG = "There were no words in it. Please write a few.", "Please shorten it."
BLANKS = (" \n\t ", "\u200b\u2060\ufeff", "\u3164\u2800\u202e")
SMILES = ("👍🏽👨‍👩‍👧‍👦", "…!?")


async def refuses(siege: Siege, name: str, dialog: str, *, smiles_will_do: bool = False) -> None:
    """The question that is open takes no blanks, no five thousand characters and no bare smiles."""
    before = await siege.drafted(dialog, name)
    assert before is not None
    for text in (*BLANKS, *(() if smiles_will_do else SMILES)):
        seen = await siege.deliver(name, text=text)
        assert seen is not None
        assert seen.text.startswith(EMPTY), (dialog, text, seen.text)
    seen = await siege.say(name, "word " * 1000)
    assert seen is not None
    assert LONG in seen.text.split("\n")[0], (dialog, seen.text)
    after = await siege.drafted(dialog, name)
    assert after is not None
    assert (after["answers"], after["asking"]) == (before["answers"], before["asking"])


async def test_no_question_takes_nothing_or_a_novel(siege: Siege) -> None:
    await siege.answers("anna", "/order", ".Someone else")
    await refuses(siege, "anna", "order")
    await siege.say("anna", "Mother")
    await refuses(siege, "anna", "order")
    await siege.answers("anna", ".Parent", ".Skip", ".Cleaning")
    await refuses(siege, "anna", "order")
    await siege.answers("anna", "Wash the window", ".Now")
    await refuses(siege, "anna", "order")  # the address
    await siege.play.location(siege.folk["anna"])
    await siege.house.settled()
    await refuses(siege, "anna", "order")  # the door
    await siege.press("anna", "Skip")
    await refuses(siege, "anna", "order")  # the district
    await siege.answers("anna", "Eastgate", ".Skip", ".1", ".Send")
    assert await siege.count(orders) == 1


async def test_nor_does_any_question_about_an_order(siege: Siege) -> None:
    await siege.claimed()
    await siege.press("boris", "Hand back")
    await refuses(siege, "boris", "hand_back")
    await siege.say("boris", "/cancel")
    await siege.press("anna", "Cancel order")
    await refuses(siege, "anna", "cancel_order")
    await siege.answers("anna", "/cancel")
    await siege.finished()
    await siege.press("anna", "Something is wrong")
    await refuses(siege, "anna", "dispute")
    await siege.say("anna", "Nobody came")
    await siege.answers("dora", ".Decide", "." + siege.label("decision_none"))
    await refuses(siege, "dora", "settle")
    await siege.say("dora", "Nobody saw him")
    await siege.finished()
    await siege.answers("anna", ".Confirm", ".Skip")
    await refuses(siege, "anna", "thanks", smiles_will_do=True)
    assert "passed" in (await siege.answers("anna", "❤️")).text


async def test_nor_any_question_of_those_who_join_and_arrange(siege: Siege) -> None:
    await siege.forge("anna", f"v1|join|{siege.wenfeng}|0|")
    await refuses(siege, "anna", "join")
    await siege.answers("anna", "Anna Lind", PHONE, ".Cleaning", ".Done", ".Green", ".Done", ".Send")
    await siege.press("dora", "Decline")
    await refuses(siege, "dora", "decline")
    await siege.say("dora", "/cancel")
    for press, dialog in (("s_add|{}|0|", "service"), ("s_add_team|{}|0|", "team"), ("s_basic|{}|0|name", "community")):
        await siege.forge("dora", "v1|" + press.format(siege.wenfeng))
        await refuses(siege, "dora", dialog)
        await siege.say("dora", "/cancel")
    before = await siege.dump((journal,))
    for text in ("", "Atlantis", "🙂", "UTC+99", "x" * 4000, NASTY):
        await siege.forge("dora", f"v1|s_basic|{siege.wenfeng}|0|zone")
        seen = await siege.deliver("dora", text=text or " ")
        assert seen is not None
        assert "time zone" in seen.text.split("\n")[0] or EMPTY in seen.text or LONG in seen.text, text
    await siege.say("dora", "/cancel")
    assert await siege.dump((journal,)) == before


async def make_nasty(siege: Siege) -> None:
    """Every name in Wenfeng is markup."""
    async with writing(siege.house.app.engine) as connection:
        await communities.change(connection, siege.wenfeng, name=f"Home{NASTY}")
        for key in ("anna", "boris", "chen", "dora"):
            await people.change(connection, siege.numbers[key], name=f"{key}{NASTY} Behind")
        await connection.execute(update(services_table).values(preset=None, name=f"Help{NASTY}"))
        named = {"preset": None, "name": f"Team{NASTY}", "chat_title": f"Group{NASTY}"}
        await connection.execute(update(teams_table).values(named))


async def test_markup_is_shown_as_it_was_typed_wherever_it_is_shown(siege: Siege) -> None:
    await make_nasty(siege)
    await siege.answers("anna", "/start", "/order", ".Someone else", f"Mother{NASTY}", f"kin{NASTY}", ".Skip", ".Help")
    await siege.answers("anna", TASK, ".Now", f"Door{NASTY}", f"Dis{NASTY}", PHONE)
    review = await siege.answers("anna", ".1")
    for part in ("Mother", "kin", "Door", "Dis", "Help"):
        assert part + NASTY in review.text
    assert TASK in review.text
    await siege.press("anna", "Send")
    card = await siege.card()
    assert f"Help{NASTY}" in card.text
    assert TASK in card.text
    assert f"Dis{NASTY}" in card.text
    assert f"Mother{NASTY}" not in card.text
    await siege.press("boris", "Claim", siege.green)
    helper = await siege.last("boris")
    for part in ("Mother", "kin", "Door", "Dis", "anna", "Help"):
        assert part + NASTY in helper.text, part
    assert TASK in helper.text
    assert f"boris{NASTY}"[:24] in (await siege.card()).text
    assert f"boris{NASTY}"[:24] in (await siege.last("anna")).text
    late = await siege.press("chen", "Claim", siege.green, message=card.id, stale=True)
    assert f"boris{NASTY}"[:24] in late
    assert f"Help{NASTY}" in (await siege.answers("boris", "/mine")).text
    await siege.answers("boris", ".Hand back", f"Back{NASTY}")
    assert f"Help{NASTY}" in (await siege.answers("chen", "/open")).text
    await siege.press("boris", "Claim", siege.green)
    await siege.answers("boris", ".I have arrived", ".Finished", ".Send")
    await siege.answers("anna", ".Something is wrong", f"Wrong{NASTY}")
    assert f"Wrong{NASTY}" in (await siege.last("dora")).text
    await siege.answers("dora", ".Decide", "." + siege.label("decision_as_reported"), f"Ruled{NASTY}")
    for name in ("anna", "boris"):
        assert f"Ruled{NASTY}" in (await siege.last(name)).text
    assert f"Help{NASTY}" in (await siege.answers("boris", "/passbook")).text
    await siege.answers("boris", ".Why")
    assert f"Home{NASTY}" in (await siege.last("boris")).text


async def test_markup_in_reasons_thanks_and_what_coordinators_read(siege: Siege) -> None:
    await siege.finished()
    await siege.answers("anna", ".Confirm", ".Skip", f"Thanks{NASTY}")
    assert f"Thanks{NASTY}" in (await siege.last("boris")).text
    await siege.claimed()
    await siege.answers("anna", ".Cancel order", f"Gone{NASTY}")
    assert f"Gone{NASTY}" in (await siege.last("boris")).text
    await make_nasty(siege)
    await siege.forge("noor", "v1|home|0|0|")
    await siege.play.start(siege.folk["noor"], "join_wenfeng")
    await siege.house.settled()
    await siege.answers("noor", f"Noor{NASTY}", PHONE, ".Help", ".Done", ".Team", ".Done", ".Send")
    application = await siege.last("dora")
    for part in ("Noor", "Help", "Team", "Home"):
        assert part + NASTY in application.text, part
    await siege.answers("dora", ".Decline", f"No{NASTY}")
    assert f"No{NASTY}" in (await siege.last("noor")).text
    for screen, parts in {
        "s_open": ("Home",), "s_basics": ("Home",), "s_services": ("Help",), "s_teams": ("Team",),
        "s_groups": ("Team", "Group"), "s_invite": ("Home",),
    }.items():  # fmt: skip
        await siege.forge("dora", f"v1|{screen}|{siege.wenfeng}|0|")
        seen = await siege.last("dora")
        for part in parts:
            assert part + NASTY in "\n".join((seen.text, *seen.labels)), (screen, part)


async def test_a_telegram_name_and_a_group_title_of_markup(siege: Siege) -> None:
    ghost = await siege.play.person("<b>Ghost</b>", last_name="{{config}}")
    group = await siege.play.group("</b><a href='x'>%(t)s", [ghost, siege.folk["dora"]])
    await siege.play.start(ghost, "com_wenfeng")
    await siege.house.settled()
    await siege.play.start(ghost, "join_wenfeng")
    await siege.house.settled()
    assert "<b>Ghost</b> {{config}}" in await siege.play.labels(ghost)
    await siege.say("dora", await siege.code(), group)
    assert "</b><a href='x'>%(t)s" in (await siege.last("dora")).text


async def test_names_that_hide_or_turn_the_line_around(siege: Siege) -> None:
    names = {"\u202eEvil\u2066": "Evil", "A\nB\t\u200fC": "A B C", "🌸": "🌸", "نور": "نور", "x" * 64: "x" * 64}
    for typed, shown in names.items():
        await siege.play.start(await siege.play.person(typed, last_name="\u3164"), "com_wenfeng")
        await siege.house.settled()
        assert (await siege.rows(people_table))[-1]["name"] == shown
    nobody = await siege.play.person("\u3164\u200b")
    await siege.play.start(nobody, "com_wenfeng")
    await siege.house.settled()
    assert (await siege.rows(people_table))[-1]["name"] == str(nobody)


async def test_other_scripts_and_signs_that_pile_up(siege: Siege) -> None:
    words = "אנא נקו את החלון · من فضلك · ठीक है · Z\u0334\u0321\u0322\u0323\u0324algo\u202eevil"
    await siege.ask(details=words)
    await siege.press("anna", "Send")
    card = await siege.card()
    for part in ("אנא נקו את החלון", "من فضلك", "ठीक है"):
        assert part in card.text
    assert "\u202e" not in card.text  # else the rest of the card runs backwards
    assert "\u0334\u0321\u0322\u0323\u0324" not in card.text


async def test_commands_inside_answers(siege: Siege) -> None:
    await siege.ask(until="details")
    kept = await siege.drafted("order")
    for text in ("/frobnicate", "/frobnicate now", "/START_ME"):
        seen = await siege.say("anna", text)
        assert seen is not None
        assert seen.labels, text  # the way on
        assert await siege.drafted("order") == kept
    for text in ("/help", "/mine", "/language", "/open", "/passbook", "/setup", "/bind ABCD"):
        await siege.say("anna", text)
        assert await siege.drafted("order") == kept, text
    asked = await siege.answers("anna", "/5 kilos of /rice and please /start the kettle")
    assert "On which day?" in asked.text
    waiting = await siege.answers("anna", "/order")
    assert waiting.labels
    await siege.answers("anna", ".Continue" if "Continue" in waiting.labels else "." + waiting.labels[0])
    review = await siege.answers("anna", ".Now", DOOR, "Eastgate", ".Skip", ".1")
    assert "/5 kilos of /rice and please /start the kettle" in review.text


async def test_words_that_nobody_asked_for_are_answered(siege: Siege) -> None:
    before = await siege.dump()
    for text in ("hello?", "🙂", "x" * 4096, "Send", "Back", "{{7*7}}", "/", "//", "/@", "\u0000", "\ud83d half"):
        for name in ("anna", "milan"):
            seen = await siege.deliver(name, text=text)
            assert seen is not None
            assert "/help" in seen.text or seen.labels, text
    assert await siege.dump() == before


async def test_half_a_surrogate_pair_is_not_the_end_of_an_order(siege: Siege) -> None:
    await siege.ask(until="details")
    await siege.deliver("anna", text="Rice \ud83d and \x00 eggs")
    await siege.answers("anna", ".Now", DOOR, "Eastgate", ".Skip", ".1", ".Send")
    assert "Rice and eggs" in (await siege.card()).text
