"""What a number on agreement is: a value, or a reason why there is none, and how sure one may be of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient's value; NaN where it is undefined, and then `reason` says why in a sentence, else it is empty."""

    value: float
    reason: str = ""

    @property
    def defined(self) -> bool:
        return not math.isnan(self.value)


@dataclass(frozen=True, slots=True)
class Interval:
    """A nominal 95 % interval and how it was made."""

    low: float
    high: float
    method: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its 95 % interval.

    `value` is NaN where the coefficient is undefined, `low` and `high` where there is no interval; `reason` says why,
    `method` how the interval was made. `beside` is the interval by the other method, where there is one.
    """

    value: float
    low: float = math.nan
    high: float = math.nan
    reason: str = ""
    method: str = ""
    beside: Interval | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: None for NaN, None for an empty reason.

        >>> Estimate(0.5, reason="Only 2 transcripts.").as_dict()["low"] is None
        True
        """
        shown: dict[str, Any] = {
            "value": number(self.value),
            "low": number(self.low),
            "high": number(self.high),
            "reason": self.reason or None,
            "method": self.method or None,
        }
        if self.beside is not None:
            shown["beside"] = {"low": self.beside.low, "high": self.beside.high, "method": self.beside.method}
        return shown


def number(value: float) -> float | None:
    """The value as JSON can hold it: a plain float, or None for NaN."""
    return None if math.isnan(value) else float(value)


def numbers(estimates: Mapping[str, Estimate]) -> dict[str, dict[str, Any]]:
    """Every estimate as plain values, by name."""
    return {name: estimate.as_dict() for name, estimate in estimates.items()}
