"""How a theme stands: who speaks for it and against it, who says nothing of it, and how it came to be."""

from dataclasses import dataclass
from typing import Any

from workbench.model.change import Change
from workbench.model.coding import Memo
from workbench.model.theme import Quote, Theme


@dataclass(frozen=True, slots=True)
class Side:
    """One value of an attribute: participants who speak for a theme, against it, and who are silent."""

    value: str
    for_it: tuple[str, ...]
    against: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """`for_it` have passages under the theme, `against` counter-cases (both can be), `silent` neither.

    `by` has for each attribute its values. `beside` are passages coded with the theme's neighbours but not with it, of
    silent participants first. `biography` are the changes that made it what it is, oldest first. `warnings` say what a
    reader would ask, for instance that one voice carries it.
    """

    theme: Theme
    for_it: tuple[str, ...]
    against: tuple[str, ...]
    silent: tuple[str, ...]
    by: dict[str, tuple[Side, ...]]
    beside: tuple[Quote, ...]
    biography: tuple[Change, ...]
    memos: tuple[Memo, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: names of participants by side, by attribute too, passages, and the biography in words."""
        return {
            "theme": self.theme.name,
            "for": list(self.for_it),
            "against": list(self.against),
            "silent": list(self.silent),
            "by": {
                name: [
                    {"value": s.value, "for": list(s.for_it), "against": list(s.against), "silent": list(s.silent)}
                    for s in sides
                ]
                for name, sides in self.by.items()
            },
            "beside": [
                {"transcript": q.transcript, "start": q.start, "end": q.end, "text": q.text, "codes": q.code}
                for q in self.beside
            ],
            "biography": [{"time": c.time, "coder": c.coder, "what": c.what, "why": c.why} for c in self.biography],
            "memos": [{"coder": m.coder, "title": m.title, "text": m.text} for m in self.memos],
            "warnings": list(self.warnings),
        }
