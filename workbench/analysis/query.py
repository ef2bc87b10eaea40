"""How is a question for passages written, and what does it mean? `harm and not (trust or "open weights")`.

    query    any of several, parted by `or`; each all of several, parted by `and` (or `near`, which is `and near`)
    part     CODE · under CODE (it or a code below it) · near CODE, near:3 CODE (within so many turns)
             said "words" (they stand in it) · after "words" (the question before it has them) · after question
             not PART · ( QUERY )

A code is written as it is called, and the longest name that is one wins: `selling and contracts` is a code where one
is called so. Quotes are needed where a name holds a bracket or begins with one of these words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.model import NotFound, WorkbenchError

PIECE = re.compile(
    r'\s*(?:(?P<open>\()|(?P<close>\))|["“„](?P<quoted>[^"“”]*)["”]|(?P<word>[^\s()"“”„]+)|(?P<stray>["“”„]))'
)
NEAR = re.compile(r"near(?::(\d{1,4}))?", re.IGNORECASE)
KEYWORDS = frozenset({"and", "or", "not", "under", "said", "after"})


@dataclass(frozen=True, slots=True)
class OfCode:
    """A passage of the code, or one that meets a passage of it. `codes` are its name and, with `under`, those below.

    `near` are turns between the two; None: they meet as the whole question says.
    """

    codes: tuple[str, ...]
    near: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """The words stand in the passage."""

    words: str


@dataclass(frozen=True, slots=True)
class After:
    """The interviewer's last turn before the passage has the words; None: it is the turn before, and asks something."""

    words: str | None


@dataclass(frozen=True, slots=True)
class Not:
    part: "Query"


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple["Query", ...]


Query = OfCode | Said | After | Not | Both | Either


def parse(text: str, parents: Mapping[str, str | None]) -> Query:
    """The question that `text` asks. `parents` maps each code of the codebook to the code above it, or None.

    A `WorkbenchError` that names the place where it cannot be read; `NotFound` for a code that is not there. Codes are
    found in small or capital letters.

    >>> parse("harm and not near:2 trust", {"harm": None, "Trust": None})
    Both(parts=(OfCode(codes=('harm',), near=None), Not(part=OfCode(codes=('Trust',), near=2))))
    """
    return _Parser(text, parents).whole()


def codes_looked_for(query: Query) -> list[str]:
    """The codes whose passages can be an answer, each once: those not denied, and not only near by."""
    return list(dict.fromkeys(_looked_for(query)))


def _looked_for(query: Query) -> list[str]:
    match query:
        case OfCode(codes, None):
            return list(codes)
        case Both(parts) | Either(parts):
            return [one for part in parts for one in _looked_for(part)]
    return []


def renamed(text: str, before: Iterable[str], after: Iterable[str], names: Mapping[str, str]) -> str:
    """The same question when codes are called otherwise: `names` maps old to new, beside the names of all codes.

    It stays as it is where it does not name them; every name is quoted where the new ones would be read as others.

    >>> renamed("harm and trust", ["harm", "trust"], ["harms", "trust"], {"harm": "harms"})
    'harms and trust'
    >>> renamed("harm and trust", ["harm", "trust", "x"], ["harm", "trust", "harm and trust"], {"x": "harm and trust"})
    '"harm" and "trust"'
    """
    try:
        places = _places(text, before)
    except WorkbenchError:
        return text
    wanted = [names.get(name, name) for _start, _end, name in places]
    if wanted == [name for *_, name in places] and _reads(text, after, wanted):
        return text
    new = _written(text, places, map(quoted, wanted))
    return new if _reads(new, after, wanted) else _written(text, places, (f'"{name}"' for name in wanted))


Place = tuple[int, int, str]
"""Where a code is named in a question, and its name."""


def _places(text: str, codes: Iterable[str]) -> list[Place]:
    reading = _Parser(text, dict.fromkeys(codes))
    reading.whole()
    return reading.named


def _reads(text: str, codes: Iterable[str], wanted: list[str]) -> bool:
    """Whether the question names these codes and no others."""
    try:
        return [name for *_, name in _places(text, codes)] == wanted
    except WorkbenchError:
        return False


def _written(text: str, places: list[Place], names: Iterable[str]) -> str:
    new, at = "", 0
    for (start, end, _name), name in zip(places, names, strict=True):
        new, at = new + text[at:start] + name, end
    return new + text[at:]


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    text: str
    at: int

    @property
    def end(self) -> int:
        return self.at + len(self.text) + (2 if self.kind == "quoted" else 0)


class _Parser:
    def __init__(self, text: str, parents: Mapping[str, str | None]) -> None:
        self.text, self.parents = text, parents
        self.by_fold = {name.casefold(): name for name in parents}
        self.pieces = list(_pieces(text))
        self.next = 0
        self.named: list[Place] = []

    def whole(self) -> Query:
        if not self.pieces:
            raise WorkbenchError("The query is empty. Name a code, or codes with and, or, not between them.")
        found = self.alternatives()
        if (left := self.peek()) is not None:
            raise self.wrong(left, "a bracket is closed that was not opened")
        return found

    def alternatives(self) -> Query:
        parts = [self.together()]
        while self.takes("or"):
            parts.append(self.together())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def together(self) -> Query:
        parts = [self.part()]
        while (piece := self.peek()) is not None:
            if not self.takes("and") and not (piece.kind == "word" and NEAR.fullmatch(piece.text)):
                break
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def part(self) -> Query:
        piece = self.peek()
        if piece is None:
            raise WorkbenchError(
                f"The query ends too soon, after '{self.text.strip()[-20:]}'. A code is missing there."
            )
        if piece.kind == "open":
            self.next += 1
            found = self.alternatives()
            if (close := self.peek()) is None or close.kind != "close":
                raise self.wrong(piece, "this bracket is not closed")
            self.next += 1
            return found
        if piece.kind == "close":
            raise self.wrong(piece, "a code is missing before this bracket")
        if self.takes("not"):
            return Not(self.part())
        if self.takes("said"):
            return Said(self.words(piece))
        if self.takes("after"):
            if self.takes("question"):
                return After(None)
            return After(self.words(piece))
        near = NEAR.fullmatch(piece.text) if piece.kind == "word" else None
        if near:
            self.next += 1
        under = self.takes("under")
        return OfCode(self.code(piece, under=under), int(near[1] or 1) if near else None)

    def code(self, before: _Piece, *, under: bool) -> tuple[str, ...]:
        piece = self.peek()
        if piece is not None and piece.kind == "quoted":
            self.next += 1
            name = " ".join(piece.text.split())
        else:
            name = self.longest_name()
        if not name:
            raise self.wrong(piece or before, "a code is missing here")
        known = self.by_fold.get(name.casefold())
        if known is None:
            raise NotFound("code", name, list(self.parents))
        if piece is not None:
            self.named.append((piece.at, self.pieces[self.next - 1].end, known))
        return tuple(self.below(known)) if under else (known,)

    def longest_name(self) -> str:
        """The words that follow, up to one of the language's own; more where a code is called so."""
        words: list[str] = []
        while (one := self.peek(len(words))) is not None and one.kind == "word":
            words.append(one.text)
        plain = next((i for i, word in enumerate(words) if _is_keyword(word)), len(words))
        known = (n for n in range(len(words), plain, -1) if " ".join(words[:n]).casefold() in self.by_fold)
        length = next(known, plain)
        self.next += length
        return " ".join(words[:length])

    def below(self, name: str) -> Iterator[str]:
        yield name
        for child, parent in self.parents.items():
            if parent == name:
                yield from self.below(child)

    def words(self, before: _Piece) -> str:
        piece = self.peek()
        if piece is None or piece.kind not in ("quoted", "word") or not piece.text.strip():
            raise self.wrong(
                piece or before, f"words are missing after '{before.text}': {before.text} \"open weights\""
            )
        self.next += 1
        return piece.text

    def peek(self, on: int = 0) -> _Piece | None:
        return self.pieces[self.next + on] if self.next + on < len(self.pieces) else None

    def takes(self, keyword: str) -> bool:
        piece = self.peek()
        if piece is None or piece.kind != "word" or piece.text.lower() != keyword:
            return False
        self.next += 1
        return True

    def wrong(self, piece: _Piece, says: str) -> WorkbenchError:
        where = self.text[piece.at : piece.at + 20].strip()
        return WorkbenchError(f"The query cannot be read at character {piece.at + 1} ('{where}'): {says}.")


def _is_keyword(word: str) -> bool:
    return word.lower() in KEYWORDS or NEAR.fullmatch(word) is not None


def _pieces(text: str) -> Iterator[_Piece]:
    for found in PIECE.finditer(text):
        kind = found.lastgroup or ""
        at = found.start(kind) - (1 if kind == "quoted" else 0)
        if kind == "stray":
            raise WorkbenchError(
                f"The query cannot be read at character {at + 1}: this quotation mark has no other end."
            )
        yield _Piece(kind, found[kind], at)


def quoted(name: str) -> str:
    """A code's name as a query holds it.

    >>> quoted("open weights"), quoted("near and far")
    ('open weights', '"near and far"')
    """
    plain = not any(_is_keyword(word) for word in name.split()) and not re.search(r'[()"“”„]', name)
    return name if plain else f'"{name}"'


def built(
    *,
    every: Sequence[str] = (),
    some: Sequence[str] = (),
    none: Sequence[str] = (),
    near: Sequence[str] = (),
    turns: int = 1,
    said: str = "",
    after: str | None = None,
) -> str:
    """A question put together: all of, any of, none of, within so many turns of these codes; words that stand in the
    passage; words of the question before it (empty: it answers one). "" where nothing is asked.

    >>> built(every=["harm"], some=["a", "b"], near=["trust"], turns=3, after="")
    'harm and (a or b) and near:3 trust and after question'
    >>> built(some=["a", "b"], none=["harm"], said='the "fence"')
    '(a or b) and not harm and said "the fence"'
    >>> built(some=["a", "b"]), built()
    ('a or b', '')
    """
    parts = [quoted(name) for name in every]
    parts += [" or ".join(map(quoted, some))] if some else []
    at = len(parts) - 1
    parts += [f"not {quoted(name)}" for name in none]
    parts += [f"near:{turns} {quoted(name)}" for name in near]
    if words := _without_marks(said):
        parts.append(f'said "{words}"')
    if after is not None:
        words = _without_marks(after)
        parts.append(f'after "{words}"' if words else "after question")
    if len(some) > 1 and len(parts) > 1:
        parts[at] = f"({parts[at]})"
    return " and ".join(parts)


def _without_marks(words: str) -> str:
    return " ".join(re.sub('["“”„]', " ", words).split())
