"""How a coder has arranged the coding view: own keys, and codes pinned to digits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.model import WorkbenchError
from workbench.study.base import Collection, put_setting, setting

DIGITS = "123456789"
TREE = "tree:"
"""How the names of commands begin that are for a code in the tree; their keys may mean something else in the text."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`keys` map a command of the coding view to the key that a coder wants for it, `pins` a digit to a code's name."""

    keys: Mapping[str, str] = field(default_factory=dict)
    pins: Mapping[str, str] = field(default_factory=dict)


class Desk(Collection):
    """Kept with the study for each coder, so that it is the same in every browser."""

    def mine(self) -> Arrangement:
        """The acting coder's; a code that was removed since is not pinned any more."""
        with self._store.read() as connection:
            found: Any = setting(connection, f"desk {self._coder}") or {}
        codes = {code.guid: code.name for code in self._study.codebook}
        names = {name: name for name in codes.values()}  # as 0.2.0 kept them
        pins = {digit: codes.get(kept) or names.get(kept) for digit, kept in found.get("pins", {}).items()}
        return Arrangement(found.get("keys", {}), {digit: name for digit, name in pins.items() if name})

    def keep(self, *, keys: Mapping[str, str] | None = None, pins: Mapping[str, str] | None = None) -> None:
        """Keep other keys or pins as the acting coder's; what is not given stays as it is. A pin keeps to its code
        when that is renamed."""
        before = self.mine()
        keys, pins = before.keys if keys is None else keys, before.pins if pins is None else pins
        if any(digit not in DIGITS or len(digit) != 1 for digit in pins):
            raise WorkbenchError("Codes can be pinned to the digits 1 to 9 only.")
        places = {(name.startswith(TREE), key) for name, key in keys.items()}
        if len(places) < len(keys) or any(not key or len(key) > 30 for key in keys.values()):
            raise WorkbenchError("Two commands cannot have the same key. Choose another one.")
        ids = {code.name: code.guid for code in self._study.codebook}
        kept = {digit: ids[name] for digit, name in pins.items() if name in ids}
        with self._store.act("settings", f"Arranged the coding view of {self._coder}", coder=self._coder) as act:
            put_setting(act, f"desk {self._coder}", {"keys": dict(keys), "pins": kept})
