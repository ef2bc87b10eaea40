"""Groups of codes that could form a theme: what is proposed, and what was refused."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from workbench.study.base import listing, named, put_setting, rows, setting

if TYPE_CHECKING:
    from workbench.study.study import Study
    from workbench.suggest.code_groups import CodeGroup

REFUSED = "refused code groups"
"""The setting that holds refused groups, each a list of codes' keys."""


def proposed(study: "Study", *, progress: Callable[[str, float], None] | None = None) -> "list[CodeGroup]":
    """See `Themes.proposed`."""
    from workbench.suggest.code_groups import code_groups

    study.settings.require("suggest")
    with study.store.read() as connection:
        names = {row["id"]: row["name"] for row in rows(connection, "code")}
        refused = [
            frozenset(names[key] for key in group if key in names) for group in setting(connection, REFUSED) or ()
        ]
    there = [frozenset(code.name for code in theme.codes) for theme in study.themes]
    try:
        return code_groups(
            study.transcripts.segments("answer"),
            [(one.transcript, one.start, one.end, one.code) for one in study.themes.evidence()],
            {one.name: one.text for one in study.transcripts},
            words={code.name: f"{code.name}. {code.description}" for code in study.codebook},
            apart=[one for one in (*refused, *there) if len(one) > 1],
            cache=study.cache,
            progress=progress,
        )
    finally:
        study.cache.flush()


def refuse_group(study: "Study", codes: Sequence[str], *, why: str = "") -> None:
    """See `Themes.refuse_group`."""
    what = f"Refused to group the codes {listing(codes, 8)} into a theme"
    with study.store.act("decide", what, coder=study.coder, why=why) as act:
        keys = sorted({named(act.connection, "code", code)["id"] for code in codes})
        known = setting(act.connection, REFUSED) or []
        if keys not in known:
            put_setting(act, REFUSED, [*known, keys])
