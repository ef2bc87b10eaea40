"""More passages like those of a code, when the browser asks for them."""

import logging
from threading import Thread
from typing import Any

from workbench.model import WorkbenchError
from workbench.study import Study

MOST = 20
AT_ONCE = 0.4
"""Seconds that an answer is waited for; what takes longer is asked for again while coding goes on."""


def liked(study: Study, transcript: str, asked: Any, before: dict[str, Any] | None) -> dict[str, Any] | None:
    """What the browser asked for, looked for once for each time of asking: it says `code` and a `nonce`, and is given
    these with what was `found`, the `trouble` where nothing could be, or that the answer is `pending`.

    The first question of a study reads all that was said, which can take a minute: it is asked beside the session, by
    a thread with the study opened for itself, and no coding waits for it.
    """
    if not isinstance(asked, dict) or not isinstance(asked.get("code"), str):
        return before
    if before is not None and before["nonce"] == asked.get("nonce"):
        return before
    answer: dict[str, Any] = {"code": asked["code"], "nonce": asked.get("nonce"), "found": [], "trouble": ""}
    answer["pending"] = True
    location, coder = study.store.location, study.coder

    def look() -> None:
        try:
            with Study.open(location, coder=coder) as own:
                found = own.more_like(asked["code"], transcript=transcript, most=MOST)
            answer["found"] = [{"start": one.start, "end": one.end, "why": one.why} for one in found]
        except WorkbenchError as error:
            answer["trouble"] = str(error)
        except Exception:
            logging.getLogger("workbench").exception("Looking for passages failed")
            answer["trouble"] = "The program made a mistake in looking for passages. Nothing was changed."
        answer["pending"] = False

    thread = Thread(target=look, daemon=True)
    thread.start()
    thread.join(AT_ONCE)
    return answer
