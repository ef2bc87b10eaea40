"""How files are to be read, from what a person typed."""

import re
from collections.abc import Sequence

from workbench.model import ROLES, Role, WorkbenchError
from workbench.readers import COLUMN_KINDS, Rules


def checked_language(language: str) -> str:
    """The code of a language in small letters; a sentence where it is none."""
    code = language.strip().lower()
    if code and not re.fullmatch(r"[a-z]{2,3}", code):
        raise WorkbenchError(f"'{language}' is no code of a language. Give two or three letters: en, de, pt, zh …")
    return code


def rules_from(
    speaker_pattern: str | None,
    no_speakers: bool,
    roles: Sequence[str],
    encoding: str | None = None,
    columns: Sequence[str] = (),
) -> Rules:
    """How to read files, from what a person typed: `roles` are LABEL=ROLE, `columns` KIND=HEADING."""
    named: dict[str, str | tuple[str, ...]] = {}
    for one in columns:
        kind, _, heading = one.partition("=")
        if kind.strip() not in COLUMN_KINDS or not heading.strip():
            raise WorkbenchError(
                f"'{one}' does not say which column is what. Write KIND=HEADING (or KIND=NUMBER), with a kind of: "
                f"{', '.join(COLUMN_KINDS)}."
            )
        kind, heading = kind.strip(), heading.strip()
        before = named.get(kind)
        if before is not None and kind == "words":
            named[kind] = (*(before if isinstance(before, tuple) else (before,)), heading)
        else:
            named[kind] = heading
    given: dict[str, Role] = {}
    for one in roles:
        label, _, role = one.rpartition("=")
        match = next((known for known in ROLES if known == role.strip().lower()), None)
        if not label.strip() or match is None:
            raise WorkbenchError(
                f"'{one}' does not say who is what. Write LABEL=ROLE, with a role of: {', '.join(ROLES)}."
            )
        given[label.strip()] = match
    return Rules(
        speaker_pattern=speaker_pattern, no_speakers=no_speakers, roles=given, encoding=encoding, columns=named
    )
