"""Where in a text stands a quote that another program wrote, with blanks, quotation marks and hyphens of its own?"""

import re
import unicodedata

_SAME = str.maketrans("’‘“”„–—\u00a0\u202f", '\'\'"""--  ')
_NOTHING = frozenset("\u00ad\u200b\u2060\ufeff\r")
_CUT = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")


class Text:
    """A text in which many quotes are looked for; it is folded once.

    >>> text = Text("I: And?\\n\\nP: “Well,  yes”, she said.")
    >>> text.find('"Well, yes", she said.')
    (12, 35)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        folded, self._at = [], []
        blank = True
        for place, sign in enumerate(text):
            if sign in _NOTHING:
                continue
            sign = sign.translate(_SAME)
            if sign.isspace():
                if blank:
                    continue
                sign = " "
            blank = sign == " "
            folded.append(sign)
            self._at.append(place)
        self._folded = "".join(folded)

    def find(self, quote: str, *, near: int | None = None) -> tuple[int, int] | None:
        """The passage that the quote is: the one nearest to `near`, else the first; None where it stands nowhere.

        A quote that was cut off with an ellipsis is found by what there is of it.
        """
        places = self.all(quote)
        if not places:
            return None
        return places[0] if near is None else min(places, key=lambda place: abs(place[0] - near))

    def all(self, quote: str) -> list[tuple[int, int]]:
        """Every place where the quote stands."""
        wanted = _folded(quote)
        found = self._places(wanted)
        if not found and _CUT.search(quote):
            found = self._places(_folded(_CUT.sub("", quote)))
        if not found and unicodedata.normalize("NFC", quote) != quote:
            found = self._places(_folded(unicodedata.normalize("NFC", quote)))
        return found

    def _places(self, wanted: str) -> list[tuple[int, int]]:
        places = []
        at = self._folded.find(wanted) if wanted else -1
        while at >= 0:
            places.append((self._at[at], self._at[at + len(wanted) - 1] + 1))
            at = self._folded.find(wanted, at + 1)
        return places

    def holds(self, start: int, end: int, quote: str) -> bool:
        """Whether the passage says what the quote says."""
        return _folded(self.text[start:end]) == _folded(quote) != ""


def _folded(quote: str) -> str:
    kept = "".join(sign for sign in quote if sign not in _NOTHING).translate(_SAME)
    return " ".join(kept.split())
