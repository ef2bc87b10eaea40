"""How wide is a text in print? Measured in the metrics that Arial, Helvetica, Liberation Sans and Arimo share.

The widths are read from the packaged Arimo; the figures name Liberation Sans first, which the converter to pdf and png
brings along, and the others after it, so that a figure keeps its line breaks wherever it is opened.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FAMILY = "Liberation Sans, Arimo, Arial, Helvetica, sans-serif"
ASCENT, DESCENT = 0.905, 0.212
"""Above and below the baseline, as shares of the size."""
LEADING = 1.18
"""From baseline to baseline, as a share of the size."""

_JOINER = "\u200d"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width in the unit of `size`, without kerning. A character that the font has not counts as a wide one.

    >>> round(text_width("Arial", 10), 2), text_width("", 10)
    (20.0, 0.0)
    """
    advances = _advances(bold)
    return sum(advances.get(ord(sign), _foreign(sign)) for sign in text) * float(size)


def is_measured(text: str) -> bool:
    """Whether the font has every character, so that the width is exact and not only wide enough.

    >>> is_measured("né"), is_measured("世界"), is_measured("")
    (True, False, False)
    """
    advances = _advances(False)
    return bool(text) and all(ord(sign) in advances for sign in text)


def wrapped(text: str, size: float, room: float, *, bold: bool = False, most: int = 6, even: bool = True) -> list[str]:
    """The text in lines no wider than `room`, `most` of them at most (the last ends in …).

    `even` lines are as long as each other, for boxes; else each is filled, as in a paragraph.

    Words are kept whole unless one alone is wider than `room`; then it is cut between characters as people see them.

    >>> wrapped("what counts as original", 8, 60)
    ['what counts', 'as original']
    """

    def lines_in(width: float) -> list[str]:
        return _greedy(text, size, width, bold=bold)

    lines = lines_in(room)
    if len(lines) > most:
        last = lines[most - 1]
        while last and text_width(last + "…", size, bold=bold) > room:
            last = "".join(graphemes(last)[:-1])
        return [*lines[: most - 1], last.rstrip() + "…"]
    if not even:
        return lines
    widest = max((text_width(word, size, bold=bold) for word in text.split()), default=0.0)
    low, high = min(max(room / 2, widest), room), room
    while high - low > 0.5 and len(lines) > 1:
        middle = (low + high) / 2
        fits = len(lines_in(middle)) == len(lines)
        low, high = (low, middle) if fits else (middle, high)
    return lines_in(high)


def _greedy(text: str, size: float, room: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _fitting(word, size, room, bold=bold):
            longer = f"{line} {piece}" if line else piece
            if line and text_width(longer, size, bold=bold) > room:
                lines.append(line)
                line = piece
            else:
                line = longer
    return [*lines, line] if line else lines


def _fitting(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    """The word, or its pieces where it is wider than the room: cut after / - _ . if that helps, else anywhere."""
    if text_width(word, size, bold=bold) <= room:
        return [word]
    pieces = [""]
    for sign in graphemes(word):
        if pieces[-1] and text_width(pieces[-1] + sign, size, bold=bold) > room:
            cut = max(pieces[-1].rfind(stop) for stop in "/-_.")
            head, rest = (
                (pieces[-1][: cut + 1], pieces[-1][cut + 1 :]) if cut > len(pieces[-1]) // 3 else (pieces[-1], "")
            )
            pieces[-1:] = [head, rest]
        pieces[-1] += sign
    return pieces


def graphemes(text: str) -> list[str]:
    """The characters as people see them: an accent, a variation sign or a joined emoji stays with what it belongs to.

    >>> [len(one) for one in graphemes("e\u0301a")]
    [2, 1]
    """
    found: list[str] = []
    for sign in text:
        stays = unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Mc") or sign == _JOINER
        skin = "\U0001f3fb" <= sign <= "\U0001f3ff"
        if found and (stays or skin or found[-1].endswith(_JOINER)):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _foreign(sign: str) -> float:
    """A share of the size that no common font goes beyond for a character that ours has not."""
    if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    wide = unicodedata.east_asian_width(sign) in "WF" or ord(sign) >= 0x1F000
    return 1.3 if ord(sign) >= 0x1F000 else 1.0 if wide else 0.8


@cache
def _advances(bold: bool) -> Mapping[int, float]:
    """Advance widths by character for a size of 1; bold ones by the font's own variation of the regular ones."""
    import fontpkg_arimo
    from fontTools.ttLib import TTFont
    from fontTools.varLib.models import normalizeLocation
    from fontTools.varLib.varStore import VarStoreInstancer

    font = TTFont(Path(fontpkg_arimo.ROOT) / "files" / "Arimo[wght].ttf", lazy=True)
    axes = {axis.axisTag: (axis.minValue, axis.defaultValue, axis.maxValue) for axis in font["fvar"].axes}
    place = normalizeLocation({"wght": 700 if bold else 400}, axes)
    table = font["HVAR"].table
    deltas = VarStoreInstancer(table.VarStore, font["fvar"].axes, place)
    order = font.getReverseGlyphMap()
    index = table.AdvWidthMap.mapping if table.AdvWidthMap else {}
    units = font["head"].unitsPerEm
    found = {}
    for character, glyph in font.getBestCmap().items():
        delta = deltas[index.get(glyph, order[glyph])] if bold else 0
        found[character] = (font["hmtx"][glyph][0] + delta) / units
    return found
