"""A workbench for analysing qualitative interviews.

`from workbench import Study` is the one door: the command line, the app and notebooks call it and nothing below it.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.3.2"
__all__ = ["Study", "WorkbenchError", "__version__"]

if TYPE_CHECKING:
    from workbench.model import WorkbenchError
    from workbench.study import Study


def __getattr__(name: str) -> Any:
    """Load the façade when it is first asked for, so that `workbench --help` answers at once."""
    if name == "Study":
        from workbench.study import Study

        return Study
    if name == "WorkbenchError":
        from workbench.model import WorkbenchError

        return WorkbenchError
    raise AttributeError(f"module 'workbench' has no attribute {name!r}")
