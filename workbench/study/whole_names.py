"""How do names that an older version kept with half of a character become whole?

Since 0.3.0 names are whole where they come in (docs/decisions/0047); those of before broke every table they were in.
"""

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, String, literal, select, type_coerce, union_all

from workbench.model import WorkbenchError
from workbench.store import LOGGED, Act
from workbench.store.words import MARK
from workbench.study.base import readable
from workbench.study.coded.coders import NAMED_IN, give

if TYPE_CHECKING:
    from workbench.study.study import Study

NAMED = ("participant", "transcript", "code", "codebook_version", "theme", "round", "saved_query")
NAMES = {**dict.fromkeys(NAMED, "name"), "speaker": "label", "theme_link": "label"}


def make_whole(study: "Study") -> None:
    """Make names and coders whole, as one act that can be undone; nothing where all are, or none may be changed."""
    if study.store.read_only:
        return
    people = [(name, "coder") for name, table in LOGGED.items() if "coder" in table.c]
    people += [(name, column) for name, columns in NAMED_IN.items() for column in columns]
    with study.store.read() as connection:
        looks = [select(literal(1)).where(_marked(*place)) for place in [*NAMES.items(), *people]]
        if connection.execute(union_all(*looks).limit(1)).first() is None:
            return
    try:
        with study.store.act("repair", "", coder=study.coder) as act:
            renamed = sum(_rename(act, name, column) for name, column in NAMES.items())
            half = {one for place in people for one in _halves(act, *place)}
            for coder in sorted(half):
                give(act, coder, readable(coder))
            act.what = f"Made {renamed + len(half)} names whole that held half of a character"
    except WorkbenchError as error:  # busy, or full: it is done at the next opening
        study.store.note = str(error)


def _marked(name: str, column: str) -> ColumnElement[bool]:
    """Rows in which the store had to mark a sign that no database takes."""
    return type_coerce(LOGGED[name].c[column], String).contains(MARK)


def _halves(act: Act, name: str, column: str) -> list[str]:
    found = act.connection.execute(select(LOGGED[name].c[column]).where(_marked(name, column)).distinct()).scalars()
    return [one for one in found if readable(one) != one]


def _rename(act: Act, name: str, column: str) -> int:
    table = LOGGED[name]
    found = act.connection.execute(select(table.c.id, table.c[column]).where(_marked(name, column))).all()
    taken = set(act.connection.execute(select(table.c[column])).scalars())
    count = 0
    for key, was in found:
        whole = readable(was)
        if whole == was:
            continue
        fresh, number = whole, 1
        while fresh in taken and name in NAMED:
            number += 1
            fresh = f"{whole} {number}"
        taken.add(fresh)
        act.update(name, key, **{column: fresh})
        count += 1
    return count
