"""Tables for a LaTeX paper: booktabs and longtable, every word shown as it was said and none carried out.

The fragment compiles without warnings by pdflatex, xelatex and lualatex inside the document that its first lines name.
A character that the engine or its font has not (pdflatex: Greek, Hebrew, emoji …) is printed as its number, [U+03B1].
"""

import re

from workbench.exports.tables.table import Row, Table, is_wide, shares, shown

CAPACITY = {False: 100, True: 150}
"""Characters of \\footnotesize that fit on one line of an A4 page with margins of 2.5 cm, upright and landscape."""

LINES = 30
"""A row taller than this many lines is set as several, because a row cannot break over pages."""

HEAD = r"""% \documentclass{article}
% \usepackage[a4paper,margin=2.5cm]{geometry}
% \usepackage{iftex,array,booktabs,longtable,pdflscape}
% \ifpdftex\usepackage[T1]{fontenc}\fi
% \begin{document}\input{THIS FILE}\end{document}
\providecommand{\workbenchchar}[1]{%
  \ifpdftex[U+#1]\else\iffontchar\font"#1 \char"#1 \else[U+#1]\fi\fi}"""

_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "…": r"\textellipsis{}",
    "\u00a0": "~",
    "\u00ad": r"\-",
    "\t": " ",
}
_GREEK = (
    "αalpha βbeta γgamma δdelta εvarepsilon ζzeta ηeta θtheta ιiota κkappa λlambda μmu νnu ξxi πpi ρrho ςvarsigma "
    "σsigma τtau υupsilon φvarphi χchi ψpsi ωomega ΓGamma ΔDelta ΘTheta ΛLambda ΞXi ΠPi ΣSigma ΦPhi ΨPsi ΩOmega "
    "≤leq ≥geq ≠neq ≈approx −- ∞infty →rightarrow ←leftarrow ↔leftrightarrow √surd ∈in ∑sum"
)
_SIGNS |= {pair[0]: rf"\ensuremath{{{pair[1:] if pair[1:] == '-' else chr(92) + pair[1:]}}}" for pair in _GREEK.split()}
_KNOWN = re.compile(
    "[ -~\u00a1-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e–—‘’‚“”„†‡•‹›€™]"
)
_BREAKS = "-/_.@:=&?,;"
_PAIRS = re.compile("([-',])(?=\\1)")


def to_tex(table: Table) -> bytes:
    """The table as a fragment to `\\input`: the packages it needs stand in its first lines, as a comment."""
    wide = is_wide(table)
    widths = shares(table, CAPACITY[wide])
    rooms = [max(int(width * CAPACITY[wide]) - 2, 3) for width in widths]
    kinds = [r"\raggedleft" if table.is_numeric(place) else r"\raggedright" for place in range(len(widths))]
    columns = "\n".join(
        rf"  >{{{kind}\arraybackslash\hspace{{0pt}}}}p{{\dimexpr {width:.4f}\linewidth-2\tabcolsep\relax}}"
        for width, kind in zip(widths, kinds, strict=True)
    )
    heads = " & ".join(
        rf"\textbf{{{tex(name, room * 4 // 5)}}}" for name, room in zip(table.columns, rooms, strict=True)
    )
    caption = " ".join(tex(part) for part in (_stopped(table.title), table.caption) if part)
    lines = [
        HEAD,
        r"\begin{landscape}" if wide else "",
        r"\begingroup\footnotesize\setlength{\tabcolsep}{3pt}\setlength{\LTcapwidth}{\linewidth}\emergencystretch=1em",
        rf"\begin{{longtable}}{{@{{}}%{chr(10)}{columns}%{chr(10)}@{{}}}}",
        rf"\caption{{{caption}}}\\" if caption else "",
        rf"\toprule{chr(10)}{heads} \\{chr(10)}\midrule{chr(10)}\endfirsthead",
        rf"\toprule{chr(10)}{heads} \\{chr(10)}\midrule{chr(10)}\endhead",
        r"\bottomrule" + "\n" + r"\endlastfoot",
        *(line for row in table.rows for line in _rows(row, rooms, strong=table.is_nested and not row.level)),
        r"\end{longtable}",
        *(rf"\noindent {tex(note)}\par" for note in table.notes),
        r"\endgroup",
        r"\end{landscape}" if wide else "",
    ]
    return ("\n".join(line for line in lines if line) + "\n").encode("utf-8", "replace")


def tex(text: str, room: int = 60) -> str:
    r"""Any text as LaTeX that prints it and does nothing; words longer than `room` characters may break.

    >>> print(tex(r"50 % of \input{x} -- [yes]"))
    50 \% of \textbackslash{}input\{x\} -\kern0pt- {[}yes{]}
    """
    return " ".join(_word(word, room) for word in text.split())


def _word(word: str, room: int) -> str:
    pieces = []
    for place, sign in enumerate(word):
        pieces.append(_sign(sign))
        after = word[place + 1 : place + 2]
        if _PAIRS.match(word, place):
            pieces.append(r"\kern0pt" + ("" if after in "-'," else " "))
        if after and (_sign(sign).startswith(r"\workbenchchar") or (sign in _BREAKS and len(word) > room // 2)):
            pieces.append(r"\allowbreak{}")
        elif after and len(word) > room and place % 3 == 2:
            pieces.append(r"\-" if sign.isalpha() else r"\allowbreak{}")
    return "".join(pieces)


def _sign(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    if _KNOWN.fullmatch(sign):
        return sign
    return rf"\workbenchchar{{{ord(sign):04X}}}" if sign.isprintable() else ""


def _rows(row: Row, rooms: list[int], *, strong: bool) -> list[str]:
    """The row's lines of LaTeX: one, or several where a cell is too tall for one page."""
    slices = [_slices(shown(cell), room) for cell, room in zip(row.cells, rooms, strict=True)]
    lines = []
    for number in range(max(map(len, slices), default=0)):
        cells = []
        for place, (texts, room) in enumerate(zip(slices, rooms, strict=True)):
            paragraphs = texts[number] if number < len(texts) else []
            indent = rf"\hspace*{{{row.level}em}}" if place == 0 and row.level and paragraphs else ""
            words = r"\par ".join(tex(paragraph, room) for paragraph in paragraphs)
            cells.append(indent + (rf"\textbf{{{words}}}" if strong and place == 0 and len(paragraphs) == 1 else words))
        lines.append("{}" + " & ".join(cells) + r" \\")
    return [*lines[:-1], lines[-1] + r"\addlinespace"] if lines else []


def _slices(text: str, room: int) -> list[list[str]]:
    """The text's paragraphs in groups of at most about LINES lines of `room` characters."""
    slices: list[list[str]] = [[]]
    left = LINES * room
    for paragraph in filter(str.strip, text.split("\n")):
        words: list[str] = []
        for word in paragraph.split():
            if left < len(word) and (words or slices[-1]):
                slices[-1].extend([" ".join(words)] if words else [])
                slices.append([])
                words, left = [], LINES * room
            words.append(word)
            left -= len(word) + 1
        slices[-1].append(" ".join(words))
        left -= room // 2
    return slices


def _stopped(title: str) -> str:
    return title if not title or title[-1] in ".?!" else title + "."
