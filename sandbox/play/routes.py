"""All routes of the people's side."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox import limits, pictures
from sandbox.bodies import read_body
from sandbox.faults import Fault
from sandbox.play import asked, gathering, looking, pressing, settings, speaking
from sandbox.refusals import Refused, Unplayable
from sandbox.world import World

Json = dict[str, Any]
Act = Callable[[World, Any], Awaitable[Json]]
Look = Callable[[World, looking.Query], Awaitable[Json]]
Endpoint = Callable[[Request], Awaitable[Response]]

ACTS: list[tuple[str, type[BaseModel], Act]] = [
    ("people", asked.NewPerson, gathering.new_person),
    ("groups", asked.NewGroup, gathering.new_group),
    ("say", asked.Say, speaking.say),
    ("press", asked.Press, pressing.press),
    ("contact", asked.Contact, speaking.contact),
    ("location", asked.Location, speaking.location),
    ("photo", asked.Attachment, speaking.photo),
    ("voice", asked.Attachment, speaking.voice),
    ("document", asked.Attachment, speaking.document),
    ("start", asked.Start, speaking.start),
    ("edit", asked.Edit, speaking.edit),
    ("delete", asked.Delete, gathering.delete),
    ("join", asked.Join, gathering.comes),
    ("leave", asked.Leave, gathering.goes),
    ("promote", asked.Promote, gathering.promote),
    ("add_bot", asked.InGroup, gathering.bring_bot),
    ("remove_bot", asked.InGroup, gathering.drop_bot),
    ("block", asked.OfPerson, gathering.block),
    ("unblock", asked.OfPerson, gathering.unblock),
    ("deactivate", asked.OfPerson, gathering.deactivate),
    ("topics", asked.NewTopic, gathering.new_topic),
    ("topic", asked.ChangeTopic, gathering.turn_topic),
    ("rename", asked.Rename, gathering.rename),
    ("migrate", asked.Migrate, gathering.migrate),
    ("read", asked.Act, settings.read),
    ("faults", Fault, settings.set_fault),
    ("reset", asked.Nothing, settings.reset),
    ("clock", asked.Ahead, settings.clock),
    ("rates", asked.Limits, settings.rates),
    ("tour", asked.TourSteps, settings.set_tour),
]
LOOKS: list[tuple[str, Look]] = [
    ("ready", looking.ready),
    ("people", looking.people),
    ("chats", looking.chats),
    ("calls", looking.calls),
    ("changes", looking.changes),
    ("faults", looking.faults),
    ("tour", looking.tour),
]
# Anything else is handed over as a download, so that no file of a user runs as part of the page.
SHOWN = pictures.PICTURES | pictures.SOUNDS
FRESH = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def routes(world: World) -> list[Route]:
    """Every route under `/play/`."""

    def act(model: type[BaseModel], function: Act) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            return await _guarded(_act(world, request, model, function))

        return endpoint

    def look(function: Look) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            return await _guarded(_shown(function(world, request.query_params)))

        return endpoint

    async def chat(request: Request) -> Response:
        return await _guarded(_chat(world, request))

    async def answer(request: Request) -> Response:
        found = looking.answer(world, request.query_params, request.path_params["id"])
        return await _guarded(_shown(found))

    async def file(request: Request) -> Response:
        return await _guarded(_file(world, request.path_params["id"]))

    return [
        *(Route(f"/play/{path}", act(model, function), methods=["POST"]) for path, model, function in ACTS),
        Route("/play/faults", act(asked.Nothing, settings.clear_faults), methods=["DELETE"]),
        *(Route(f"/play/{path}", look(function), methods=["GET"]) for path, function in LOOKS),
        Route("/play/chats/{chat}", chat, methods=["GET"]),
        Route("/play/answers/{id}", answer, methods=["GET"]),
        Route("/play/file/{id}", file, methods=["GET"]),
    ]


async def _guarded(work: Awaitable[Response]) -> Response:
    try:
        return await work
    except Unplayable as problem:
        return _json({"error": problem.sentence}, problem.status)
    except Refused as refusal:
        return _json({"error": refusal.description}, refusal.code)


def _json(content: Any, status: int = 200) -> Response:
    return JSONResponse(content, status, FRESH)


async def _shown(work: Awaitable[Json]) -> Response:
    return _json(await work)


async def _act(world: World, request: Request, model: type[BaseModel], function: Act) -> Response:
    _own_page(request)
    body = await read_body(request, limits.PLAY_BODY_BYTES)
    try:
        given = model.model_validate(json.loads(body) if body else {})
    except ValidationError as problem:
        raise Unplayable(_sentence(problem)) from None
    except ValueError:
        raise Unplayable("The body is not JSON.") from None
    return _json(await function(world, given))


def _own_page(request: Request) -> None:
    """Refuse what a page from elsewhere in the same browser sends."""
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise Unplayable("Only the sandbox's own page may do that.", 403)


def _sentence(problem: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in fault['loc']) or 'body'}: {fault['msg']}" for fault in problem.errors()[:5]
    )


async def _chat(world: World, request: Request) -> Response:
    name: str = request.path_params["chat"]
    as_text = name.endswith(".txt")
    try:
        chat_id = int(name.removesuffix(".txt"))
    except ValueError:
        raise Unplayable(f"There is no chat {name} here.", 404) from None
    if as_text:
        return PlainTextResponse(await looking.transcript(world, request.query_params, chat_id), headers=FRESH)
    return _json(await looking.chat(world, request.query_params, chat_id))


async def _file(world: World, file_id: str) -> Response:
    file = world.files.find(file_id)
    if file is None:
        raise Unplayable("There is no such file.", 404)
    kind = pictures.kind_of(file.data)
    headers = {**FRESH, "Content-Security-Policy": "sandbox; default-src 'none'"}
    if kind not in SHOWN:
        headers["Content-Disposition"] = "attachment"
        kind = "application/octet-stream"
    return Response(file.data, headers=headers, media_type=kind)
