"""The texts of a project, from wherever the tool put them, each with the element that its selections stand in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from workbench.exports.refi.reading.elements import children, get, key, local, number
from workbench.exports.refi.reading.package import Package
from workbench.exports.refi.reading.positions import Raw, Selected
from workbench.exports.refi.reading.problems import Problems
from workbench.model import WorkbenchError
from workbench.readers import read

MEDIA = {"AudioSource": "recordings", "VideoSource": "videos", "PictureSource": "pictures", "PDFSource": "PDF files"}
SIGN = "□"
"""Stands for a character of a text that was not in the file."""
_ENDINGS = {".txt", ".md", ".docx", ".doc", ".rtf", ".odt", ".pdf", ".html", ".htm", ".mp3", ".mp4", ".m4a", ".wav"}


@dataclass(frozen=True)
class Text:
    """A text of a project. `owner` is the source that it belongs to; `element` holds its selections and codings.

    `original` is the file that the text was made of, with its name, where the project has it. `missing` says that the
    text itself was not in the file.
    """

    key: str
    name: str
    element: Any
    owner: Any
    raw: Raw
    original: tuple[str, bytes] | None = None
    missing: bool = False

    @property
    def selected(self) -> list[Selected]:
        found = []
        for one in children(self.element, "PlainTextSelection"):
            start, end = number(one, "startPosition"), number(one, "endPosition")
            if start is not None and end is not None:
                found.append((min(start, end), max(start, end), get(one, "name")))
        return found


def texts_of(root: Any, package: Package, problems: Problems) -> Iterator[Text]:
    """Every text, in the file's order: text sources, the words of PDF files, transcripts of recordings.

    A text that is not in the file, but has codings, is made of signs, so that the codings keep their places. No two
    texts share a key, whatever the file says.
    """
    seen: dict[str, int] = {}
    for text in _found(root, package, problems):
        seen[text.key] = seen.get(text.key, 0) + 1
        if seen[text.key] == 1:
            yield text
        else:
            problems.repaired("Texts that share a guid with another were kept apart")
            yield replace(text, key=f"{text.key} {seen[text.key]}")


def _found(root: Any, package: Package, problems: Problems) -> Iterator[Text]:
    for group in children(root, "Sources"):
        for source in group:
            kind = local(source)
            if kind == "TextSource":
                yield from _text(source, source, package, problems)
            elif kind in MEDIA:
                holders = children(source, "Representation", "Transcript", "TextDescription")
                if not holders:
                    problems.lost(f"{MEDIA[kind]} without words")
                for at, holder in enumerate(holders):
                    yield from _text(holder, source, package, problems, second=at > 0)


def _text(element: Any, owner: Any, package: Package, problems: Problems, *, second: bool = False) -> Iterator[Text]:
    name = _name(element, owner, second=second)
    stored = stored_text(element, package)
    original = _original(element, name, package)
    if (stored is None or not stored.strip("\ufeff \r\n\t")) and original is not None:
        stored = _words_of(original, problems) or stored
    raw = Raw(stored or "")
    missing = not raw.text.strip()
    if missing:
        coded = len(list(element.iter("{*}Coding"))) + len(children(owner, "Coding")) * (owner is not element)
        if not coded and not children(element, "PlainTextSelection", "TranscriptSelection"):
            problems.mended(f"'{name}' has no words, and nothing is coded in it; it was left out.")
            return
        raw = _stand_in(element)
        problems.mended(
            f"The text of '{name}' is not in the file. Signs ({SIGN}) stand for it, so that what is coded in it "
            f"({coded}) keeps its place."
        )
    own = key(owner) if not second else key(element)
    yield Text(own or key(element) or name, name, element, owner, raw, original, missing)


def stored_text(element: Any, package: Package) -> str | None:
    """The plain text of a source or a note, as it was stored; None where there is none."""
    for child in children(element, "PlainTextContent"):
        return child.text or ""
    path = get(element, "plainTextPath")
    data = package.file(path) if path else None
    return None if data is None else _decoded(data)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _name(element: Any, owner: Any, *, second: bool) -> str:
    """What a text is called: as its source, without an ending; a further transcript of a recording by its own name."""
    names = [get(element, "name"), get(owner, "name")] if second else [get(owner, "name"), get(element, "name")]
    path = get(element, "plainTextPath") or get(owner, "path")
    given = next((" ".join(name.split()) for name in names if name.strip()), "")
    given = given or PurePath(path.replace("\\", "/")).name or "text"
    suffix = PurePath(given).suffix.lower()
    return given[: -len(suffix)] if suffix in _ENDINGS and len(given) > len(suffix) else given


def _original(element: Any, name: str, package: Package) -> tuple[str, bytes] | None:
    path = get(element, "richTextPath")
    data = package.file(path) if path else None
    return None if not data else (f"{name}{PurePath(path).suffix.lower()}", data)


def _words_of(original: tuple[str, bytes], problems: Problems) -> str | None:
    """The words of a document that came without its plain text."""
    try:
        found = read(*original).text
    except WorkbenchError:
        return None
    problems.repaired("Texts that came only as a document were read from it; look whether their codings sit right")
    return found


def _stand_in(element: Any) -> Raw:
    """Signs in lines of 80, with what the names of selections quote at their places."""
    places = [
        (number(one, "startPosition") or 0, number(one, "endPosition") or 0, get(one, "name"))
        for one in children(element, "PlainTextSelection")
    ]
    length = min(max([80, *(max(start, end) for start, end, _name in places)]), 2_000_000)
    signs = [SIGN if (at + 1) % 80 else "\n" for at in range(length)]
    for start, end, name in places:
        quoted = name.rstrip("…")
        whole = len(quoted) == end - start or (name.endswith("…") and len(quoted) < end - start)
        if whole and 0 <= start < end <= length:
            signs[start : start + len(quoted)] = quoted.replace("\n", " ")
    return Raw("".join(signs))
