"""Long work in the background: what it is doing, how far, and Stop; the rest of the app stays usable."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import streamlit as st

from workbench.model import WorkbenchError

Tell = Callable[[str, float], None]
Work = Callable[[Tell, Callable[[], bool]], Any]
"""Does it, telling how far it is and asking whether to stop."""


@dataclass
class Job:
    """A piece of work in a thread of its own. It must open what it needs itself: a study belongs to its thread."""

    name: str
    what: str = "Preparing"
    share: float = 0.0
    error: str = ""
    result: Any = None
    done: bool = False
    stop: Event = field(default_factory=Event)

    def begin(self, work: Work) -> None:
        Thread(target=self._do, args=(work,), daemon=True).start()

    def tell(self, what: str, share: float) -> None:
        self.what, self.share = what, min(max(share, 0.0), 1.0)

    def _do(self, work: Work) -> None:
        try:
            self.result = work(self.tell, self.stop.is_set)
        except WorkbenchError as error:
            self.error = str(error)
        except Exception as error:
            self.error = f"The program made a mistake ({type(error).__name__}: {error}). Nothing was changed."
        finally:
            self.done = True


def start(name: str, work: Work) -> None:
    """Begin a job of this session, unless the one of that name still runs."""
    jobs = st.session_state.setdefault("jobs", {})
    if name not in jobs:
        jobs[name] = Job(name)
        jobs[name].begin(work)


def watch(name: str, on_done: Callable[[Job], None]) -> bool:
    """Show how far the job is; whether there is one. When it ends `on_done` is called once, and the page drawn anew."""
    if name not in st.session_state.get("jobs", {}):
        return False
    _watched(name, on_done)
    return True


@st.fragment(run_every=0.5)
def _watched(name: str, on_done: Callable[[Job], None]) -> None:
    job: Job | None = st.session_state.get("jobs", {}).get(name)
    if job is None:
        return
    if job.done:
        del st.session_state["jobs"][name]
        on_done(job)
        st.rerun()
    stopping = " – stopping" if job.stop.is_set() else ""
    st.progress(job.share, text=f"{job.what[:1].upper()}{job.what[1:]}{stopping} … {job.share:.0%}")
    st.button("Stop", key=f"stop {name}", on_click=job.stop.set, disabled=job.stop.is_set())
