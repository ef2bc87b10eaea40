"""A study for a repository, with a guard at the door: what could identify somebody is named before it is written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from workbench.analysis.residues import Residue, residues
from workbench.exports.archive import CONTENTS, SUMS, Deposit, archive_files, archive_zip, safe_names
from workbench.exports.codebook import write_codebook
from workbench.exports.codings import write_codings
from workbench.exports.files import not_written, written
from workbench.exports.tables import Table, write_table
from workbench.model import NotAChoice, WorkbenchError
from workbench.study.output.codings import coding_records
from workbench.study.pseudonyms import names_somebody, read_key

if TYPE_CHECKING:
    from workbench.study.study import Study

PARTS = frozenset({"interviewer", "interviewerin", "moderator", "moderatorin", "researcher", "facilitator", "host"})
"""Labels that say what somebody does, not who it is."""
SHOWN = 40
"""Findings that a refusal lists."""


class StillNames(WorkbenchError):
    """An archive that would hold what could identify somebody; nothing was written."""

    def __init__(self, found: list[Residue]) -> None:
        self.residues = found
        listed = "\n".join(f"  {one}" for one in found[:SHOWN])
        more = f"\n  … and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        super().__init__(
            f"{len(found)} strings that could identify somebody would go into the archive, so nothing was written.\n"
            f"{listed}{more}\nReplace them ('workbench pseudonymise'), or, if they are harmless, say so (--go-on)."
        )


@dataclass(frozen=True, slots=True)
class Archived:
    """What was written, and what was found in it that somebody found harmless."""

    path: str
    files: tuple[str, ...]
    residues: tuple[Residue, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive as it would be written, and what could identify somebody in it."""

    files: Mapping[str, bytes]
    residues: tuple[Residue, ...]

    def to_bytes(self, folder: str = "archive") -> bytes:
        """The archive as a zip; whoever asks has looked at `residues`."""
        return archive_zip(self.files, folder)


def prepared(study: "Study", *, content: str = "transcripts", key: Path | str | None = None) -> Archive:
    """The files of the archive, looked through; `key` is the file with the names that were replaced before."""
    if content not in CONTENTS:
        raise NotAChoice(f"'{content}' is no content of an archive.", CONTENTS)
    files = archive_files(_deposit(study, content))
    texts = {path: data.decode("utf-8", "replace") for path, data in files.items() if path != SUMS}
    texts["names of files"] = "\n".join(files)
    return Archive(files, tuple(residues(texts, _words(study, content), names=_names(study, key))))


def archive(
    study: "Study",
    out: Path,
    *,
    content: str = "transcripts",
    key: Path | str | None = None,
    go_on: bool = False,
) -> Archived:
    """Write a .zip, or a folder that must not be there yet; `StillNames` where something was found, unless `go_on`."""
    made = prepared(study, content=content, key=key)
    if made.residues and not go_on:
        raise StillNames(list(made.residues))
    if out.suffix.lower() == ".zip":
        written(out, made.to_bytes(safe_names([out.stem])[out.stem]))
    else:
        _as_folder(out, made.files)
    return Archived(str(out), tuple(made.files), made.residues)


def _as_folder(out: Path, files: Mapping[str, bytes]) -> None:
    """The whole folder or nothing: it gets its name when all is in it."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise WorkbenchError(f"{out} is there already and is not empty. Choose a new folder, or a file ending in .zip.")
    try:
        with TemporaryDirectory(dir=out.parent, prefix=f".{out.name[:40]}.") as beside:
            whole = Path(beside) / "archive"
            for path, data in files.items():
                (whole / path).parent.mkdir(parents=True, exist_ok=True)
                (whole / path).write_bytes(data)
            if out.exists():
                out.rmdir()
            whole.rename(out)
    except OSError as error:
        raise not_written(out, error) from None


def _deposit(study: "Study", content: str) -> Deposit:
    tables: dict[str, bytes] = {}
    documents: dict[str, bytes] = {}
    about = study.about()
    codes = list(study.codebook)
    if content == "none":  # examples are what participants said
        codes = [replace(code, example="", near_miss="") for code in codes]
    if codes:
        tables["codebook.csv"] = write_codebook(codes, ".csv")
        documents["codebook.md"] = write_codebook(codes, ".md", title=f"Codebook of {about.title}")
        documents["codebook.qdc"] = write_codebook(codes, ".qdc")
    left = {"memo", "quote"} if content == "none" else {"memo"}
    records = [{name: cell for name, cell in one.items() if name not in left} for one in coding_records(study)]
    if records:
        tables["codings.csv"] = write_codings(records, ".csv", without=left)
    people = list(study.participants)
    attributes = study.participants.attributes()
    if people:
        rows: list[list[Any]] = [
            [one.name, *(_cell(one.attributes.get(name)) for name in attributes)] for one in people
        ]
        tables["participants.csv"] = write_table(Table.of("", ["participant", *attributes], rows), ".csv")
    if len(study.themes):
        quotes = 0 if content == "none" else 2
        tables["themes.csv"] = write_table(study.theme_table(quotes=quotes), ".csv")
    return Deposit(
        about,
        content,
        tables,
        {one.name: one.text for one in study.transcripts} if content == "transcripts" else {},
        {name: (kind, _values(study, name)) for name, kind in study.participants.kinds().items()},
        documents,
        _made_safe(study),
        len(records),
    )


def _cell(value: Any) -> str | int | float | None:
    return str(value).lower() if isinstance(value, bool) else value


def _values(study: "Study", name: str) -> str:
    """The values of an attribute: from … to … of numbers and dates, else those there are."""
    found = [one.attributes[name] for one in study.participants if one.attributes.get(name) not in (None, "")]
    numbers = [value for value in found if isinstance(value, (int, float)) and not isinstance(value, bool)]
    if numbers and len(numbers) == len(found):
        return f"{min(numbers)} to {max(numbers)}"
    return "; ".join(sorted({str(value) for value in found})[:30])


def _made_safe(study: "Study") -> list[str]:
    replaced = [one for one in study.history if one.act == "pseudonymise" and one.undone_by is None]
    if replaced:
        last = replaced[-1].time[:10]
        return [f"Names and other strings were replaced by pseudonyms in the whole study (last on {last})."]
    return ["No replacing of names is recorded in the study; say here what was done before the transcripts came in."]


def _words(study: "Study", content: str) -> dict[str, str]:
    """What people said, so far as it goes along."""
    if content == "transcripts":
        return {one.name: one.text for one in study.transcripts}
    if content == "quotes":
        said: dict[str, dict[str, None]] = {}
        for one in study.codings:
            said.setdefault(one.transcript, {})[one.quote] = None
        return {name: "\n".join(quotes) for name, quotes in said.items()}
    return {}


def _names(study: "Study", key: Path | str | None) -> list[str]:
    """Names of participants and speakers, their parts, and those that a key file says were replaced."""
    labels = {speaker.label for one in study.transcripts for speaker in one.speakers if speaker.role != "interviewer"}
    whole = {name for name in labels | {one.name for one in study.participants} if names_somebody(name)}
    asking = {speaker.label for one in study.transcripts for speaker in one.speakers if speaker.role == "interviewer"}
    whole |= {name for name in asking if names_somebody(name) and name.casefold() not in PARTS}
    parts = {part for name in whole for part in re.split(r"[\s,]+", name) if len(part) > 2 and part[0].isupper()}
    replaced = {one.string for one in read_key(Path(key))} if key else set()
    return sorted(whole | parts | replaced)
