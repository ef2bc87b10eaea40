"""What is on the map? Rectangles, texts and lines in points from the upper left corner; all drawers take these."""

from dataclasses import dataclass, replace
from typing import Literal

Level = Literal["theme", "sub-theme", "code"]
Kind = Literal["relation", "conflict", "part of"]
Sign = Literal["theme", "sub-theme", "code", "part of", "relation", "conflict"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle with its upper left corner at `x`, `y`."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def moved(self, dx: float, dy: float) -> "Rect":
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def overlaps(self, other: "Rect", gap: float = 0.0) -> bool:
        """Whether the two come closer than `gap`; touching is not overlapping.

        >>> Rect(0, 0, 2, 2).overlaps(Rect(2, 0, 2, 2)), Rect(0, 0, 2, 2).overlaps(Rect(2, 0, 2, 2), gap=1)
        (False, True)
        """
        return (
            self.x < other.right + gap
            and other.x < self.right + gap
            and self.y < other.bottom + gap
            and other.y < self.bottom + gap
        )

    def crossed_by(self, one: Point, other: Point) -> bool:
        """Whether a level or upright line comes inside; along the rim is outside."""
        left, right = sorted((one[0], other[0]))
        top, bottom = sorted((one[1], other[1]))
        return left < self.right and self.x < right and top < self.bottom and self.y < bottom

    def grown(self, by: float) -> "Rect":
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text: `x` is its left end, `y` its baseline, `width` what was measured.

    If it is `turned`, it reads upward from there, and `x` is its baseline.
    """

    words: str
    x: float
    y: float
    width: float
    size: float
    bold: bool = False
    italic: bool = False
    turned: bool = False

    def moved(self, dx: float, dy: float) -> "Text":
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class Box:
    """A theme, sub-theme or code. `share` (0 to 1) of its width is shaded; `colour` counts in the palette."""

    name: str
    level: Level
    theme: str
    rect: Rect
    texts: tuple[Text, ...]
    colour: int
    share: float = 0.0

    def moved(self, dx: float, dy: float) -> "Box":
        texts = tuple(text.moved(dx, dy) for text in self.texts)
        return replace(self, rect=self.rect.moved(dx, dy), texts=texts)


@dataclass(frozen=True, slots=True)
class Twig:
    """A solid line that says `part of`."""

    points: tuple[Point, ...]
    colour: int

    def moved(self, dx: float, dy: float) -> "Twig":
        return replace(self, points=tuple((x + dx, y + dy) for x, y in self.points))


@dataclass(frozen=True, slots=True)
class Cluster:
    """A theme with all that belongs to it; `rect` holds every box and twig, and its corner is the theme's own."""

    name: str
    rect: Rect
    boxes: tuple[Box, ...]
    twigs: tuple[Twig, ...]

    def moved(self, dx: float, dy: float) -> "Cluster":
        boxes = tuple(box.moved(dx, dy) for box in self.boxes)
        twigs = tuple(twig.moved(dx, dy) for twig in self.twigs)
        return Cluster(self.name, self.rect.moved(dx, dy), boxes, twigs)


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line with a head at its last point, and its verb on a white ground.

    A relation is dashed; one that says `part of` is solid; a conflict is dashed and has a head at both ends.
    """

    source: str
    target: str
    points: tuple[Point, ...]
    ground: Rect
    texts: tuple[Text, ...]
    kind: Kind = "relation"


@dataclass(frozen=True, slots=True)
class Key:
    """One sample of the legend with its words."""

    kind: Sign
    rect: Rect
    text: Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture. `notes` name relations that found no way round the boxes; `down` is how far the
    themes were moved down from where their positions put them, to make room above."""

    width: float
    height: float
    clusters: tuple[Cluster, ...]
    arrows: tuple[Arrow, ...]
    keys: tuple[Key, ...]
    below: tuple[Text, ...]
    notes: tuple[str, ...] = ()
    down: float = 0.0
    size: str = "participants"

    @property
    def boxes(self) -> tuple[Box, ...]:
        return tuple(box for cluster in self.clusters for box in cluster.boxes)
