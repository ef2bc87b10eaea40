"""A project as a .qdpx: one project.qde valid against the standard's schema, the texts beside it, and what is ours."""

import io
import json
import zipfile
from pathlib import PurePath

from lxml import etree

from workbench.exports.refi.guids import Guids
from workbench.exports.refi.writing.codes import add_codes
from workbench.exports.refi.writing.notes import add_links, add_notes, descriptions, notes_by_target
from workbench.exports.refi.writing.people import add_cases, add_users, add_variables
from workbench.exports.refi.writing.sources import add_sources
from workbench.exports.refi.writing.themes import add_graphs, add_sets
from workbench.exports.refi.writing.xml import NAMESPACE, attribute, child
from workbench.exports.zips import EPOCH
from workbench.model import NotAChoice, Project

DETAILS = "workbench.json"
ORIGINALS = "originals"
SOFTWARE = "Interview Workbench"


def write_project(project: Project, *, positions: str = "characters", version: str = "") -> bytes:
    """The project's bytes; the same project gives the same.

    Texts are UTF-8 without a mark, lines end in a line feed, and positions count Unicode code points from 0, the end
    exclusive, as the standard says; `utf-16` counts as NVivo for Windows does, which differs behind an emoji. What
    REFI-QDA has no place for stands in `workbench.json` and `originals/`, which other tools pass over.
    """
    if positions not in ("characters", "utf-16"):
        raise NotAChoice(f"Positions cannot be counted in '{positions}'.", ("characters", "utf-16"))
    guids = Guids()
    texts: dict[str, str] = {}
    xml = _project_xml(project, guids, texts, positions, version)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as packed:
        _put(packed, "project.qde", xml)
        for name, text in texts.items():
            _put(packed, f"sources/{name}", text.encode("utf-8", "replace"))
        originals = {}
        for source in project.sources:
            if source.original is not None:
                filename, data = source.original
                if data == source.text.encode("utf-8", "replace"):
                    originals[source.key] = ""  # the text itself
                    continue
                originals[source.key] = name = f"{guids.of('source', source.key)}{PurePath(filename).suffix[:12]}"
                _put(packed, f"{ORIGINALS}/{name}", data)
        details = {**project.details, "positions": positions, "originals": originals}
        said = json.dumps(details, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        _put(packed, DETAILS, said.encode())
    return out.getvalue()


def _project_xml(project: Project, guids: Guids, texts: dict[str, str], positions: str, version: str) -> bytes:
    root = etree.Element("Project", {"xmlns": NAMESPACE, "name": attribute(project.name) or "Study"})
    root.set("origin", f"{SOFTWARE} {version}".strip())
    for coder in project.coders:
        guids.of("user", coder)
    notes = notes_by_target(project, guids)
    described = {place: note.text for place, note in descriptions(project).items()}
    add_users(root, project, guids)
    if project.coder:
        root.set("creatingUserGUID", guids.of("user", project.coder))
    for name, moment in (("creationDateTime", project.created), ("modifiedDateTime", project.modified)):
        if moment:
            root.set(name, moment)
    add_codes(root, project, guids, notes)
    add_variables(root, project, guids)
    add_cases(root, project, guids, described)
    add_sources(root, project, guids, notes, texts, utf16=positions == "utf-16")
    add_notes(root, project, guids)
    add_links(root, project, guids)
    add_sets(root, project, guids, notes)
    add_graphs(root, project, guids)
    child(root, "Description", described.get(("study", ""), ""))
    for note in notes.get(("study", ""), ()):
        etree.SubElement(root, "NoteRef", {"targetGUID": note})
    etree.indent(root, " ")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + etree.tostring(root, encoding="utf-8") + b"\n"


def _put(packed: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    packed.writestr(entry, data)
