"""The container: a zip with a project and its files, opened without trusting it; or a bare project.qde."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote

from workbench.exports.refi.reading.problems import Problems
from workbench.model import WorkbenchError
from workbench.readers.packed import DAMAGED

MOST, MOST_TOGETHER, MOST_TIMES, SMALL = 100_000_000, 600_000_000, 300, 1_000_000
"""Bytes of one part unpacked and of all that are read; how many times its packed size a part over a megabyte may be."""


@dataclass
class Package:
    """A project's XML and, by name in any case, the files beside it; what is not asked for is never unpacked."""

    name: str
    xml: bytes
    packed: zipfile.ZipFile | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    beside: Path | None = None
    used: int = 0

    def part(self, name: str) -> bytes | None:
        """A part by its whole name."""
        found = self.parts.get(_plain(name))
        return None if found is None else self._unpacked(found)

    def file(self, path: str) -> bytes | None:
        """The file that a source's path names (`internal://x.txt`, or just `x.txt`); None where there is none.

        Only its last part counts: the folder is flat, and no path leads out of it. Beside a bare project.qde the same
        folder and its `sources` are looked into.
        """
        wanted = path.replace("\\", "/").rstrip("/").rpartition("/")[2].lower()
        if not wanted or path.lower().startswith(("http:", "https:")):
            return None
        found = self._named(wanted)
        return self._named(unquote(wanted)) if found is None and "%" in wanted else found

    def _named(self, wanted: str) -> bytes | None:
        for folder in ("sources/", ""):
            if folder + wanted in self.parts:
                return self._unpacked(self.parts[folder + wanted])
        for known, real in self.parts.items():
            if known.endswith("/" + wanted):
                return self._unpacked(real)
        return self._beside(wanted)

    def _beside(self, wanted: str) -> bytes | None:
        if self.beside is None:
            return None
        for folder in (self.beside, *(one for one in self.beside.iterdir() if one.name.lower() == "sources")):
            for one in sorted(folder.iterdir()) if folder.is_dir() else ():
                if one.name.lower() == wanted and one.is_file() and one.stat().st_size <= MOST:
                    return one.read_bytes()
        return None

    def _unpacked(self, name: str) -> bytes:
        assert self.packed is not None
        info = self.packed.getinfo(name)
        swells = info.file_size > SMALL and info.file_size > MOST_TIMES * max(info.compress_size, 1)
        if info.file_size > MOST or self.used + info.file_size > MOST_TOGETHER or swells:
            raise WorkbenchError(
                f"{self.name}: unpacked, {name} would take {info.file_size / 1e6:,.0f} MB, more than a text can. It "
                f"was not opened. Check where the file comes from."
            )
        try:
            with self.packed.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except DAMAGED as fault:
            raise WorkbenchError(
                f"{self.name}: {name} in it is damaged or locked by a password. Export the project again."
            ) from fault
        self.used += len(data)
        return data


def opened(name: str, stream: BinaryIO, problems: Problems, beside: Path | None = None) -> Package:
    """The package in a file; a sentence where it is none. What was unusual about it goes to `problems`."""
    start = stream.read(4)
    stream.seek(0)
    if start[:2] != b"PK":
        data = stream.read(MOST + 1)
        if len(data) > MOST:
            raise WorkbenchError(f"{name} has over {MOST // 1_000_000} MB, more than a project's XML can.")
        return Package(name, data, beside=beside)
    try:
        packed = zipfile.ZipFile(stream)
        entries = packed.infolist()
    except DAMAGED as fault:
        raise WorkbenchError(f"{name} is damaged: it cannot be unpacked. Export the project again.") from fault
    parts: dict[str, str] = {}
    for entry in entries:
        _refuse_outside(name, entry.filename)
        if not entry.is_dir():
            parts.setdefault(_plain(entry.filename), entry.filename)
    package = Package(name, b"", packed, parts)
    package.xml = package._unpacked(_project(name, parts, problems))
    return package


def is_project(data: bytes) -> bool:
    """Whether the bytes are a zip with a project in it, or a bare one.

    >>> is_project(b'<Project xmlns="urn:QDA-XML:project:1.0" name="x"/>'), is_project(b"I: And then?")
    (True, False)
    """
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                return any(name.lower().endswith(".qde") for name in packed.namelist())
        except DAMAGED:
            return False
    return b"QDA-XML:project" in data[:4000].replace(b"\x00", b"")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower().removeprefix("./")


def _refuse_outside(name: str, entry: str) -> None:
    path = PurePosixPath(entry.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry[:3] or "\x00" in entry:
        raise WorkbenchError(
            f"{name}: it holds '{entry[:80]!a}', a name that leads out of its folder, as no program writes it. It was "
            f"not opened. Check where the file comes from."
        )


def _project(name: str, parts: Mapping[str, str], problems: Problems) -> str:
    found = sorted((known for known in parts if known.endswith(".qde")), key=lambda known: (known.count("/"), known))
    if not found:
        raise WorkbenchError(
            f"{name} holds no project (.qde). Export it as a REFI-QDA project (.qdpx) from the program that it is from."
        )
    chosen = "project.qde" if "project.qde" in found else found[0]
    if len(found) > 1:
        problems.mended(f"It holds {len(found)} projects; '{parts[chosen]}' was read.")
    elif chosen != "project.qde":
        problems.mended(f"Its project is called '{parts[chosen]}' instead of project.qde.")
    return parts[chosen]
