"""What part of the study is looked at: one set of filters, the same on every page, in every command and table."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

NOT_GIVEN = "(not given)"
"""Stands for the value of participants who have none for an attribute."""

FILTER_LAYERS = ("", "independent", "agreed", "all")
"""Layers to look at; "" is what counts for themes: the agreed layer where there is one, else everybody's own."""

CODED = ("", "coded", "uncoded")


@dataclass(frozen=True, slots=True)
class Filters:
    """Names that something must have one of; an empty tuple filters nothing.

    `attributes` are (attribute, value) as text; a value may be a band, `20–29`; values of one attribute are
    alternatives, different attributes must all hold. `coded` is about hits of a search: those in a passage that is
    coded, or in none.

    >>> Filters(attributes=(("phase", "2"),), layer="agreed").words(of=19, left=12)
    '12 of 19 participants, phase 2, agreed layer'
    """

    participants: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    codes: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    layer: str = ""
    roles: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    coded: str = ""

    def __bool__(self) -> bool:
        return self != Filters()

    def with_(self, **changes: Any) -> "Filters":
        """The same filters with some of them set otherwise."""
        return replace(self, **changes)

    def by_attribute(self) -> dict[str, tuple[str, ...]]:
        """The values looked for, by attribute."""
        found: dict[str, tuple[str, ...]] = {}
        for name, value in self.attributes:
            found[name] = (*found.get(name, ()), value)
        return found

    def words(self, *, of: int, left: int | None = None) -> str:
        """The filters as a person would say them: `left` participants are looked at of the study's `of`."""
        looked_at = len(self.participants) or of if left is None else left
        said = [f"{looked_at} of {of} participants" if looked_at < of else ""]
        said += [f"{name} {' or '.join(values)}" for name, values in self.by_attribute().items()]
        said.append(_named("transcript", self.transcripts))
        said.append(f"said by {' or '.join(f'{role}s' for role in self.roles)}" if self.roles else "")
        said.append(f"coded as {' or '.join(self.codes)}" if self.codes else "")
        said.append(f"coded by {' or '.join(self.coders)}" if self.coders else "")
        said.append({"": "", "all": "all layers"}.get(self.layer, f"{self.layer} layer"))
        said.append({"": "", "coded": "coded places only", "uncoded": "places not coded"}[self.coded])
        return ", ".join(filter(None, said)) or f"all {of} participants"

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, only what is set."""
        given = {name: value for name, value in asdict(self).items() if value}
        return {name: _plain(value) for name, value in given.items()}

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Filters":
        """Back from `as_dict`; what this version does not know is left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: _frozen(value) for name, value in values.items() if name in known})


def _named(noun: str, names: tuple[str, ...]) -> str:
    if not names:
        return ""
    return f"{noun} {names[0]}" if len(names) == 1 else f"{len(names)} {noun}s"


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, (list, tuple)) else value
