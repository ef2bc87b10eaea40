"""How quick is the coding view, in a real browser over 3,000 turns with 1,500 codings that overlap to depth 4?

Beside it the server's own answer to an empty request, which no act can be faster than. WORKBENCH_BENCH_ACTS (100)
codings are timed; WORKBENCH_BENCH_LONG (0) further ones make the long session in which the browser's memory is watched,
with random undo, and after which the study must be what the screen shows.
"""

import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workbench import Study

ACTS = int(os.environ.get("WORKBENCH_BENCH_ACTS", "100"))
LONG = int(os.environ.get("WORKBENCH_BENCH_LONG", "0"))
TURNS, CODINGS, CODES = 3000, 1500, 40
WORDS = [
    "garden",
    "street",
    "rules",
    "fence",
    "water",
    "nobody",
    "asked",
    "seeds",
    "noise",
    "summer",
    "people",
    "talk",
    "always",
    "never",
    "because",
]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--js-flags=--expose-gc", "--enable-precise-memory-info"]
WATCH = """
window.wb = { long: [] };
new PerformanceObserver((list) => window.wb.long.push(...list.getEntries().map((one) => one.duration)))
  .observe({ type: "longtask" });
"""
PALETTE = """
() => new Promise((done) => {
  const started = performance.now();
  const words = document.activeElement.closest(".wb-turn").querySelector(".wb-words");
  const range = document.createRange();
  range.selectNodeContents(words);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  words.dispatchEvent(new MouseEvent("mouseup", { bubbles: true, button: 0 }));
  const look = () => {
    if (!document.querySelector(".wb-palette")) setTimeout(look, 0);
    else requestAnimationFrame(() => done(performance.now() - started));
  };
  look();
})
"""
TAKE = """
(name) => new Promise((done) => {
  const scroller = document.querySelector('[data-testid="stMain"]');
  const input = document.querySelector('[data-testid="code-palette-input"]');
  const top = scroller.scrollTop, started = performance.now(), passed = () => performance.now() - started;
  input.value = name;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  let drawn = null, seen = false;
  const look = () => {
    if (!seen && document.querySelector('[data-testid="coding"][data-state="unsaved"]')) {
      seen = true;
      requestAnimationFrame(() => setTimeout(() => { drawn = passed(); }, 0));
    }
    const state = document.querySelector('[data-testid="save-state"]').textContent;
    if (drawn !== null && state === "All saved")
      done({ drawn, stored: passed(), jump: Math.abs(scroller.scrollTop - top) });
    else if (passed() > 20000) done(null);
    else setTimeout(look, 2);
  };
  look();
})
"""


def run() -> Iterator[dict[str, Any]]:
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "long.study"
        make(file)
        with served(file) as (address, process):
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            page = browser.new_page(viewport={"width": 1400, "height": 950})
            page.add_init_script(WATCH)
            page.goto(f"{address}/home")
            page.get_by_test_id("said").wait_for(state="attached")
            yield from first_view(page, address)
            yield from acts(page, address)
            yield from scrolling(page)
            yield from at_rest(process)
            if LONG:
                yield from long_session(page, file)
            browser.close()


def make(file: Path) -> None:
    chance = random.Random(1)
    with Study.create(file, coder="Ana") as study:
        talk = "\n\n".join(f"{'I' if i % 2 else 'P01'}: {' '.join(chance.choices(WORDS, k=20))}." for i in range(TURNS))
        study.transcripts.import_bytes("P01.txt", talk.encode())
        for number in range(CODES):
            study.codebook.add(f"code {number:02}")
        turns = study.transcripts["P01"].turns
        lines = ["transcript,start,end,coder,code"]
        for number in range(CODINGS):  # groups of four on one turn, each a different code and a shorter stretch
            turn = turns[(number // 4) * 8]
            lines.append(f"P01,{turn.start},{turn.end - 10 * (number % 4)},Ana,code {number % CODES:02}")
        study.codings.import_bytes("codings.csv", "\n".join(lines).encode())


@contextmanager
def served(file: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "workbench",
        "ui",
        str(file),
        "--no-browser",
        "--port",
        str(port),
        "--coder",
        "Ana",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _attempt in range(300):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).read()
                break
            except OSError:
                time.sleep(0.2)
        yield address, process
    finally:
        process.terminate()
        process.wait(10)


def first_view(page: Any, address: str) -> Iterator[dict[str, Any]]:
    """From the address to turns that can be worked with, the program's own start left out; then with a warm cache."""
    for what in ("first usable view, s", "the same again, s"):
        started = time.perf_counter()
        page.goto(f"{address}/code")
        page.get_by_test_id("coding").first.wait_for()
        yield {"what": what, "ours": time.perf_counter() - started, "aim": "2 s"}


def acts(page: Any, address: str) -> Iterator[dict[str, Any]]:
    chance = random.Random(2)
    sizes: list[int] = []
    page.reload()
    page.on("websocket", lambda one: one.on("framesent", lambda data: sizes.append(len(data))))
    page.reload()
    page.get_by_test_id("coding").first.wait_for()
    page.evaluate("window.wb.long.length = 0")
    palette, results = [], []
    for number in range(ACTS):
        turn = page.get_by_test_id("turn").nth(number * 7 + 1)
        turn.evaluate("(row) => { row.focus({ preventScroll: true }); row.scrollIntoView({ block: 'center' }); }")
        page.wait_for_timeout(120)
        palette.append(page.evaluate(PALETTE))
        found = page.evaluate(TAKE, f"code {chance.randrange(CODES):02}")
        if found:
            results.append(found)
    yield row("selection to palette, ms", palette, "50 ms")
    yield row("Enter to drawn, ms", [one["drawn"] for one in results], "50 ms")
    asked = []
    for _ in range(30):
        started = time.perf_counter()
        page.request.get(f"{address}/workbench/newest")
        asked.append(1000 * (time.perf_counter() - started))
    stored = row("Enter to stored and acknowledged, ms", [one["stored"] for one in results], "300 ms")
    yield stored | {"peer": statistics.median(asked), "peer_name": "an empty request, p50"}
    yield {"what": "largest scroll jump, px", "ours": max(one["jump"] for one in results), "aim": "0"}
    sent = [size for size in sizes if size > 100]
    yield row("bytes sent per act", sent[-ACTS:], "independent of length")


def scrolling(page: Any) -> Iterator[dict[str, Any]]:
    page.evaluate("window.wb.long.length = 0")
    page.mouse.move(700, 500)
    for _ in range(120):
        page.mouse.wheel(0, 1500)
        page.wait_for_timeout(16)
    yield {
        "what": "longest task while scrolling, ms",
        "ours": max([0, *page.evaluate("window.wb.long")]),
        "aim": "200 ms",
    }


def at_rest(process: "subprocess.Popen[bytes]") -> Iterator[dict[str, Any]]:
    """The server's share of a core with one window open and nobody doing anything."""
    before, seconds = cpu(process.pid), 20
    time.sleep(seconds)
    yield {"what": "server at rest, % of a core", "ours": 100 * (cpu(process.pid) - before) / seconds, "aim": "about 0"}


def cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def long_session(page: Any, file: Path) -> Iterator[dict[str, Any]]:
    """Many codings with random undo; the heap after a forced collection, and screen and study compared."""
    chance = random.Random(3)
    heaps = []
    for number in range(LONG):
        turn = page.get_by_test_id("turn").nth(chance.randrange(TURNS))
        turn.evaluate("(row) => row.focus({ preventScroll: true })")
        if chance.random() < 0.2:
            page.keyboard.press(chance.choice(["Control+z", "Control+Shift+z"]))
        else:
            page.evaluate(PALETTE)
            page.keyboard.type(f"code {chance.randrange(CODES):02}")
            page.keyboard.press("Enter")
        if number % max(LONG // 10, 1) == 0:
            page.evaluate("window.gc && window.gc()")
            heaps.append(page.evaluate("performance.memory.usedJSHeapSize / 1e6"))
    state = page.get_by_test_id("save-state")
    for _ in range(600):
        if state.inner_text() == "All saved":
            break
        time.sleep(0.2)
    page.wait_for_timeout(2000)
    shown = page.get_by_test_id("coding").evaluate_all(
        "(all) => all.map(({ dataset: d }) => `${d.code} ${d.start} ${d.end}`)"
    )
    with Study.open(file, coder="a reader") as study:
        stored = [f"{one.code} {one.start} {one.end}" for one in study.codings]
    differ = len(set(shown) ^ set(stored))
    yield {"what": f"{LONG} acts with undo: codings in which screen and study differ", "ours": differ, "aim": "0"}
    steps = ", ".join(f"{heap:.0f}" for heap in heaps)
    yield {"what": f"heap over these acts, MB ({steps})", "ours": heaps[-1], "aim": "levels off"}


def row(what: str, found: list[float], aim: str) -> dict[str, Any]:
    ordered = sorted(found)
    at_95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return {"what": f"{what} (p95 {at_95:,.0f} of {len(found)})", "ours": statistics.median(found), "aim": aim}


if __name__ == "__main__":
    for one in run():
        print(one)
