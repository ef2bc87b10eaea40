"""A real PostgreSQL server in a folder of its own, for tests and benchmarks; nothing of it is left afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = (
    *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    Path("/usr/local/bin"),
    Path("/opt/homebrew/bin"),
)
MISSING = "NO POSTGRESQL FOUND: nothing of this ran on a server. Install the package 'postgresql'."


def programs() -> Path | None:
    """The folder with initdb and pg_ctl, or None."""
    found = shutil.which("initdb")
    beside = [Path(found).resolve().parent] if found else []
    return next(
        (place for place in (*beside, *PLACES) if (place / "initdb").exists() and (place / "pg_ctl").exists()), None
    )


@contextmanager
def server(*options: str) -> Iterator[str]:
    """A server on a socket in a temporary folder; gives the address of its first database.

    The server refuses to be run by root; then it runs as the user `postgres`, or as nobody.
    """
    place = programs()
    assert place is not None, MISSING
    folder = Path(tempfile.mkdtemp(prefix="wb-pg-", dir="/tmp"))
    before = _as_other_user(folder)

    def run(*words: str) -> None:
        done = subprocess.run([*before, *words], capture_output=True, text=True, cwd=folder, timeout=120)
        assert done.returncode == 0, (words, done.stdout, done.stderr)

    data = folder / "data"
    run(
        str(place / "initdb"), "-D", str(data), "-U", "workbench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
    )
    given = " ".join(["-c listen_addresses=''", f"-k {folder}", *(f"-c {one}" for one in options)])
    run(str(place / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", given, "start")
    try:
        yield f"postgresql+psycopg://workbench@/postgres?host={folder}"
    finally:
        run(str(place / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _as_other_user(folder: Path) -> list[str]:
    if os.getuid() != 0:
        return []
    import pwd

    known = {one.pw_name for one in pwd.getpwall()}
    user = next(name for name in ("postgres", "nobody") if name in known)
    shutil.chown(folder, user)
    return ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]


def new_database(address: str, name: str) -> str:
    """An empty place on the server; gives its address. It is a schema, which is there at once, not a database."""
    from sqlalchemy import create_engine, make_url, text

    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE SCHEMA "{name}"'))
    engine.dispose()
    found = make_url(address).update_query_dict({"options": f"-csearch_path={name}"})
    return found.render_as_string(hide_password=False)
