"""How far is it, and shall it go on?"""

from collections.abc import Callable

from workbench.model import WorkbenchError

Progress = Callable[[str, float], None]
"""Told what is being done and how far it is, 0 to 1."""


class Stopped(WorkbenchError):
    """The person asked to stop."""

    def __init__(self) -> None:
        super().__init__("Stopped as asked; nothing was changed.")


class Teller:
    """Tells a person how far a piece of work is, and stops it where they ask for that.

    >>> heard = []
    >>> Teller(lambda what, share: heard.append((what, share))).part(0.5, 1.0)("reading", 0.5)
    >>> heard
    [('reading', 0.75)]
    """

    def __init__(
        self,
        progress: Progress | None = None,
        should_stop: Callable[[], bool] | None = None,
        start: float = 0.0,
        end: float = 1.0,
    ) -> None:
        self._progress, self._should_stop, self._start, self._end = progress, should_stop, start, end

    def __call__(self, what: str, share: float) -> None:
        """`share` of this piece is done, `what` comes next. Stopped is raised where the person asked for it."""
        if self._progress:
            self._progress(what, round(self._start + share * (self._end - self._start), 4))
        if self._should_stop and self._should_stop():
            raise Stopped

    def part(self, start: float, end: float) -> "Teller":
        """A teller for what is done between the shares `start` and `end` of this piece of work."""
        width = self._end - self._start
        return Teller(self._progress, self._should_stop, self._start + start * width, self._start + end * width)
