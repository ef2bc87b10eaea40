"""How does a whole study, with its history, move to another database?

Rows go over as they are, in one transaction, and are compared before it ends: a copy that differs is not kept.
"""

from sqlalchemy import Connection, Table, insert, select

from workbench.model import WorkbenchError
from workbench.store.database import Store
from workbench.store.engine import without_password
from workbench.store.tables import LOGGED, cache, change, original

CHUNK = 1000
BESIDE = (change, original, cache)


def copy(source: Store, target: str) -> None:
    """Make `target`, a file or a database that holds no study yet, the same study as `source`, which stays as it is."""
    made = Store.create(target)
    try:
        with source.read() as here, made.writing() as there:
            for table in (*LOGGED.values(), *BESIDE):
                _copy_rows(here, there, table)
            for table in (*LOGGED.values(), change):
                if _rows(here, table) != _rows(there, table):
                    raise WorkbenchError(
                        f"The copy in {without_password(target)} differs from {without_password(source.location)} in "
                        f"its {table.name}s, so it was not kept. The study itself is unharmed."
                    )
        made.settle()
    except BaseException:
        made.discard()
        raise
    made.close()


def _copy_rows(here: Connection, there: Connection, table: Table) -> None:
    found = here.execution_options(yield_per=CHUNK).execute(select(table))
    for part in found.mappings().partitions(CHUNK):
        there.execute(insert(table), [dict(row) for row in part])


def _rows(connection: Connection, table: Table) -> list[str]:
    return sorted(repr(tuple(row)) for row in connection.execute(select(table)))
