"""What goes out of a study: tables, figures, codebook, codings, projects, archives."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workbench.exports.files import written
from workbench.study import output

if TYPE_CHECKING:
    from workbench.exports.tables import Table
    from workbench.exports.thematic_map import ThematicMap
    from workbench.study.decided.ai_statement import AiStatement
    from workbench.study.project.archiving import Archive, Archived
    from workbench.study.study import Study


class Exporting:
    """The part of a Study that writes results out."""

    @property
    def _source(self) -> "Study":
        return cast("Study", self)

    def ai_statement(self) -> "AiStatement":
        """The statement on the use of AI for a paper, made from the log: methods, versions, dates, counts."""
        from workbench.study.decided.ai_statement import ai_statement

        return ai_statement(self._source)

    def write_codebook(self, file: Path | str) -> None:
        """The codebook: csv, xlsx, json, qdc for programs; docx, tex, md, html for print."""
        written(Path(file), output.codebook_bytes(self._source, Path(file).suffix))

    def write_memos(self, file: Path | str) -> None:
        """All memos in order of time: md, docx, html to read; csv, xlsx, json for programs."""
        written(Path(file), output.export_bytes(self._source, f"memos{Path(file).suffix}"))

    def write_codings(self, file: Path | str) -> None:
        """All codings with quote, speaker, participant, attributes, layer and themes: csv, xlsx, json or parquet."""
        written(Path(file), output.codings_bytes(self._source, Path(file).suffix))

    def write_project(self, file: Path | str, *, positions: str = "characters", originals: bool = True) -> list[str]:
        """The study as a REFI-QDA project (.qdpx) for NVivo, ATLAS.ti, MAXQDA, QualCoder and others.

        Positions are Unicode code points as the standard says, or `utf-16` as NVivo for Windows counts; without
        `originals` the files that the transcripts were read from stay here. Gives sentences on what stays behind.
        """
        from workbench.study.project.outgoing import left_behind

        written(Path(file), output.project_bytes(self._source, positions=positions, originals=originals))
        return left_behind(self._source, positions=positions, originals=originals)

    def archive(
        self,
        out: Path | str,
        *,
        content: str = "transcripts",
        key: Path | str | None = None,
        go_on: bool = False,
    ) -> "Archived":
        """The study for a repository (OSF, QDR): a .zip, or a new folder, with README, data dictionary and checksums.

        `content` says how much of what was said goes along: `transcripts`, `quotes`, or `none`. What could identify
        somebody is named and nothing written (`StillNames`), unless `go_on`; `key` is the file of replaced names.
        """
        from workbench.study.project.archiving import archive

        return archive(self._source, Path(out), content=content, key=key, go_on=go_on)

    def prepare_archive(self, *, content: str = "transcripts", key: Path | str | None = None) -> "Archive":
        """The same archive, not written yet, with what was found in it."""
        from workbench.study.project.archiving import prepared

        return prepared(self._source, content=content, key=key)

    def theme_table(self, **options: Any) -> "Table":
        """The theme table of a paper; `.write("themes.docx")`."""
        return output.theme_table(self._source, **options)

    def thematic_map(self, **options: Any) -> "ThematicMap":
        """The thematic map; `.write("map.svg")`."""
        return output.thematic_map(self._source, **options)

    def comparable_attribute(self) -> str:
        """The attribute to compare participants by, to begin with: the first that puts several into one group."""
        return output.comparable(self._source)

    def codebook_table(self) -> "Table":
        """The codebook as printed in an appendix, with how often each code was used."""
        return output.codebook_table(self._source)

    def write(self, what: str, file: Path | str, **options: Any) -> None:
        """One export by its name in `study.EXPORTS`, in the format of the file's ending, with that export's options."""
        target = Path(file)
        written(target, output.export_bytes(self._source, what + target.suffix.lower(), **options))

    def export(self, folder: Path | str, *, progress: Callable[[str], None] | None = None) -> list[Path]:
        """Everything into a folder: tables, map, codebook, codings, history. Gives the files written."""
        return output.everything(self._source, Path(folder), progress=progress)
