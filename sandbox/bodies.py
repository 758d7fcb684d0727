"""Read the body of a request: within a limit, and in any of the forms the Bot API takes."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from sandbox import limits
from sandbox.params import Params, Upload
from sandbox.refusals import Refused, bad_request


async def read_body(request: Request, most: int) -> bytes:
    """The whole body.

    Raises Refused with 413 when it is larger than that.
    """
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > most:
        raise _too_large()
    parts = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise _too_large()
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _too_large() -> Refused:
    return Refused(413, "Request Entity Too Large")


async def read_params(request: Request) -> Params:
    """The parameters of a Bot API call.

    Raises Refused when the body is too large or cannot be read.
    """
    query = request.scope.get("query_string", b"")
    params = Params(_form(query.decode("latin-1")) if query else {})
    if request.method == "GET":
        return params
    body = await read_body(request, limits.BODY_BYTES)
    if not body:
        return params
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/json":
        params.values.update(_json(body))
    elif kind == "multipart/form-data":
        await _multipart(request, body, params)
    else:
        params.values.update(_form(body.decode("utf-8", "replace")))
    return params


def _form(text: str) -> dict[str, Any]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=200))
    except ValueError:
        raise bad_request("too many parameters") from None


def _json(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise bad_request("can't parse JSON object") from None
    if not isinstance(given, dict):
        raise bad_request("can't parse JSON object")
    return given


async def _multipart(request: Request, body: bytes, params: Params) -> None:
    async def once() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        form: FormData = await MultiPartParser(
            request.headers, once(), max_files=20, max_fields=200, max_part_size=limits.BODY_BYTES
        ).parse()
    except MultiPartException:
        raise bad_request("can't parse the multipart body") from None
    try:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                params.uploads[name] = Upload(value.filename or "", await value.read(), value.content_type or "")
            else:
                params.values[name] = value
    finally:
        await form.close()
