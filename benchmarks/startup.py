"""How soon does the command line answer?"""

import statistics
import subprocess
import sys
import time


def run() -> list[dict[str, str]]:
    """`workbench --help` against a bare Python, best and median of nine starts each."""
    ours = [_seconds("-m", "workbench", "--help") for _ in range(9)]
    bare = [_seconds("-c", "pass") for _ in range(9)]
    return [
        {
            "what": "`workbench --help`, median of 9",
            "ours": f"{statistics.median(ours):.2f} s",
            "peer": f"{statistics.median(bare):.2f} s",
            "peer_name": "bare Python",
            "aim": "≤ 0.4 s",
        }
    ]


def _seconds(*words: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    return time.perf_counter() - started
