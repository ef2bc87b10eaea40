"""Who may ask the app, and whom may a page of it ask? The app alone, on both sides: a page elsewhere that is open in
the same browser reaches no study, and what a transcript smuggles into a page reaches no other host."""

import ipaddress
import socket
from collections.abc import Collection
from typing import Any

LOCAL = ("127.0.0.1", "localhost", "::1")

HEADERS = {
    # Streamlit and Plotly make code and styles as they run; pictures and downloads are blobs and data.
    "content-security-policy": "default-src 'self' data: blob:; script-src 'self' blob: 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def names(host: str) -> list[str]:
    """The names under which the app answers when it listens on this address; `*` stands for any address in numbers.

    An address in numbers always leads to the machine that has it. A name may be given another one by whoever holds it
    (DNS rebinding), so that a page from there would read the study: only this machine's own names count.
    """
    if everywhere(host):
        return [*LOCAL, socket.gethostname().lower(), "*"]
    return list(dict.fromkeys([host.lower(), *LOCAL]))


def everywhere(host: str) -> bool:
    """Whether this is the address that stands for all of the machine's.

    >>> everywhere("0.0.0.0"), everywhere("::"), everywhere("127.0.0.1"), everywhere("localhost")
    (True, True, False, False)
    """
    return _in_numbers(host) and ipaddress.ip_address(host).is_unspecified


class Guard:
    """An app around another that answers to these names alone, and says with each answer what its pages may do."""

    def __init__(self, app: Any, names: Collection[str]) -> None:
        self.app, self.names = app, names

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        from starlette.datastructures import MutableHeaders
        from starlette.requests import HTTPConnection
        from starlette.responses import PlainTextResponse

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif not self._knows(HTTPConnection(scope).url.hostname or ""):
            refusal = "The app does not answer to this name. Start it with --host and the name to be used.\n"
            await PlainTextResponse(refusal, status_code=403)(scope, receive, send)
        else:
            await self.app(scope, receive, with_headers)

    def _knows(self, name: str) -> bool:
        return name in self.names or ("*" in self.names and _in_numbers(name))


def _in_numbers(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
