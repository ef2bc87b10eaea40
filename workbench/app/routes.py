"""What the server answers beside the pages: the newest change of the study, recordings beside it, and browser parts."""

from collections.abc import Callable
from functools import cache
from typing import Any

from workbench.app.parts import BUNDLES, PART
from workbench.model import WorkbenchError
from workbench.study import Study
from workbench.study.texts.recordings import SOUND

HOME = "/home"
"""Where people look for the start page, which Streamlit knows only by the bare address."""
NEWEST = "/workbench/newest"
RECORDING = "/workbench/recording"


def routes(location: str) -> list[Any]:
    """The routes over one study; who may ask is the guard's.

    `newest` is so cheap that each window can ask it every second; the study is opened when it is first asked.
    """
    from starlette.requests import Request
    from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
    from starlette.routing import Route

    opened = cache(lambda: Study.open(location))

    def study() -> Study:
        if opened().lost:
            opened.cache_clear()
        return opened()

    def answered(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
        def respond(request: Request) -> Response:
            try:
                return answer(request)
            except WorkbenchError as error:
                return Response(str(error), status_code=503)

        return respond

    def newest(request: Request) -> Response:
        """The number of the newest change; who waits to write asks by `?writer` who is writing just now."""
        found: dict[str, Any] = {"newest": study().version}
        if "writer" in request.query_params:
            found["writer"] = study().store.writer()
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    def recording(request: Request) -> Response:
        name = request.query_params.get("transcript", "")
        file = study().transcripts.recording(name) if name in study().transcripts.names() else None
        if file is None:
            return Response(status_code=404)
        return FileResponse(file, media_type=SOUND[file.suffix.lower()], headers={"Cache-Control": "no-store"})

    def part(request: Request) -> Response:
        text = BUNDLES.get(request.path_params["name"])
        if text is None:
            return Response(status_code=404)
        # Named by what it holds, so it never changes.
        headers = {"Cache-Control": "private, max-age=31536000, immutable"}
        return Response(text, media_type="text/javascript", headers=headers)

    def start(_request: Request) -> Response:
        return RedirectResponse("/")

    return [
        Route(HOME, answered(start)),
        Route(NEWEST, answered(newest)),
        Route(RECORDING, answered(recording)),
        Route(f"{PART}/{{name}}", answered(part)),
    ]
