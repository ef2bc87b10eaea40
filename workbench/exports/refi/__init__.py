"""The whole study for other tools, both ways: REFI-QDA project exchange 1.0 (.qdpx), as NVivo, ATLAS.ti, MAXQDA,
QualCoder, Taguette and others read or write it."""

from workbench.exports.refi.reading import ProjectReading, is_project, read_project
from workbench.exports.refi.writing import write_project

__all__ = ["ProjectReading", "is_project", "read_project", "write_project"]
