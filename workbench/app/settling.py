"""Is the file that people see the whole study, also while the app is open?

What was done last stands in the log beside the file (`NAME.study-wal`). People copy and send the file alone, and a
window that is shut leaves the log where it was: a colleague would be sent a study without the work of the last hours.
"""

import logging
import time
from threading import Thread

from workbench.study import Study

EVERY = 2.0
"""Seconds between two looks; the file is brought up to date at the first one at which nothing new was done."""


def keep_settled(location: str) -> None:
    """Bring the file up to date a few seconds after each act, beside the app, until the program ends."""
    if "://" not in location:
        Thread(target=_settle, args=(location,), daemon=True).start()


def _settle(location: str) -> None:
    try:
        while True:
            with Study.open(location) as study:
                if study.read_only:
                    return
                seen, settled = study.version, -1
                while True:
                    time.sleep(EVERY)
                    if study.lost:
                        break  # its file was replaced: that one is opened
                    before, seen = seen, study.version
                    if seen == before != settled:
                        study.settle()
                        settled = seen
    except Exception:  # the app itself says what is wrong with the study; this only ends
        logging.getLogger("workbench").info("The file is not brought up to date any more", exc_info=True)
