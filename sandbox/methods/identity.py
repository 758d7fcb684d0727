"""The bot itself: who it is, and the commands it publishes."""

from __future__ import annotations

import re
from typing import Any

from sandbox import limits
from sandbox.methods import reach
from sandbox.params import Params
from sandbox.refusals import bad_request
from sandbox.world import World

Json = dict[str, Any]

PLAIN_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}


def get_me(world: World, _call: Params) -> Json:
    """The bot as it sees itself."""
    return {
        **world.bot.user,
        "can_join_groups": True,
        "can_read_all_group_messages": not world.options.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def _scope(world: World, call: Params) -> str:
    given = call.json("scope", "BotCommandScope")
    if given is None:
        return "default"
    if not isinstance(given, dict):
        raise bad_request("BotCommandScope must be an Object")
    kind = str(given.get("type"))
    if kind in PLAIN_SCOPES:
        return kind
    if kind not in CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat = reach.chat_of(world, Params(given), "read")
    member = f":{given.get('user_id')}" if kind == "chat_member" else ""
    return f"{kind}:{chat.id}{member}"


def _language(call: Params) -> str:
    code = call.text("language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("Invalid language code specified")
    return code


def set_my_commands(world: World, call: Params) -> bool:
    """Publish the commands of a scope and language."""
    given = call.json("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > limits.COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(one) for one in given]
    world.commands.put(_scope(world, call), _language(call), commands)
    world.changes.touch()
    return True


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    command, description = given.get("command"), given.get("description")
    if not isinstance(command, str) or not isinstance(description, str):
        raise bad_request("can't parse BotCommand: Can't find field \"command\"")
    command = command.removeprefix("/")
    if not re.fullmatch("[a-z0-9_]{1,32}", command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description.strip()}


def get_my_commands(world: World, call: Params) -> list[Json]:
    """The commands of exactly this scope and language."""
    return world.commands.get(_scope(world, call), _language(call))


def delete_my_commands(world: World, call: Params) -> bool:
    """Take the commands of a scope and language back."""
    world.commands.put(_scope(world, call), _language(call), [])
    world.changes.touch()
    return True


def set_my_name(world: World, call: Params) -> bool:
    """Another name for the bot; the sandbox knows one for all languages."""
    name = call.text("name").strip()
    if len(name) > 64:
        raise bad_request("BOT_NAME_INVALID")
    world.bot.rename(name or world.options.bot_name)
    world.changes.touch()
    return True


def get_my_name(world: World, _call: Params) -> Json:
    """The bot's name."""
    return {"name": world.bot.first_name}


def set_my_description(world: World, call: Params) -> bool:
    """What an empty chat with the bot says."""
    if len(call.text("description")) > 512:
        raise bad_request("BOT_DESCRIPTION_INVALID")
    world.descriptions["description", _language(call)] = call.text("description")
    return True


def get_my_description(world: World, call: Params) -> Json:
    """What an empty chat with the bot says."""
    return {"description": world.descriptions.get(("description", _language(call)), "")}


def set_my_short_description(world: World, call: Params) -> bool:
    """What the bot's profile says."""
    if len(call.text("short_description")) > 120:
        raise bad_request("BOT_SHORT_DESCRIPTION_INVALID")
    world.descriptions["short", _language(call)] = call.text("short_description")
    return True


def get_my_short_description(world: World, call: Params) -> Json:
    """What the bot's profile says."""
    return {"short_description": world.descriptions.get(("short", _language(call)), "")}


def set_chat_menu_button(_world: World, _call: Params) -> bool:
    """The button beside the text field; the sandbox always shows the commands there."""
    return True


def get_chat_menu_button(_world: World, _call: Params) -> Json:
    """The button beside the text field."""
    return {"type": "commands"}


METHODS = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": set_my_name,
    "getMyName": get_my_name,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
