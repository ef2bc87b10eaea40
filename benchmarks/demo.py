"""How long does the demo take, in a process of its own as a person starts it?"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run() -> list[dict[str, str]]:
    """`workbench demo --no-ui`: import, segments, codings, suggestions, decisions, agreement, all exports."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        command = [sys.executable, "-m", "workbench", "demo", str(Path(folder) / "demo"), "--no-ui", "--json"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds = time.perf_counter() - started
    steps = json.loads(done.stdout)["seconds"]
    parts = ", ".join(f"{name} {value:.1f}" for name, value in steps.items())
    return [
        {
            "what": f"The demo without UI, in a new process ({parts})",
            "ours": f"{seconds:.1f} s",
            "peer": "",
            "peer_name": "",
            "aim": "≤ 60 s",
        }
    ]
