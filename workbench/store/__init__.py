"""The study on disk: tables, transactions, the change log and undo."""

from workbench.store.database import Store, now
from workbench.store.engine import is_url
from workbench.store.log import ACTS, Act
from workbench.store.tables import LOGGED

__all__ = ["ACTS", "LOGGED", "Act", "Store", "is_url", "now"]
