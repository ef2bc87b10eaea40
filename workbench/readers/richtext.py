""".rtf: the words between the control words, with bold beginnings and table cells.

Parsed here in one pass: what is bold, a cell, a header or a footer matters for turns, and converters to text lose it.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from workbench.model import Problem, Reading
from workbench.readers.document import Block, Paragraph, Table, read_blocks
from workbench.readers.registry import Source, Unreadable, reader
from workbench.readers.rules import Rules

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>.)|(?P<brace>[{}])"
    r"|(?P<words>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_LEFT_OUT = frozenset(
    """fonttbl colortbl stylesheet info header headerl headerr headerf footer footerl footerr footerf pict object
    themedata listtable listoverridetable rsidtbl generator fldinst filetbl revtbl xmlnstbl latentstyles datastore
    colorschememapping pgdsctbl bkmkstart bkmkend nonshppict userprops atnid atnauthor footnote annotation listtext
    pntext""".split()  # noqa: SIM905
)
_COUNTED = {"footnote": "notes left out", "annotation": "comments left out", "pict": "pictures left out"}
_SIGNS = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "endash": "–",
    "emdash": "—", "bullet": "•", "emspace": " ", "enspace": " ",
}  # fmt: skip
_ESCAPED = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
_PARAGRAPH, _CELL, _ROW = "\x1d", "\x1e", "\x1f"
_ENDS = {"par": _PARAGRAPH, "sect": _PARAGRAPH, "page": _PARAGRAPH, "cell": _CELL, "row": _ROW}
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_DEEPEST = 2000


@reader(".rtf")
def read_richtext(source: Source, rules: Rules) -> Reading:
    """One paragraph per turn from rich text; page headers, footers, notes, comments and pictures are left out."""
    if not source.data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable(source, "its name says rich text, its content is none.", "Export it again as .rtf or .txt.")
    ear = _Ear(source)
    ear.hear()
    problems = [Problem(f"{count} {_COUNTED[kind]}.") for kind, count in ear.left_out.items()]
    return read_blocks(list(_blocks(ear.runs)), rules, "rtf", problems)


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside a pair of braces; `stand_ins` is how many signs for older programs follow a \\u."""

    silent: bool = False
    bold: bool = False
    font: int = -1
    stand_ins: int = 1


class _Ear:
    """Hears one token after the other; `runs` are the words with whether they are bold, and the ends of paragraphs."""

    def __init__(self, source: Source) -> None:
        self.runs: list[tuple[str, bool]] = []
        self.left_out: Counter[str] = Counter()
        self._source = source
        self._group = _Group()
        self._outer: list[_Group] = []
        self._fonts: dict[int, str] = {}
        self._plain = "cp1252"
        self._waiting = bytearray()
        self._wide = False
        self._stand_ins = 0
        self._in_table = False

    def hear(self) -> None:
        text = self._source.data.decode("latin-1")
        at = 0
        while token := _TOKEN.match(text, at):
            at = token.end()
            kind, value = token.lastgroup, token[0]
            if token["word"] == "bin":  # raw bytes follow, as many as its number says
                at += max(0, int(token["number"] or 0))
            if kind == "byte":
                self._byte(int(value[2:], 16))
            elif kind == "number" or kind == "word":
                self._word(token["word"], int(token["number"]) if token["number"] else None)
            elif kind == "words":
                self._words(value)
            else:
                self._say("")
                self._stand_ins = 0
                if kind == "brace":
                    self._brace(value)
                elif kind == "sign":
                    self._sign(value[1])
        self._say("")

    def _say(self, words: str) -> None:
        """Says what waits to be decoded, then these words."""
        if self._waiting:
            codec = "utf-16-le" if self._wide else self._fonts.get(self._group.font, self._plain)
            self.runs.append((self._waiting.decode(codec, "replace"), self._group.bold))
            self._waiting.clear()
        if words and not self._group.silent:
            self.runs.append((words, self._group.bold))

    def _words(self, words: str) -> None:
        spoken = words[self._stand_ins :]
        self._stand_ins = max(0, self._stand_ins - len(words))
        if spoken:
            self._say("")
            self._say(spoken)

    def _byte(self, value: int) -> None:
        if self._stand_ins:
            self._stand_ins -= 1
        else:
            self._wait(bytes([value]), wide=False)

    def _wait(self, data: bytes, *, wide: bool) -> None:
        if wide != self._wide:
            self._say("")
        self._wide = wide
        if not self._group.silent:
            self._waiting += data

    def _brace(self, brace: str) -> None:
        if brace == "}":
            self._group = self._outer.pop() if self._outer else self._group
            return
        self._outer.append(self._group)
        if len(self._outer) > _DEEPEST:
            raise Unreadable(self._source, "the file is damaged: its groups never end.", "Save it again.")

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._group = replace(self._group, silent=True)
        elif sign in "\r\n":  # as TextEdit ends paragraphs
            self._word("par", None)
        else:
            self._say(_ESCAPED.get(sign, ""))

    def _word(self, word: str, number: int | None) -> None:
        if word == "u":
            self._wait(((number or 0) & 0xFFFF).to_bytes(2, "little"), wide=True)
            self._stand_ins = self._group.stand_ins
            return
        if word == "uc":  # may stand between the halves of an emoji
            self._group = replace(self._group, stand_ins=min(max(number or 0, 0), 20))
            return
        in_a_cell = self._in_table and word == "par"
        self._say("\n" if in_a_cell else _SIGNS.get(word) or _ENDS.get(word) or "")
        self._stand_ins = 0
        if word in {"intbl", "pard"}:
            self._in_table = word == "intbl"
        elif word in _LEFT_OUT:
            self.left_out.update([word] if word in _COUNTED and not self._group.silent else [])
            self._group = replace(self._group, silent=True)
        elif word == "b":
            self._group = replace(self._group, bold=number != 0)
        elif word == "plain":
            self._group = replace(self._group, bold=False)
        elif word == "f":
            self._group = replace(self._group, font=number or 0)
        elif word == "fcharset":
            self._fonts[self._group.font] = _CHARSETS.get(number or 0, self._plain)
        elif word == "ansicpg":
            self._plain = _codec(f"cp{number}") or self._plain
        elif word == "mac":
            self._plain = "mac_roman"


def _codec(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _blocks(runs: Iterable[tuple[str, bool]]) -> Iterator[Block]:
    """Paragraphs, and tables from what stands between the ends of cells and rows."""
    paragraph: list[tuple[str, bool]] = []
    cells: list[list[Paragraph]] = []
    rows: list[list[list[Paragraph]]] = []
    for words, bold in runs:
        if words not in _ENDS.values():
            paragraph.append((words, bold))
            continue
        if words == _CELL:
            cells.append([Paragraph.of(paragraph)])
        elif words == _ROW:
            rows.append([*cells, [Paragraph.of(paragraph)]] if paragraph else cells)
            cells = []
        else:
            if rows:
                yield Table(rows)
                rows = []
            yield Paragraph.of(paragraph)
        paragraph = []
    if rows:
        yield Table(rows)
    yield from (one for cell in cells for one in cell)
    yield Paragraph.of(paragraph)
