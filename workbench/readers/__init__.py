"""Files to transcripts: what was said, by whom, when, and what could not be read.

`read` takes bytes, `read_file` a path; each format has one module, found by content, then by the file's ending.
"""

from workbench.readers import captions, chat, opendocument, pdf, plain, recogniser, richtext, table, web, word
from workbench.readers.beside import told_beside
from workbench.readers.choose import read
from workbench.readers.files import read_file
from workbench.readers.many import Member, dropped, files
from workbench.readers.registry import READERS, Source, reader
from workbench.readers.rules import COLUMN_KINDS, Rules
from workbench.readers.table import UnknownColumns

__all__ = [
    "COLUMN_KINDS",
    "READERS",
    "Member",
    "Rules",
    "Source",
    "UnknownColumns",
    "dropped",
    "files",
    "read",
    "read_file",
    "reader",
    "told_beside",
]

_REGISTERED = (captions, chat, opendocument, pdf, plain, recogniser, richtext, table, web, word)
"""Modules are imported so that they enter themselves into READERS."""
