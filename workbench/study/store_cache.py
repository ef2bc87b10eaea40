"""What can be computed again and takes long: embeddings, sentence borders, kept in the study by digest."""

from collections.abc import Iterator, MutableMapping, Sequence

from workbench.store import Store


class StoreCache(MutableMapping[str, bytes]):
    """Embeddings and sentence borders kept in the study by digest; new ones are written by `flush`, at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._fresh: dict[str, bytes] = {}
        self._read: dict[str, bytes] = {}

    def fetch(self, keys: Sequence[str]) -> None:
        """Read many at once, so that asking for them one by one afterwards costs nothing."""
        wanted = [key for key in keys if key not in self._read and key not in self._fresh]
        self._read |= self._store.cached(wanted)

    def flush(self) -> None:
        self._store.keep_cached(self._fresh)
        self._read |= self._fresh
        self._fresh = {}

    def __getitem__(self, key: str) -> bytes:
        if key in self._fresh:
            return self._fresh[key]
        if key not in self._read:
            self._read |= self._store.cached([key])
        return self._read[key]

    def __setitem__(self, key: str, value: bytes) -> None:
        self._fresh[key] = value

    def __delitem__(self, key: str) -> None:
        self._fresh.pop(key, None)
        self._read.pop(key, None)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._read, **self._fresh})

    def __len__(self) -> int:
        return len({**self._read, **self._fresh})
