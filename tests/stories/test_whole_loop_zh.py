"""从打印出来的链接到爱心存折: the whole loop in Chinese, by chat only."""

from tests.house_of_paidan import House
from tests.town import Group, Somebody, bind_code_in, link_in


async def test_from_the_owner_link_to_the_passbook_in_chinese(house: House) -> None:
    """三个人、两支队: 陈主任 sets 文峰 up, 刘洋 volunteers, 王桂兰 asks for help for 李奶奶."""
    play = house.play
    chen, liu, wang = [
        Somebody(house, await play.person(name, "zh-hans"), name) for name in ("陈主任", "刘洋", "王桂兰")
    ]
    await chen_founds_wenfeng(house, chen)
    green = Group(house, await play.group("绿队", [chen.id, liu.id], supergroup=True))
    blue = Group(house, await play.group("蓝队", [chen.id, liu.id]))
    await house.settled()

    await the_teams_get_their_groups(chen, liu, green, blue)
    await liu_joins(chen, liu)
    await wang_asks_for_help(chen, wang, green)
    await liu_claims_it(wang, liu, green)
    await liu_comes_and_finishes(house, wang, liu, green)
    await wang_confirms_and_thanks(wang, liu, green)
    await the_credits_stand_in_the_passbook(liu)

    assert len(await green.seen()) == 3, "问好、绑定，还有一张一直更新的卡片"
    assert len(await blue.seen()) == 2, "绿队的订单不发到蓝队"
    calls = [str(call["params"]) for call in await play.calls() if str(call["chat_id"]).startswith("-")]
    for secret in ("王", "桂兰", "李奶奶", "138", "139", "302", "7栋"):
        assert not any(secret in said for said in calls), f"群里出现了{secret}"


async def test_a_group_speaks_one_language_and_everybody_hears_their_own(house: House) -> None:
    """刘洋 reads Chinese; Anna, who lives there too, is spoken to in English; the card is the community's."""
    play = house.play
    chen, liu, anna = [
        Somebody(house, await play.person(name, code), name)
        for name, code in (("陈主任", "zh-hans"), ("刘洋", "zh-hans"), ("Anna Lind", "en"))
    ]
    await chen_founds_wenfeng(house, chen)
    green = Group(house, await play.group("绿队", [chen.id, liu.id], supergroup=True))
    blue = Group(house, await play.group("蓝队", [chen.id, liu.id]))
    await the_teams_get_their_groups(chen, liu, green, blue)
    await liu_joins(chen, liu)
    await chen.presses("邀请大家")
    await anna.opens(link_in(await chen.newest(), "com"))
    await anna.presses("Ask for help", "Myself", "🧹 Cleaning")
    await anna.says("Windows", "tomorrow 9 to 11", "Eastgate Road 5, door 302", "Eastgate")
    await anna.presses("Skip", "1", "Send")

    assert "E-0001 · 助洁" in (await green.card("E-0001")).text
    await liu.presses("我来", at=green)
    await anna.sees("刘洋 will come for E-0001: 🧹 Cleaning, Tue 24 Nov, 9:00–11:00")
    await liu.sees("您接了 E-0001：🧹 助洁，11月24日 周二 9:00–11:00", "Anna Lind", "没有留电话")


async def chen_founds_wenfeng(house: House, chen: Somebody) -> None:
    link = await house.app.owner_link()
    assert link is not None
    assert "您是这里的总管理员" in (await chen.opens(link.partition("?start=")[2])).text

    await chen.presses("社区设置")
    await chen.sees("请问社区叫什么名字？")
    await chen.says("文峰社区")
    await chen.presses("中文", "上海")
    await chen.sees("文峰社区 · 中文 · 上海", "还缺：服务清单、志愿队、志愿队的群、积分规则和志愿者")
    await chen.presses("服务清单", "加上五助", "上一步")
    await chen.presses("志愿队", "加上七色队", "上一步")
    await chen.presses("积分规则", "吉水：每小时10分")
    await chen.sees("5项", "7支", "吉水", "还缺：志愿队的群和志愿者")


async def the_teams_get_their_groups(chen: Somebody, liu: Somebody, green: Group, blue: Group) -> None:
    await chen.presses("群", "💚 绿色队 · 环保")
    code = bind_code_in(await chen.newest())
    assert "这里现在是文峰社区“💚 绿色队 · 环保”的群" in (await chen.says(f"/bind {code}", at=green)).text
    await chen.sees("“💚 绿色队 · 环保”有群了：“绿队”")

    await chen.presses("群", "💙 蓝色队 · 振兴")
    code = bind_code_in(await chen.newest())
    assert "蓝色队" in (await liu.says(f"/bind@paidan_sandbox_bot {code}", at=blue)).text
    await chen.presses("总清单")
    await chen.sees("7支队里有2支已绑定", "还缺：志愿者")


async def liu_joins(chen: Somebody, liu: Somebody) -> None:
    await chen.presses("邀请大家")
    await liu.opens(link_in(await chen.newest(), "join"))
    await liu.sees("请问您叫什么名字？")
    await liu.presses("刘洋", "发送我的号码", "▫️ 🧹 助洁", "好了", "▫️ 💚 绿色队 · 环保", "好了")
    await liu.sees("姓名：刘洋", "🧹 助洁", "💚 绿色队 · 环保")
    await liu.presses("发送")
    await liu.sees("文峰社区的协调员会审核")

    await chen.sees("刘洋", "文峰社区", "🧹 助洁")
    assert await chen.presses("同意") == "同意了：刘洋"
    await liu.sees("同意了", "可以在文峰社区接单")
    await chen.says("/setup")


async def wang_asks_for_help(chen: Somebody, wang: Somebody, green: Group) -> None:
    await chen.presses("邀请大家")
    await wang.opens(link_in(await chen.newest(), "com"))
    await wang.sees("文峰社区")
    await wang.presses("我要求助", "别人")
    await wang.says("李奶奶")
    await wang.presses("邻居")
    await wang.says("139 1234 5678")
    await wang.presses("🧹 助洁")
    await wang.says("给李奶奶擦厨房玻璃，7栋302室，电话139 1234 5678")
    await wang.says("明天上午九点到十一点", "东门路5号7栋302室", "东门")
    await wang.presses("发送我的号码", "1")
    await wang.sees("称呼：李奶奶", "9:00–11:00", "片区：东门", "人数：1")
    assert await wang.presses("发送") == "E-0001 发出去了。"
    await wang.sees("E-0001 发出去了：🧹 助洁，11月24日 周二 9:00–11:00")

    card = await green.card("E-0001")
    assert card.labels == ["我来"]
    assert card.buttons[0][0]["style"] == "success"
    for shown in ("🧹 E-0001 · 助洁", "11月24日 周二 9:00–11:00", "东门", "擦厨房玻璃", "需要 1 人"):
        assert shown in card.text


async def liu_claims_it(wang: Somebody, liu: Somebody, green: Group) -> None:
    assert "E-0001 归您了" in await liu.presses("我来", at=green)
    card = await green.card("E-0001")
    assert "🟡 刘洋 接了" in card.text
    assert card.labels == ["候补"]
    await liu.sees("您接了 E-0001", "李奶奶", "139 1234 5678", "下单人：王桂兰", "东门路5号7栋302室")
    assert await liu.labels() == ["我到了", "做完了", "退单", "到时问我平安"]
    await wang.sees("刘洋 会来帮忙", "11月24日 周二 9:00–11:00")


async def liu_comes_and_finishes(house: House, wang: Somebody, liu: Somebody, green: Group) -> None:
    await house.later(hours=13, minutes=2)
    assert "您已经到了" in await liu.presses("我到了")
    await wang.sees("刘洋 已经到了")
    assert "🔵 刘洋" in (await green.card("E-0001")).text
    await liu.sees("您 9:02 到的")

    await house.later(hours=2, minutes=20)
    await liu.presses("做完了")
    await liu.sees("2小时20分钟", "您 9:02 到的，现在 11:22")
    await liu.presses("发送")
    await liu.sees("2小时20分钟 记好了")
    await wang.sees("刘洋 把 E-0001 做完了，用了2小时20分钟", "11月27日 周五 我替您确认")
    assert await wang.labels() == ["确认", "有问题"]


async def wang_confirms_and_thanks(wang: Somebody, liu: Somebody, green: Group) -> None:
    await wang.presses("确认")
    await liu.sees("+25，现在 25 分", "2小时20分钟")
    card = await green.card("E-0001")
    assert "✅ 做完了，2小时20分钟。谢谢 刘洋" in card.text
    assert not card.labels
    assert (await liu.finds("E-0001 已结束")).text == "E-0001 已结束，地址和电话已经删除。"

    await wang.presses("⭐⭐⭐⭐⭐")
    await wang.says("门铃也修好了，谢谢")
    await wang.sees("您的话我带到了")
    await liu.sees("“门铃也修好了，谢谢”")


async def the_credits_stand_in_the_passbook(liu: Somebody) -> None:
    await liu.presses("爱心存折")
    await liu.sees("25 分（文峰社区）", "2小时20分钟", "+25", "2026年11月24日", "E-0001", "🧹 助洁")
    await liu.presses("为什么是25？")
    await liu.sees("2小时20分钟，进到2小时30分钟，每小时 10 分", "文峰社区的规则")
