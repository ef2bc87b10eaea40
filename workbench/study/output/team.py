"""What a team did, as a table: the audit trail."""

from typing import TYPE_CHECKING

from workbench.study.output.export import TEAM, Export, as_bytes

if TYPE_CHECKING:
    from workbench.exports.tables import Table
    from workbench.study.study import Study


def history_table(study: "Study") -> "Table":
    """The audit trail: who did what, when and why, with before and after."""
    return study.history.table()


EXPORTS = (
    Export(
        "history",
        "Audit trail",
        "who did what, when and why",
        TEAM,
        (".docx", ".csv", ".html"),
        as_bytes(history_table),
        lambda _study: "",
        "history",
    ),
)
