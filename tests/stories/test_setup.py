"""Setting a community up in the chat: the checklist from the first line to the last, left, resumed and changed."""

from rules.presets import MOST_TEAMS
from storage import setup
from storage.engine import writing
from tests.house_of_paidan import House
from tests.stories.wenfeng import arrives, begins, owner, presses, says, wenfeng, with_presets

FORGED = ("s_open", "s_services", "s_five", "s_add", "s_teams", "s_seven", "s_add_team", "s_groups", "s_credits",
          "s_invite", "s_basics", "s_leaders", "s_coord", "s_waiting", "s_routes", "s_add_route", "s_preview",
          "s_people")  # fmt: skip


async def test_from_the_printed_link_to_a_checklist_with_every_tick(house: House) -> None:
    play = house.play
    olga = await owner(house)
    assert "Paidan is yours now" in (await play.last(olga)).text

    assert "called" in (await presses(house, olga, "Set up")).text
    assert "language" in (await says(house, olga, "Wenfeng")).text
    assert "time zone" in (await presses(house, olga, "English")).text
    shown = await presses(house, olga, "Berlin")
    assert "Wenfeng · English · Berlin" in shown.text
    assert "Still missing: services, teams, a group for a team, the credit rule, and volunteers" in shown.text

    shown = await with_presets(house, olga)
    assert "Service list: 5 services" in shown.text
    assert "Teams: 7 teams" in shown.text
    assert "Credit rule: Jishui" in shown.text
    assert "Still missing: a group for a team and volunteers" in shown.text


async def test_the_checklist_is_one_message_edited_in_place(house: House) -> None:
    olga = await owner(house)
    first = await begins(house, olga)
    last = await with_presets(house, olga)
    assert last.id == first.id
    assert last.edited


async def test_it_can_be_left_in_the_middle_and_resumed(house: House) -> None:
    olga = await owner(house)
    await presses(house, olga, "Set up")
    await says(house, olga, "Wenfeng")
    assert "/order" in (await says(house, olga, "/help")).text
    assert "Which language" in (await says(house, olga, "/setup")).text
    await presses(house, olga, "English", "Berlin")
    await house.later(days=1)
    assert "Still missing: services, teams" in (await says(house, olga, "/setup")).text


async def test_cancelling_the_first_answers_leaves_nothing_half_made(house: House) -> None:
    olga = await owner(house)
    await presses(house, olga, "Set up")
    await says(house, olga, "Wenfeng")
    assert "Back to the checklist: /setup" in (await presses(house, olga, "Cancel")).text
    assert "called" in (await says(house, olga, "/setup")).text


async def test_a_zone_may_be_typed_and_a_wrong_one_is_asked_again(house: House) -> None:
    olga = await owner(house)
    await presses(house, olga, "Set up")
    await says(house, olga, "Wenfeng")
    await presses(house, olga, "English")
    assert "do not know a time zone" in (await says(house, olga, "Atlantis")).text
    assert "Wenfeng · English · Shanghai" in (await says(house, olga, "beijing")).text


async def test_name_language_and_zone_can_be_changed_one_by_one(house: House) -> None:
    olga = await owner(house)
    await begins(house, olga)
    await presses(house, olga, "Name, language, time", "Name")
    assert "<b>East</b> & West" in (await says(house, olga, "<b>East</b> & West")).text
    await presses(house, olga, "Name, language, time", "Language")
    assert "中文" in (await presses(house, olga, "中文")).text
    await presses(house, olga, "Name, language, time", "Time zone")
    assert "<b>East</b> & West · 中文 · Shanghai" in (await presses(house, olga, "Shanghai")).text


async def test_a_service_of_ones_own_is_named_changed_and_removed(house: House) -> None:
    olga = await wenfeng(house)
    await presses(house, olga, "Service list", "Add a service")
    await says(house, olga, "✂️ Haircut")
    shown = await presses(house, olga, "Older people", "💜 Purple team, unity")
    assert "✂️ Haircut" in shown.text
    assert "For: Older people" in shown.text
    assert "Purple team" in shown.text

    assert "What shall ✂️ Haircut be called" in (await presses(house, olga, "Rename")).text
    assert "✂️ Hair & <beard>" in (await says(house, olga, "Hair & <beard>")).text
    await presses(house, olga, "For whom")
    shown = await presses(house, olga, "Everybody")
    assert "For: Everybody" in shown.text
    assert "✂️ Hair & <beard>" in shown.text
    await presses(house, olga, "Which team")
    assert "the first one that has a group" in (await presses(house, olga, "Skip")).text

    assert "Remove ✂️ Hair" in (await presses(house, olga, "Remove")).text
    shown = await presses(house, olga, "Remove")
    assert "5 services" in shown.text
    assert not [label for label in shown.labels if "Hair" in label]


async def test_a_preset_that_was_removed_comes_back_with_the_five_helps(house: House) -> None:
    olga = await wenfeng(house)
    shown = await presses(house, olga, "Service list", "🍲 Meals", "Remove", "Remove")
    assert "🍲 Meals" not in shown.labels
    shown = await presses(house, olga, "Add the five helps")
    assert "🍲 Meals" in shown.labels
    assert "Add the five helps" not in shown.labels
    assert "Pink team" in (await presses(house, olga, "🍲 Meals")).text


async def test_one_team_is_enough(house: House) -> None:
    olga = await owner(house)
    await begins(house, olga)
    await presses(house, olga, "Teams", "Add a team")
    shown = await says(house, olga, "🟤 Repairs")
    assert "🟤 Repairs" in shown.text
    assert "No group yet" in shown.text
    assert "What shall 🟤 Repairs be called" in (await presses(house, olga, "Rename")).text
    assert "🟤 Fixers" in (await says(house, olga, "Fixers")).text
    shown = await presses(house, olga, "Remove", "Remove")
    assert "There is no team yet" in shown.text


async def test_a_sign_alone_is_no_name(house: House) -> None:
    olga = await owner(house)
    await begins(house, olga)
    await presses(house, olga, "Teams", "Add a team")
    for name in ("✂️", "\u200b.", "👥👥", "!?"):
        assert "no words in it" in (await says(house, olga, name)).text, name
    assert "Teams: none" in (await says(house, olga, "/setup")).text


async def test_a_name_of_5000_characters_is_refused_and_asked_again(house: House) -> None:
    olga = await owner(house)
    await begins(house, olga)
    await presses(house, olga, "Teams", "Add a team")
    assert "Please shorten it" in (await says(house, olga, "x" * 5000)).text
    assert "Please shorten it" in (await says(house, olga, "x" * 41)).text
    assert "Repairs" in (await says(house, olga, "Repairs")).text


async def test_there_is_a_limit_to_teams(house: House) -> None:
    olga = await owner(house)
    await begins(house, olga)
    async with writing(house.app.engine) as connection:
        for number in range(MOST_TEAMS):
            await setup.add_team(connection, 1, {"name": f"Team {number}"})
    await presses(house, olga, "Teams")
    toast = await house.play.press(olga, "Add a team")
    assert toast is not None
    assert "There are 20 already" in toast
    toast = await house.play.press(olga, "Add the seven colours")
    assert toast is not None
    await house.settled()
    assert "20 teams" in (await presses(house, olga, "Back", "Teams")).text


async def test_a_credit_rule_can_be_changed(house: House) -> None:
    olga = await wenfeng(house)
    shown = await presses(house, olga, "Credit rule")
    assert "25 · Jishui" in shown.text
    assert "✅ Jishui, 10 an hour" in shown.labels
    assert "Credit rule: Time bank" in (await presses(house, olga, "Time bank, 60 an hour")).text


async def test_others_cannot_set_anything_up(house: House) -> None:
    olga = await wenfeng(house)
    anna = await arrives(house, "Anna")
    assert "Only the coordinators" in (await says(house, anna, "/setup")).text
    before = (await house.play.last(olga)).text
    message = (await house.play.last(anna)).id
    for verb in FORGED:
        toast = await house.play.forge(anna, f"v1|{verb}|1|0|", message)
        assert toast is not None, verb
        assert "Only the coordinators" in toast, verb
    for data in ("v1|s_service|1|0|", "v1|s_cut|1|0|yes", "v1|s_team|1|0|", "v1|s_cut_team|1|0|yes", "v1|s_bind|1|0|",
                 "v1|s_rule|1|0|timebank", "v1|s_edit|1|0|name", "v1|s_basic|1|0|name", "v1|s_vetted|1|0|on",
                 "v1|s_backup|1|0|2", "v1|s_near|1|0|add-2", "v1|s_person|1|0|", "v1|s_pause|1|0|"):  # fmt: skip
        toast = await house.play.forge(anna, data, message)
        assert toast is not None, data
        assert "Only the coordinators" in toast, data
    toast = await house.play.forge(anna, "v1|s_new|0|0|", message)
    assert toast is not None
    assert "Only the owner" in toast
    await house.settled()
    await says(house, olga, "/setup")
    assert (await house.play.last(olga)).text == before


async def test_the_owner_too_may_press_only_what_is_there(house: House) -> None:
    olga = await wenfeng(house)
    before = await house.play.last(olga)
    for data in ("v1|s_open|999|0|", "v1|s_service|999|0|", "v1|s_team|999999999999999999|0|", "v1|s_rule|1|0|gold",
                 "v1|s_basic|1|0|slug", "v1|s_edit|1|0|community_id", "v1|s_uncoord|1|0|yes", "v1|s_nonsense|1|0|",
                 "s_open", "v1|s_open|-1|0|", ""):  # fmt: skip
        assert await house.play.forge(olga, data, before.id), data
    await house.settled()
    assert (await house.play.last(olga)).text == before.text


async def test_the_same_in_chinese(house: House) -> None:
    olga = await owner(house, "欧阳", "zh-hans")
    assert "派单已交给您" in (await house.play.last(olga)).text
    await presses(house, olga, "社区设置")
    await says(house, olga, "文峰社区")
    shown = await presses(house, olga, "中文", "上海")
    assert "文峰社区 · 中文 · 上海" in shown.text
    assert "还缺" in shown.text
    await presses(house, olga, "服务清单", "加上五助", "上一步", "志愿队", "加上七色队", "上一步")
    shown = await presses(house, olga, "积分规则", "吉水：每小时10分")
    assert "✅ 服务清单：5项" in shown.text
    assert "✅ 志愿队：7支" in shown.text
    assert "还缺：志愿队的群和志愿者" in shown.text
