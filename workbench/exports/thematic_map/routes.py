"""How does a relation get from theme to theme? On level and upright lines round every box, few bends, few crossings.

The lines run on a grid of tracks beside the boxes. Each relation takes the cheapest way that is left (Dijkstra's
algorithm over tracks and directions) and keeps it for itself; others may cross it, never run along it.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from workbench.exports.thematic_map.shapes import Point, Rect

STUB = 6.5
"""Points that a line runs straight out of a box, or into it."""
CLEAR = 4.5
"""Points between a line and any box that it passes, and between two lines side by side."""
BEND, CROSSING, GATE = 16.0, 45.0, 30.0
"""What a bend, a crossing, and a way past the port of another relation cost, in points of way."""

Side = Literal["top", "left", "right"]
Node = tuple[int, int]
LEVEL, UPRIGHT = 0, 1
State = tuple[Node, int]
"""A node, and the heading in which a line comes through it."""


@dataclass(frozen=True, slots=True)
class Port:
    """A point on a box's rim where a line may begin or end, and the point STUB away from it."""

    side: Side
    rim: Point
    out: Point

    @property
    def heading(self) -> int:
        return UPRIGHT if self.side == "top" else LEVEL


def ports(box: Rect, sides: Iterable[Side]) -> list[Port]:
    """Ports about every 20 points along the top, and every 6 down the left and right side, at least one a side.

    >>> [port.rim for port in ports(Rect(0, 0, 40, 10), ["top", "right"])]
    [(20.0, 0), (40, 5.0)]
    """
    found = []
    for side in sides:
        if side == "top":
            count = max(int(box.width // 20) - 1, 1)
            xs = [box.x + box.width * (number + 1) / (count + 1) for number in range(count)]
            found += [Port(side, (x, box.y), (x, box.y - STUB)) for x in xs]
        else:
            x, out = (box.x, box.x - STUB) if side == "left" else (box.right, box.right + STUB)
            count = max(int((box.height - 4) // 6), 1)
            ys = [box.y + box.height / 2 + 6 * (number - (count - 1) / 2) for number in range(count)]
            found += [Port(side, (x, y), (out, y)) for y in ys]
    return found


class Tracks:
    """The grid: level and upright tracks, walls and ports (`gates`) on it, and what earlier relations have taken."""

    def __init__(
        self, xs: Sequence[float], ys: Sequence[float], *, walls: Iterable[Rect], gates: Iterable[Port]
    ) -> None:
        self.xs, self.ys = list(xs), list(ys)
        self._gates = {self._node(port.out) for port in gates}
        self._closed: set[tuple[Node, Node]] = set()
        self._passed: dict[Node, int | None] = {}
        for wall in walls:
            self.block(wall)

    def block(self, rect: Rect) -> None:
        """No line may come inside this rectangle from now on."""
        columns = range(bisect_right(self.xs, rect.x), bisect_left(self.xs, rect.right))
        rows = range(bisect_right(self.ys, rect.y), bisect_left(self.ys, rect.bottom))
        for i in columns:
            for j in range(max(rows.start - 1, 0), min(rows.stop, len(self.ys) - 1)):
                self._closed.add(((i, j), (i, j + 1)))
        for j in rows:
            for i in range(max(columns.start - 1, 0), min(columns.stop, len(self.xs) - 1)):
                self._closed.add(((i, j), (i + 1, j)))

    def take(self, way: Sequence[Point]) -> None:
        """Keep a way for its relation: nobody runs along it or close beside it, or touches its bends."""
        inner = way[1:-1]
        for one, other in pairwise(inner):
            left, right = sorted((one[0], other[0]))
            top, bottom = sorted((one[1], other[1]))
            heading = UPRIGHT if left == right else LEVEL
            for i in range(bisect_left(self.xs, left - CLEAR), bisect_right(self.xs, right + CLEAR)):
                for j in range(bisect_left(self.ys, top - CLEAR), bisect_right(self.ys, bottom + CLEAR)):
                    if heading == UPRIGHT and top <= self.ys[j] < bottom:
                        self._closed.add(((i, j), (i, j + 1)))
                    if heading == LEVEL and left <= self.xs[i] < right:
                        self._closed.add(((i, j), (i + 1, j)))
                    if left <= self.xs[i] <= right and top <= self.ys[j] <= bottom:
                        self._passed[i, j] = heading
        for point in inner:
            self._passed[self._node(point)] = None

    def ways(self, starts: Sequence[Port], ends: Sequence[Port]) -> Iterator[list[Point]]:
        """Ways from a start to an end, cheapest first: the best one for each pair of sides, as corner points."""
        found: list[tuple[float, int, list[Point]]] = []
        for side in dict.fromkeys(port.side for port in starts):
            costs, before = self._search([port for port in starts if port.side == side])
            for other in dict.fromkeys(port.side for port in ends):
                arrivals = [
                    (costs[state] + self._price(state, port.heading), state, port)
                    for port in ends
                    if port.side == other
                    for state in ((self._node(port.out), LEVEL), (self._node(port.out), UPRIGHT))
                    if state in costs and self._may_leave(state, port.heading)
                ]
                if arrivals:
                    cost, state, port = min(arrivals, key=lambda one: one[:2])
                    found.append((cost, len(found), self._way(state, port, before)))
        for _, _, way in sorted(found, key=lambda one: one[:2]):
            yield way

    def _search(self, starts: Sequence[Port]) -> tuple[dict[State, float], dict[State, State | Port]]:
        """The cost of every state from the nearest start, and what it was reached from."""
        costs: dict[State, float] = {}
        before: dict[State, State | Port] = {}
        queue: list[tuple[float, int, State]] = []
        came: list[State | Port] = []
        for port in starts:
            if (node := self._node(port.out)) not in self._passed:
                heapq.heappush(queue, (0.0, len(came), (node, port.heading)))
                came.append(port)
        while queue:
            cost, number, state = heapq.heappop(queue)
            if state in costs:
                continue
            costs[state], before[state] = cost, came[number]
            for step, further in self._next(state):
                if further not in costs:
                    heapq.heappush(queue, (cost + step, len(came), further))
                    came.append(state)
        return costs, before

    def _next(self, state: State) -> Iterator[tuple[float, State]]:
        """The states one track further on, and what it costs to get there."""
        (i, j), _ = state
        for k, m, heading in ((i - 1, j, LEVEL), (i + 1, j, LEVEL), (i, j - 1, UPRIGHT), (i, j + 1, UPRIGHT)):
            if not (0 <= k < len(self.xs) and 0 <= m < len(self.ys)) or not self._may_leave(state, heading):
                continue
            edge = ((i, j), (k, m)) if (i, j) < (k, m) else ((k, m), (i, j))
            if edge not in self._closed:
                length = abs(self.xs[i] - self.xs[k]) + abs(self.ys[j] - self.ys[m])
                yield length + self._price(state, heading), ((k, m), heading)

    def _may_leave(self, state: State, heading: int) -> bool:
        """Straight on may cross another line; a bend needs a place of its own, and no line touches another's bend."""
        node, came = state
        return node not in self._passed or (came == heading and self._passed[node] == 1 - heading)

    def _price(self, state: State, heading: int) -> float:
        node, came = state
        return BEND * (came != heading) + CROSSING * (node in self._passed) + GATE * (node in self._gates)

    def _way(self, last: State, end: Port, before: dict[State, State | Port]) -> list[Point]:
        """From rim to rim, by way of both stubs' ends; only corners between."""
        back: list[Point] = []
        step: State | Port = last
        while not isinstance(step, Port):
            (i, j), _ = step
            back.append((self.xs[i], self.ys[j]))
            step = before[step]
        points = back[::-1]
        corners = [
            point
            for one, point, other in zip(points, points[1:], points[2:], strict=False)
            if not (one[0] == point[0] == other[0] or one[1] == point[1] == other[1])
        ]
        return [step.rim, points[0], *corners, *points[1:][-1:], end.rim]

    def _node(self, point: Point) -> Node:
        node = bisect_left(self.xs, point[0]), bisect_left(self.ys, point[1])
        if (self.xs[node[0]], self.ys[node[1]]) != point:
            raise ValueError(f"{point} is on no track.")
        return node


def spread(fixed: Iterable[float], wished: Iterable[float], apart: float) -> list[float]:
    """All `fixed` numbers, and of the others those that keep `apart` from every one taken before; ascending.

    >>> spread([0, 10], [2, 5, 20], 4)
    [0, 5, 10, 20]
    """
    taken = sorted(set(fixed))
    for value in wished:
        place = bisect_left(taken, value)
        if all(abs(value - near) >= apart for near in taken[max(place - 1, 0) : place + 1]):
            taken.insert(place, value)
    return taken
