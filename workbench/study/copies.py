"""How is a study kept whole: looked through, copied, backed up, brought together with other copies?"""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from workbench.model import WorkbenchError
from workbench.store import Store, backups, is_url
from workbench.store.copy import copy
from workbench.store.engine import is_there
from workbench.study.base import acting_coder
from workbench.study.coded.blindfold import refuse_whole

if TYPE_CHECKING:
    from workbench.store.check import Fault
    from workbench.store.repair import Saved
    from workbench.study.merge.merging import MergeReport
    from workbench.study.project.incoming import ProjectReport
    from workbench.study.study import Study


class Copies:
    """The part of a Study that has to do with it as a whole."""

    @property
    def _whole(self) -> "Study":
        return cast("Study", self)

    def check(self) -> "list[Fault]":
        """Faults of the study's file, each a sentence with a `repair`; an empty list where it is whole."""
        from workbench.store.check import faults

        return faults(self._whole.store)

    def backup(self, file: Path | str) -> None:
        """A consistent copy, itself a study, while others go on working."""
        refuse_whole(self._whole, "A copy of the whole study")
        backups.backup(self._whole.store, Path(file))

    def backup_bytes(self) -> bytes:
        """The same copy as the bytes of a file."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "copy.study"
            self.backup(file)
            return file.read_bytes()

    def backups(self) -> list[backups.Backup]:
        """What the program keeps by itself beside the study, oldest first; nothing for a database on a server."""
        return backups.listed(self._whole.store.location)

    def merge(
        self, other: Path | str, *, preview: bool = False, chosen: Mapping[str, str] | None = None
    ) -> "MergeReport":
        """Take in another copy of this study or a REFI-QDA project, or say with `preview` what that would do."""
        from workbench.study.merge.merging import merge_copy
        from workbench.study.project.incoming import is_project_file, merge_project

        self._whole.blindfold.refuse("Merging copies")
        if is_project_file(other):
            return merge_project(self._whole, Path(other), preview=preview, chosen=chosen or {})
        return merge_copy(self._whole, other, preview=preview, chosen=chosen)

    def import_project(self, file: Path | str, data: bytes | None = None) -> "ProjectReport":
        """Take in a REFI-QDA project (.qdpx, .qde) with all that it holds, as one act; `data` are an upload's bytes.

        The report says what could not be represented and which faults of the file were mended.
        """
        from workbench.study.project.incoming import import_project

        self._whole.blindfold.refuse("Importing a project")
        return import_project(self._whole, file, data)

    def preview_project(self, file: Path | str, data: bytes | None = None) -> "ProjectReport":
        """What importing a project would bring; nothing is written."""
        from workbench.study.project.incoming import preview_project

        self._whole.blindfold.refuse("Importing a project")
        return preview_project(self._whole, file, data)

    def copy_to(self, location: str) -> None:
        """The same study, with its history, in another file or database, which must hold none yet."""
        refuse_whole(self._whole, "A copy of the whole study")
        copy(self._whole.store, location)


def repaired(location: str, target: str | None, *, coder: str | None = None) -> "Saved":
    """Make the study `target` of all that can be read of a damaged one; with None only say what could be saved."""
    from workbench.store.repair import salvage

    return salvage(location, target, coder=coder or acting_coder())


def restored(backup: Path | str, target: str) -> str:
    """Make the study `target`, a file or a database, of a backup; refuses to overwrite. Gives where it is."""
    store = Store.open(str(backup))
    try:
        if is_url(target):
            copy(store, target)
        elif is_there(Path(target)):
            raise WorkbenchError(f"{target} is already there. Move it away first, or choose another name.")
        else:
            backups.backup(store, Path(target))
    finally:
        store.close()
    return target
