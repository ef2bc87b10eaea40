"""Which formats of a study are there, and how is an older one brought up to date?

Migrations are Alembic's. Opening a study of the present format does not import Alembic at all.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from workbench.store.tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"
KNOWN = tuple(sorted(file.stem.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py")))
HEAD = KNOWN[-1]


def is_readable(connection: Connection) -> bool:
    """Whether every table and column of the present format is there; a newer format may have more."""
    found = inspect(connection)
    there = {name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names()}
    return all(set(table.columns.keys()) <= there.get(name, set()) for name, table in metadata.tables.items())


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring the database to the newest format, all in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, to)
