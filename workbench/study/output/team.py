"""What a team did, as a table: agreement between coders, and the audit trail."""

from typing import TYPE_CHECKING, Any

from workbench.study.output.export import TEAM, Export, as_bytes

if TYPE_CHECKING:
    from workbench.exports.tables import Table
    from workbench.study.study import Study


def agreement_table(study: "Study", unit: str = "turn") -> "Table":
    """Agreement per code and over all codes, as a paper prints it."""
    from workbench.exports.tables import Table

    found = study.agreement(unit).as_dict()
    names = ("krippendorff_alpha", "cohen_kappa", "fleiss_kappa", "percent")
    rows: list[list[Any]] = [["all codes", *(found["overall"].get(name, {}).get("value") for name in names), None]]
    for line in found["codes"]:
        rows.append([line["code"], *(line.get(name) for name in names), sum(line["coders"].values())])
    columns = ("Code", "Krippendorff's α", "Cohen's κ", "Fleiss' κ", "Percent", f"{unit.capitalize()}s coded")
    notes = [*found.get("notes", ()), "An empty cell is undefined; the agreement page says why."]
    return Table.of(
        f"Agreement between {', '.join(found['coders'])}", columns, rows, caption=study.about().caption, notes=notes
    )


def history_table(study: "Study") -> "Table":
    """The audit trail: who did what, when and why, with before and after."""
    return study.history.table()


def _one_coder(study: "Study") -> str:
    if study.blindfold:
        return "You are coding blind; agreement comes when the round is closed."
    coders = {one.coder for one in study.codings if one.is_own}
    return "" if len(coders) > 1 else "Agreement needs two people who coded."


EXPORTS = (
    Export(
        "agreement",
        "Agreement between coders",
        "per code and over all codes",
        TEAM,
        (".docx", ".xlsx", ".csv", ".tex", ".html"),
        as_bytes(agreement_table),
        _one_coder,
        "agreement",
    ),
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
