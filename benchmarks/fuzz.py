"""Does any damaged file break a reader? `python -m benchmarks.fuzz 10000 [SUFFIX …]` tries so many of each format.

Every file is a mutation of a whole one: bytes flipped, cut off, taken out, doubled, or spliced with another file of
the format; numbers made extreme, and values put in the place of others. Archives (.docx, .odt, .xlsx, .zip) are
damaged as bytes, or inside one of their parts and packed again. It has to end in a reading whose turns lie in its
text, or in a WorkbenchError, within 10 seconds and 1 GB; a .zip in one for each of the files in it. Projects of other
tools (.qdpx, .qde) have to end in rows whose passages lie in their texts. What came of it goes into
`docs/figures.md`, a line a format.
"""

import io
import multiprocessing
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from benchmarks.__main__ import PAGE, line, record
from workbench.model import Reading, WorkbenchError
from workbench.readers import READERS, dropped, read

HERE = Path(__file__).resolve().parents[1]
SHARED = HERE.parent / "shared"
FOLDERS = (SHARED / "transcripts-formats", SHARED / "interop" / "samples", HERE / "data" / "transcripts")
PROJECTS = (".qdpx", ".qde")
SECONDS, BYTES = 10, 1_000_000_000
FONT = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}
FORMATS = sorted([*READERS, ".zip", *PROJECTS])
LARGEST = 60_000
"""Larger files are not mutated: they would only make the others wait."""
ODD_NUMBERS = (b"0", b"-1", b"4294967296", b"9" * 400, b"1e309", b"NaN", b"")
VALUE = re.compile(rb'"[^"<>]{0,200}"|(?<=>)[^<>]{1,200}(?=<)|[^\W\d]{2,20}')
KINDS = range(9)
WELL_FORMED = (*KINDS, *(7, 8) * 8)
"""Mostly such damage as XML survives."""
SIGNS = (b"\x00", b"\xff", b"<", b">", b"&", b'"', b"{", b"[", b"\\", b"\n", b":", b"\xef\xbb\xbf", b"-->", b"&#x0;")


class Hangs(Exception):
    """A file took longer than it may."""


def seeds(suffix: str) -> list[bytes]:
    """Whole files of a format: those at hand, and a small one made here where there are none."""
    found = [
        file.read_bytes()
        for folder in FOLDERS
        if folder.is_dir()
        for file in sorted(folder.glob(f"*{suffix}"))
        if file.stat().st_size <= LARGEST and not file.name.startswith(("expected", "LICENSE"))
    ]
    if suffix in (".pdf", *PROJECTS):  # large ones are read slowly: one in ten
        return [*[_made(suffix)] * 9 * max(len(found), 1), *found]
    return found or [_made(suffix)]


def _made(suffix: str) -> bytes:
    if suffix == ".zip":
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
            for inner in (".txt", ".csv", ".xlsx"):
                packed.writestr(f"round 1/P01{inner}", seeds(inner)[0])
        return kept.getvalue()
    if suffix in PROJECTS:
        return _made_project(suffix)
    if suffix == ".xlsx":
        from openpyxl import Workbook

        book = Workbook()
        for line in (("speaker", "text", "start"), ("I", "How was it?", 0.5), ("P01", "Good.", 2.25)):
            book.active.append(line)
        kept = io.BytesIO()
        book.save(kept)
        return kept.getvalue()
    if suffix == ".pdf":
        return _made_pdf()
    if suffix in (".csv", ".tsv"):
        sign = "," if suffix == ".csv" else "\t"
        lines = (("speaker", "text", "start"), ("I", '"How, was it?"', "0.5"), ("P01", "Good.", "2.25"))
        return "\n".join(sign.join(line) for line in lines).encode()
    if suffix in (".html", ".htm"):
        return (
            b"<!doctype html><html><body><p><b>I:</b> How was it?</p><p><b>P01:</b> Good &amp; well.</p></body></html>"
        )
    if suffix == ".cha":
        lines = (
            "@UTF8",
            "@Begin",
            "@Participants:\tINV Investigator, PAR Participant",
            "*INV:\thow was it ? \x150_900\x15",
        )
        return "\n".join((*lines, "%mor:\tadv|how", "*PAR:\tgood , I", "\tthink . \x151000_1900\x15", "@End")).encode()
    return b"I: How was it?\n\nP01: Good.\n\nI: And then?\n\nP01: Better.\n"


def _made_pdf() -> bytes:
    """Two small pages, so that what is damaged is often something that matters."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    font = DictionaryObject({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in FONT.items()})
    for number in (1, 2):
        page = writer.add_blank_page(600, 800)
        lines = ("Interview 7", f"{number} I: How was it", "there?", "P01: Good.", f"{number}/2")
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 50 750 Td {shown}ET".encode())
        page[NameObject("/Contents")] = stream if number == 1 else stream.flate_encode()
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _made_project(suffix: str) -> bytes:
    """A project of ours with a little of everything."""
    from workbench import Study
    from workbench.study.output import project_bytes

    with tempfile.TemporaryDirectory() as folder, Study.create(Path(folder) / "a.study", coder="Ana") as study:
        study.transcripts.import_bytes("P01.txt", _made(".txt"))
        study.codings.add("P01", 0, 10, "good", new_code=True, memo="Hm.")
        study.themes.add("All", codes=["good"])
        data = project_bytes(study)
    if suffix == ".qdpx":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read("project.qde")


def mutated(whole: bytes, other: bytes, chance: random.Random, kinds: Sequence[int] = KINDS, most: int = 4) -> bytes:
    """The bytes with one to `most` kinds of damage."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, most)):
        at, size = chance.randrange(len(data) + 1), chance.choice([1, 2, 8, 64, 1024])
        match chance.choice(kinds):
            case 0:
                for _ in range(chance.randint(1, 20)):
                    if data:
                        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 1:
                del data[at:]
            case 2:
                del data[at : at + size]
            case 3:
                data[at:at] = data[at : at + size] * chance.choice([1, 2, 50])
            case 4:
                data[at:] = other[chance.randrange(len(other) + 1) :]
            case 5:
                data[at:at] = chance.choice(SIGNS) * chance.choice([1, 3, 300])
            case 6:
                data[at : at + size] = chance.randbytes(size)
            case 7:
                _put(data, re.compile(rb"\d+"), chance.choice(ODD_NUMBERS), chance)
            case 8:
                _put(data, VALUE, (chance.choice(VALUE.findall(other) or [b""])), chance)
    return bytes(data)


def _put(data: bytearray, places: re.Pattern[bytes], value: bytes, chance: random.Random) -> None:
    """A value in the place of one that is there."""
    if found := list(places.finditer(data)):
        first, last = chance.choice(found).span()
        data[first:last] = value


def repacked(whole: bytes, chance: random.Random) -> bytes:
    """An archive with one of its parts damaged."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        parts = [name for name in old.namelist() if not name.endswith("/")]
        likely = [
            name
            for name in parts
            if name.endswith(("document.xml", "content.xml", "sheet1.xml", "styles.xml", ".qde", ".json"))
        ]
        damaged = chance.choice(likely if likely and chance.random() < 0.8 else parts)
        for name in parts:
            data = old.read(name)
            new.writestr(name, mutated(data, data, chance, WELL_FORMED, 2) if name == damaged else data)
    return kept.getvalue()


def cases(suffix: str, count: int, seed: int = 0) -> Iterator[bytes]:
    """So many damaged files; the same seed gives the same."""
    chance, whole = random.Random(f"{suffix} {seed}"), seeds(suffix)
    for _ in range(count):
        one, other = chance.choice(whole), chance.choice(whole)
        packed = one.startswith(b"PK\x03\x04") and chance.random() < 0.7
        yield repacked(one, chance) if packed else mutated(one, other, chance)


def attempt(name: str, data: bytes) -> str:
    """`read`, `refused`, or what is wrong: a traceback's last line, `hangs`, `memory`, `a turn outside the text`."""
    signal.alarm(SECONDS)
    try:
        if name.endswith(PROJECTS):
            return _project(name, data)
        readings = list(_read(name, data))
    except WorkbenchError:
        return "refused"
    except Hangs:
        return "hangs"
    except MemoryError:
        return "memory"
    except Exception as fault:
        return f"{type(fault).__name__}: {fault} at {traceback.extract_tb(fault.__traceback__)[-1]}"
    finally:
        signal.alarm(0)
    for reading in readings:
        at = 0
        for turn in reading.turns:
            if not at <= turn.start < turn.end <= len(reading.text):
                return "a turn outside the text"
            at = turn.end
    return "read" if readings else "refused"


def _read(name: str, data: bytes) -> Iterator[Reading]:
    if not name.endswith(".zip"):
        yield read(name, data)
        return
    for member in dropped(name, data):
        with suppress(WorkbenchError):
            yield read(member.where, member.load())


def _project(name: str, data: bytes) -> str:
    """The same of a project: read, made to rows, and its passages looked at."""
    from workbench.exports.refi import read_project
    from workbench.study.project.rows import ProjectRows

    rows = ProjectRows(read_project(name, data).project, file=name, after={}).state
    for table in ("coding", "counter_case", "turn"):
        for row in rows[table].values():
            if not 0 <= row["start"] < row["end"] <= len(rows["transcript"][row["transcript_id"]]["text"]):
                return f"a {table} outside the text"
    return "read"


@dataclass(frozen=True)
class Fuzzed:
    """What came of the damaged files of a format: `peak` is the memory in MB that the process ever held, `failures`
    holds a file for each kind of failure."""

    suffix: str
    outcomes: Counter[str]
    slowest: float
    peak: float
    failures: dict[str, bytes]

    def row(self) -> dict[str, str]:
        found, total = self.outcomes, self.outcomes.total()
        broken = total - found["read"] - found["refused"]
        return {
            "what": f"{total:,} damaged {self.suffix}",
            "ours": f"{found['read']:,} read, {found['refused']:,} refused with a sentence, {broken:,} else; slowest "
            f"{self.slowest:.2f} s; {self.peak:,.0f} MB",
            "aim": f"0 else; ≤ {SECONDS} s; ≤ {BYTES // 10**6:,} MB",
        }


def fuzz(count: int, suffixes: list[str]) -> Iterator[Fuzzed]:
    """One format after another, each in a process of its own."""
    for suffix in suffixes:
        with multiprocessing.get_context("fork").Pool(1) as apart:
            yield apart.apply(_fuzzed, (count, suffix))


def _fuzzed(count: int, suffix: str) -> Fuzzed:
    def too_long(_signal: int, _frame: FrameType | None) -> None:
        raise Hangs

    signal.signal(signal.SIGALRM, too_long)
    attempt(f"x{suffix}", seeds(suffix)[0])  # what a reader imports is no part of a file's memory
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))
    outcomes: Counter[str] = Counter()
    slowest, failures = 0.0, dict[str, bytes]()
    for data in cases(suffix, count):
        started = time.perf_counter()
        outcome = attempt(f"x{suffix}", data)
        slowest = max(slowest, time.perf_counter() - started)
        outcomes[outcome] += 1
        if outcome not in ("read", "refused"):
            failures.setdefault(outcome, data)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return Fuzzed(suffix, outcomes, slowest, peak, failures)


def run(count: int = 100) -> list[dict[str, str]]:
    """A short run over all formats; the long one is started by itself."""
    return [found.row() for found in fuzz(count, FORMATS)]


def main(words: list[str]) -> int:
    count = int(words[0]) if words else 10_000
    broken = 0
    for found in fuzz(count, words[1:] or FORMATS):
        print(line(found.row()), flush=True)
        for number, (outcome, data) in enumerate(found.failures.items()):
            file = Path(f"fuzz-failure-{number}{found.suffix}")
            file.write_bytes(data)
            print(f"  {file}: {outcome}", flush=True)
        broken += len(found.failures)
        _record(found)
    return 1 if broken else 0


def _record(found: Fuzzed) -> None:
    """Put the format's line in the place of the one that is there."""
    part = PAGE.read_text(encoding="utf-8").partition("## fuzz\n")[2].partition("\n## ")[0]
    others = [one for one in part.split("\n") if " damaged ." in one and f" damaged {found.suffix} |" not in one]
    lines = sorted([*others, line(found.row())], key=lambda one: one.partition(" damaged ")[2])
    record("fuzz", __doc__ or "", lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
