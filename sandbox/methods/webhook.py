"""Where updates go instead of being fetched; the sandbox delivers to this machine only."""

from __future__ import annotations

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.methods.inbox import allowed_updates
from sandbox.params import Params
from sandbox.refusals import Refused, bad_request
from sandbox.world import World

Json = dict[str, Any]


def set_webhook(world: World, call: Params) -> bool:
    """Deliver updates to an address of this machine; an empty address ends that."""
    url = call.text("url")
    secret = call.text("secret_token")
    allowed = allowed_updates(call)
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise bad_request("secret token contains unallowed characters")
    if url:
        _check(url)
        world.updates.interrupt("terminated by setWebhook request")
    if allowed is not None:
        world.updates.allowed = allowed
    if call.flag("drop_pending_updates"):
        world.updates.forget()
    connections = min(max(call.integer("max_connections") or 40, 1), 100)
    world.webhook.point(url, secret, connections)
    world.changes.touch()
    return True


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _bad("invalid URL specified") from None
    if parts.scheme != "http" or not parts.hostname:
        raise _bad("the sandbox delivers over plain http")
    if parts.hostname != "localhost" and not _loopback(parts.hostname):
        raise _bad("the sandbox delivers to this machine only")
    if port == 0:
        raise _bad("invalid URL specified")


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bad(words: str) -> Refused:
    return bad_request(f"bad webhook: {words}")


def delete_webhook(world: World, call: Params) -> bool:
    """Let the bot fetch its updates again."""
    if call.flag("drop_pending_updates"):
        world.updates.forget()
    world.webhook.point("")
    world.changes.touch()
    return True


def get_webhook_info(world: World, _call: Params) -> Json:
    """Where updates go, how many wait, and what went wrong last."""
    webhook = world.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
        info["ip_address"] = "127.0.0.1"
    if webhook.last_error:
        info["last_error_date"] = webhook.last_error_at
        info["last_error_message"] = webhook.last_error
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    return info


def log_out(_world: World, _call: Params) -> bool:
    """Leave this Bot API server; nothing changes here."""
    return True


METHODS = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": log_out,
}
