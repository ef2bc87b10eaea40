"""Users by their guids, and cases with the values of their variables."""

from dataclasses import dataclass, field
from typing import Any

from workbench.exports.refi.guids import key_of
from workbench.exports.refi.reading.elements import children, get, key, target
from workbench.exports.refi.reading.problems import Problems
from workbench.model import ProjectPerson, VariableType

UNKNOWN = "unknown coder"
_ALL_TYPES: tuple[VariableType, ...] = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
_TYPES = {kind.lower(): kind for kind in _ALL_TYPES}


@dataclass
class Users:
    """Who did what; whoever is named by a guid that no user has gets a name that says so."""

    names: dict[str, str]
    problems: Problems
    default: str = UNKNOWN
    _strangers: dict[str, str] = field(default_factory=dict)

    def name(self, *guids: str) -> str:
        """The name for the first guid that is given, else of whoever made the project."""
        wanted = next((key_of(guid) for guid in guids if guid.strip()), "")
        if not wanted:
            return self.default
        if wanted in self.names:
            return self.names[wanted]
        if wanted not in self._strangers:
            self._strangers[wanted] = f"user {wanted[:8]}"
            self.problems.mended(f"Somebody is named who is in no list of users; called '{self._strangers[wanted]}'.")
        return self._strangers[wanted]


def read_users(root: Any, problems: Problems) -> Users:
    """The users; two of one name are kept apart by a number, one without a name is called by the id or guid."""
    names: dict[str, str] = {}
    for one in (user for group in children(root, "Users") for user in children(group, "User")):
        given = " ".join((get(one, "name") or get(one, "id")).split())[:300] or f"user {key(one)[:8]}"
        name, number = given, 2
        while name in names.values():
            name, number = f"{given} ({number})", number + 1
        if name != given:
            problems.mended(f"Two users are called '{given}'; the second is '{name}' here.")
        names[key(one)] = name
    users = Users(names, problems)
    maker = key_of(get(root, "creatingUserGUID") or get(root, "creatingUser"))
    if maker in names:
        users.default = names[maker]
    elif len(names) == 1:
        users.default = next(iter(names.values()))
    if maker and maker not in names:
        problems.mended("Who made the project is in no list of users.")
    return users


@dataclass(frozen=True, slots=True)
class Variables:
    """Names and types of variables by their keys."""

    names: dict[str, str]
    types: dict[str, VariableType]


def read_variables(root: Any) -> Variables:
    names: dict[str, str] = {}
    types: dict[str, VariableType] = {}
    for one in (variable for group in children(root, "Variables") for variable in children(group, "Variable")):
        given = " ".join(get(one, "name").split())[:200] or "variable"
        name, number = given, 2
        while name in types:
            name, number = f"{given} ({number})", number + 1
        names[key(one)] = name
        types[name] = _TYPES.get(get(one, "typeOfVariable").lower(), "Text")
    return Variables(names, types)


def values_of(element: Any, variables: Variables, problems: Problems) -> dict[str, Any]:
    """The values that stand in a case or a source."""
    found: dict[str, Any] = {}
    for holder in children(element, "VariableValue"):
        name = next((variables.names.get(target(one), "") for one in children(holder, "VariableRef")), "")
        written = [one for one in holder if one.tag is not None and str(one.tag).endswith("Value") and one.text]
        if not name:
            problems.repaired("Values of variables that are not in the project were left out")
        elif written:
            kind = str(written[0].tag).rpartition("}")[2].removesuffix("Value")
            found[name] = _value(kind, str(written[0].text).strip(), problems)
    return found


def _value(kind: str, text: str, problems: Problems) -> Any:
    try:
        if kind == "Boolean":
            return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
        if kind == "Integer":
            return int(text)
        if kind == "Float":
            number = float(text.replace(",", "."))
            if number - number == 0:
                return number
    except (KeyError, ValueError):
        pass
    else:
        return text
    problems.repaired("Values that are not of their variable's type were kept as text")
    return text


def read_cases(root: Any, variables: Variables, problems: Problems) -> list[tuple[Any, ProjectPerson]]:
    """Each case with its element; what is coded as a whole case is counted as lost."""
    found = []
    for one in (case for group in children(root, "Cases") for case in children(group, "Case")):
        name = " ".join(get(one, "name").split()) or f"case {key(one)[:8]}"
        sources = tuple(target(ref) for ref in children(one, "SourceRef"))
        found.append((one, ProjectPerson(key(one), name, values_of(one, variables, problems), sources)))
        if codes := children(one, "CodeRef"):
            problems.lost("codes on whole cases", len(codes))
    return found
