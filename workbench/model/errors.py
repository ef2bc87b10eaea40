"""What can be wrong, said to a researcher: what, where, and what to do."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from workbench.model.wording import counted


class WorkbenchError(Exception):
    """Something a person can mend. Its text is shown as it is; edges catch it once and show no traceback."""


class Unavailable(WorkbenchError):
    """The study cannot be reached or written to just now. Nothing was changed; the same may work in a while."""


class NotAChoice(WorkbenchError, ValueError):
    """A word for an option that is none of those it takes. That is wrong usage: a command ends with 2."""

    def __init__(self, says: str, choices: Iterable[str]) -> None:
        super().__init__(f"{says} Choose one of: {', '.join(choices)}.")


class NotFound(WorkbenchError):
    """A name that is not in the study; the message offers the nearest ones."""

    def __init__(self, noun: str, name: str, known: Sequence[str] = ()) -> None:
        near = get_close_matches(name, known, n=3, cutoff=0.6)
        hint = f" Did you mean {', '.join(repr(one) for one in near)}?" if near else ""
        if not near and known:
            shown = ", ".join(repr(one) for one in list(known)[:8])
            hint = f" There are: {shown}{' …' if len(known) > 8 else ''}."
        super().__init__(f"No {noun} is called {name!r}.{hint}")


class NameTaken(WorkbenchError):
    def __init__(self, noun: str, name: str) -> None:
        super().__init__(f"A {noun} called {name!r} is already there. Choose another name, or change that one.")


class BadRows(WorkbenchError):
    """Rows of a table that cannot be taken; nothing of the table was taken."""

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        shown = "\n".join(f"  {line}" for line in self.problems[:20])
        more = f"\n  … and {len(self.problems) - 20} more" if len(self.problems) > 20 else ""
        super().__init__(
            f"{file}: {counted(len(self.problems), 'problem')}, so nothing of it was taken.\n{shown}{more}"
        )


class StandsInTheWay(WorkbenchError):
    """An act cannot be undone because a later one built on it."""

    def __init__(self, change: int, what: str, later: int, later_what: str) -> None:
        self.change, self.later = change, later
        super().__init__(
            f"Change {change} ({what}) cannot be undone by itself: change {later} ({later_what}) came after it and "
            f"builds on it. Undo change {later} first, or both together (--with-later)."
        )
