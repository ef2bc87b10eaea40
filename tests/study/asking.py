"""Ask a study everything that can be asked: each public method of Study and its collections, and each command."""

import dataclasses
import inspect
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from typer.testing import CliRunner

from workbench import Study, WorkbenchError
from workbench.model import Change
from workbench.study.base import Collection

NOT_ASKED = {
    "study.store": "the floor below, which is whole by nature",
    "study.cache": "embeddings and sentence borders of texts",
    "study.version": "a number that only says that something was done",
    "study.create": "makes another study",
    "study.open": "opens a study",
    "study.close": "closes it",
    "study.remembered": "gives what the function handed over gives",
    "study.participant_finder": "gives a function on texts",
}
COMMANDS_NOT_ASKED = {
    "ui": "serves the app",
    "demo": "makes another study",
    "new": "makes another study",
    "restore": "makes a study of a file, and shows nothing of it",
    "repair": "saves what can be read of a damaged file, whatever it is",
}


SPECIAL = ("__iter__", "__len__", "__getitem__", "_repr_html_")


def questions(study: Study) -> list[tuple[str, str]]:
    """What can be asked: collections by name ("study" itself among them), each with a method or property."""
    owners = {"study": study} | {name: one for name, one in vars(study).items() if isinstance(one, Collection)}
    return [
        (name, attribute)
        for name, owner in owners.items()
        for attribute in dir(owner)
        if (not attribute.startswith("_") or attribute in SPECIAL)
        and attribute not in owners
        and f"{name}.{attribute}" not in NOT_ASKED
        and hasattr(type(owner), attribute)
    ]


def takes_more(study: Study, question: tuple[str, str], samples: dict) -> bool:
    """Whether a method can be given more than it must be: a filter, for instance."""
    name, attribute = question
    found = getattr(type(study if name == "study" else getattr(study, name)), attribute)
    taken = inspect.signature(found).parameters.values() if callable(found) else ()
    optional = [one.name for one in taken if one.default is not one.empty]
    return any(f"{front}{one}" in samples for one in optional for front in (f"{name}.{attribute}.", f"{name}.", ""))


def answer(study: Study, question: tuple[str, str], samples: dict, folder: Path, *, full: bool) -> str:
    """What comes back, as text; of an error its sentence. With `full` every parameter that has a sample is given."""
    name, attribute = question
    owner = study if name == "study" else getattr(study, name)
    try:
        found = getattr(owner, attribute)
        if callable(found):
            given, named = arguments(found, f"{name}.{attribute}", samples, folder, full=full)
            found = found(*given, **named)
        text = plain(found)
    except WorkbenchError as error:
        text = f"refused: {error}"
    return text + written_to(folder)


def arguments(function, known_as: str, samples: dict, folder: Path, *, full: bool) -> tuple[list, dict]:
    """Values for the function's parameters: samples by METHOD.PARAMETER, COLLECTION.PARAMETER or PARAMETER."""
    given, named = [], {}
    for one in inspect.signature(function).parameters.values():
        if one.kind in (one.VAR_KEYWORD, one.VAR_POSITIONAL):
            continue
        names = (f"{known_as}.{one.name}", f"{known_as.split('.')[0]}.{one.name}", one.name)
        known = next((key for key in names if key in samples), None)
        if one.default is not one.empty and (known is None or not full):
            continue
        value = samples[known] if known is not None else of_kind(str(one.annotation), f"{known_as}: {one.name}")
        value = value(folder) if callable(value) else value
        if one.kind is one.KEYWORD_ONLY or one.default is not one.empty:
            named[one.name] = value
        else:
            given.append(value)
    return given, named


def of_kind(annotation: str, asked: str) -> object:
    """Something of the kind that a parameter wants, where nobody gave a sample for it."""
    if choice := re.search(r"Literal\['([^']*)'", annotation):
        return choice[1]
    kinds = {"Callable": lambda _folder: str, "Mapping": {}, "dict": {}, "Sequence": [], "Iterable": [], "list": []}
    kinds |= {"Collection": [], "tuple": (), "set": set(), "bytes": b"", "Path": "no such file", "str": "P01"}
    kinds |= {"bool": True, "int": 0, "float": 0.5}
    found = next((kind for kind in kinds if re.search(rf"\b{kind}\b", annotation)), None)
    assert found is not None, f"{asked} is {annotation}: give test_blind.py a sample for it."
    return kinds[found]


def written_to(folder: Path) -> str:
    return "".join(f"\n{path.name}: {contents(path)}" for path in sorted(folder.rglob("*")) if path.is_file())


def plain(value: object) -> str:
    """Any answer as text that two studies can be compared by."""
    if isinstance(value, bytes):
        return unpacked(value)
    if hasattr(value, "to_csv"):
        return str(value.to_csv())
    if isinstance(value, Change):
        value = replace(value, id=0, undoes=value.undoes and 0)  # a number only says that something was done
    if hasattr(value, "to_bytes") and not isinstance(value, int):
        return unpacked(value.to_bytes(".svg" if "map" in type(value).__name__.lower() else ".csv"))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return f"{type(value).__name__}{plain(fields)}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{plain(k)}: {plain(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (set, frozenset)):
        return plain(sorted(map(plain, value)))
    if isinstance(value, (list, tuple, Iterator)):
        return "[" + ", ".join(map(plain, value)) + "]"
    return re.sub(r" at 0x[0-9a-f]+", "", str(value))


def unpacked(data: bytes) -> str:
    """Bytes as text; of a zip what is in it."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return "\n".join(f"{name}: {packed.read(name)!r}" for name in packed.namelist())
    return repr(data)


def contents(path: Path) -> str:
    return "a study" if path.suffix == ".study" else unpacked(path.read_bytes())


def commands() -> Iterator[tuple[str, list[str]]]:
    """Each command of the program, as words."""
    import typer

    from workbench.cli import app

    def walk(group, words: list[str]) -> Iterator[list[str]]:
        for name, one in group.commands.items():
            if hasattr(one, "commands"):
                yield from walk(one, [*words, name])
            else:
                yield [*words, name], one

    for words, one in walk(typer.main.get_command(app), []):
        if words[0] not in COMMANDS_NOT_ASKED:
            yield " ".join(words), one


def said(words: str, command, location: Path, samples: dict, folder: Path) -> str:
    """What a command says, as JSON where it can, on both channels, and the files that it writes."""
    from workbench.cli import app

    line = [*words.split(), str(location)]
    for one in command.params:
        if one.name == "study" or not one.required:
            continue
        known = next((key for key in (f"{words}.{one.name}", one.name) if key in samples), None)
        assert known is not None, f"'workbench {words}' wants {one.name}: give test_blind.py a sample for it."
        value = samples[known]
        value = str(value(folder) if callable(value) else value)
        line += [value] if one.param_type_name == "argument" else [one.opts[0], value]
    if any("--json" in one.opts for one in command.params):
        line.append("--json")
    done = CliRunner().invoke(app, line)
    assert done.exit_code != 2, done.output
    text = re.sub(r"change \d+", "change N", f"{done.exit_code} {done.output} {done.exception!r}")
    return re.sub(r'"(id|undoes)": \d+', "", text) + written_to(folder)


def copied(file: Path, to: Path) -> Path:
    return Path(shutil.copy(file, to))
