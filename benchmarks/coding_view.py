"""How quick is the coding view, in a real browser over 3,000 turns with 1,500 codings that overlap to depth 4?

Beside it the server's own answer to an empty request, which no act can be faster than, and the bytes of an act in a
transcript a tenth as long. WORKBENCH_BENCH_ACTS (100) codings are timed; WORKBENCH_BENCH_LONG (0) further ones, with
undo, redo and removals between them, make the long session: the browser's memory is watched, and ten times in it the
study must be what the screen shows.
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
TURNS, SHORT, CODES = 3000, 300, 40
WORDS = "garden street rules fence water nobody asked seeds noise summer people talk always never because".split()  # noqa: SIM905
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--js-flags=--expose-gc", "--enable-precise-memory-info"]
WATCH = """
window.wb = { long: [] };
new PerformanceObserver((list) => window.wb.long.push(...list.getEntries().map((one) => one.duration)))
  .observe({ type: "longtask" });
"""
GO = """
(row) => {
  window.wb.row = row;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
}
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
  const row = window.wb.row, at = () => row.getBoundingClientRect().top;
  const input = document.querySelector('[data-testid="code-palette-input"]');
  const top = at(), started = performance.now(), passed = () => performance.now() - started;
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
      done({ drawn, stored: passed(), jump: Math.abs(at() - top) });
    else if (passed() > 20000) done(null);
    else setTimeout(look, 2);
  };
  look();
})
"""
ACT = """
async ([kind, index, code, removed]) => {
  const press = (target, key, held = {}) =>
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...held }));
  const row = document.querySelectorAll('[data-testid="turn"]')[index];
  row.scrollIntoView({ block: "nearest" });
  row.focus({ preventScroll: true });
  if (kind === "undo" || kind === "redo") press(document.body, "z", { ctrlKey: true, shiftKey: kind === "redo" });
  else if (kind === "remove") {
    const labels = [...document.querySelectorAll('[data-testid="coding"] .wb-name')];
    const label = labels[Math.floor(removed * labels.length)];
    label.focus({ preventScroll: true });
    press(label, "Delete");
  } else {
    press(row, "Enter");
    const input = document.querySelector('[data-testid="code-palette-input"]');
    input.value = code;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    press(input, "Enter");
  }
  await new Promise((done) => setTimeout(done, 20));
}
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
                yield from long_session(page, address, file)
            browser.close()


def make(file: Path) -> None:
    chance = random.Random(1)
    with Study.create(file, coder="Ana") as study:
        for number in range(CODES):
            study.codebook.add(f"code {number:02}")
        lines = ["transcript,start,end,coder,code"]
        for name, length in (("P01", TURNS), ("P02", SHORT)):
            talk = (f"{'I' if i % 2 else 'P01'}: {' '.join(chance.choices(WORDS, k=20))}." for i in range(length))
            study.transcripts.import_bytes(f"{name}.txt", "\n\n".join(talk).encode())
            turns = study.transcripts[name].turns
            for number in range(length // 2):  # groups of four on one turn, each a different code, each shorter
                turn = turns[(number // 4) * 8]
                lines.append(f"{name},{turn.start},{turn.end - 10 * (number % 4)},Ana,code {number % CODES:02}")
        study.codings.import_bytes("codings.csv", "\n".join(lines).encode())


@contextmanager
def served(file: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "workbench", "ui", str(file), "--no-browser", "--port", str(port)]
    command += ["--coder", "Ana"]
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
    for what in ("first usable view", "the same again"):
        started = time.perf_counter()
        page.goto(f"{address}/code")
        page.get_by_test_id("coding").first.wait_for()
        yield {"what": what, "ours": time.perf_counter() - started, "aim": "2 s"}


def acts(page: Any, address: str) -> Iterator[dict[str, Any]]:
    found, short = coded(page, address, "P01", ACTS), coded(page, address, "P02", max(ACTS // 5, 1))
    done = [one for one in found["acts"] if one]
    yield row("selection to palette", found["palette"], "ms", "50 ms")
    yield row("Enter to drawn", [one["drawn"] for one in done], "ms", "50 ms")
    asked = []
    for _ in range(30):
        started = time.perf_counter()
        page.request.get(f"{address}/workbench/newest")
        asked.append(1000 * (time.perf_counter() - started))
    stored = row("Enter to stored and acknowledged", [one["stored"] for one in done], "ms", "300 ms")
    yield stored | {"peer": statistics.median(asked), "peer_name": "an empty request, p50"}
    yield {"what": "codings that came to nothing", "ours": len(found["acts"]) - len(done), "unit": "", "aim": "0"}
    yield {
        "what": "largest jump of the turn on the screen",
        "ours": max(one["jump"] for one in done),
        "unit": "px",
        "aim": "0",
    }
    for way in ("sent", "received"):
        line = row(f"bytes {way} per act, {TURNS:,} turns", found[way], "bytes", "independent of length")
        yield line | {"peer": statistics.median(short[way]), "peer_name": f"{SHORT} turns"}


def coded(page: Any, address: str, transcript: str, many: int) -> dict[str, list[Any]]:
    """So many turns coded, one by one, each with a code that it has not: times of each, and bytes both ways."""
    chance = random.Random(2)
    bytes_of = {"sent": 0, "received": 0}

    def count(way: str, data: str | bytes) -> None:
        bytes_of[way] += len(data)

    def listen(socket: Any) -> None:
        socket.on("framesent", lambda data: count("sent", data))
        socket.on("framereceived", lambda data: count("received", data))

    page.on("websocket", listen)
    page.goto(f"{address}/code?transcript={transcript}")
    page.get_by_test_id("coding").first.wait_for()
    page.wait_for_timeout(1500)
    found: dict[str, list[Any]] = {"palette": [], "acts": [], "sent": [], "received": []}
    for number in range(many):
        turn = page.get_by_test_id("turn").nth(number * 7 + 1)
        turn.evaluate(GO)
        page.wait_for_timeout(120)
        there = turn.evaluate("(row) => [...row.querySelectorAll('.wb-label')].map((label) => label.dataset.code)")
        code = chance.choice([name for name in (f"code {n:02}" for n in range(CODES)) if name not in there])
        bytes_of.update(sent=0, received=0)
        found["palette"].append(page.evaluate(PALETTE))
        found["acts"].append(page.evaluate(TAKE, code))
        page.wait_for_timeout(200)  # the page around says what was done after the view has its answer
        for way, size in bytes_of.items():
            found[way].append(size)
    page.remove_listener("websocket", listen)
    return found


def scrolling(page: Any) -> Iterator[dict[str, Any]]:
    page.evaluate("window.wb.long.length = 0")
    page.mouse.move(700, 500)
    for _ in range(120):
        page.mouse.wheel(0, 1500)
        page.wait_for_timeout(16)
    longest = max([0, *page.evaluate("window.wb.long")])
    yield {"what": "longest task while scrolling", "ours": longest, "unit": "ms", "aim": "200 ms"}


def at_rest(process: "subprocess.Popen[bytes]") -> Iterator[dict[str, Any]]:
    """The server's share of a core with one window open and nobody doing anything."""
    before, seconds = cpu(process.pid), 20
    time.sleep(seconds)
    share = 100 * (cpu(process.pid) - before) / seconds
    yield {"what": "server at rest, of a core", "ours": share, "unit": "%", "aim": "about 0"}


def cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def long_session(page: Any, address: str, file: Path) -> Iterator[dict[str, Any]]:
    """Many codings with undo, redo and removals between them: ten times the screen is compared with the study, and the
    browser's memory taken after a forced collection."""
    chance = random.Random(3)
    page.goto(f"{address}/code?transcript=P01")
    page.get_by_test_id("coding").first.wait_for()
    counters = page.context.new_cdp_session(page)
    counters.send("Performance.enable")
    differ, heaps, nodes, other = 0, list[float](), list[int](), 0
    for number in range(LONG):
        kinds = ["code", *(kind for kind in ("undo", "redo", "remove", "remove") if chance.random() < 0.2)]
        other += len(kinds) - 1
        for kind in kinds:
            code = f"code {chance.randrange(CODES):02}"
            page.evaluate(ACT, [kind, chance.randrange(TURNS), code, chance.random()])
        if (number + 1) % 10 == 0:
            settled(page)
        if (number + 1) % max(LONG // 10, 1) == 0:
            settled(page)
            page.wait_for_timeout(1500)
            differ += different(page, file)
            page.evaluate("window.gc && window.gc()")
            now = {one["name"]: one["value"] for one in counters.send("Performance.getMetrics")["metrics"]}
            heaps.append(now["JSHeapUsedSize"] / 1e6)
            nodes.append(int(now["Nodes"]))
    what = f"{LONG:,} codings, {other:,} other acts: codings in which screen and study differ, ten looks"
    yield {"what": what, "ours": differ, "unit": "", "aim": "0"}
    steps = ", ".join(f"{heap:.0f}" for heap in heaps)
    yield {"what": f"heap over them ({steps})", "ours": heaps[-1], "unit": "MB", "aim": "levels off"}
    yield {"what": f"nodes over them (at first {nodes[0]:,})", "ours": nodes[-1], "unit": "", "aim": "levels off"}


def settled(page: Any) -> None:
    page.wait_for_function(
        "document.querySelector('[data-testid=save-state]').textContent === 'All saved'", timeout=60_000
    )


def different(page: Any, file: Path) -> int:
    """How many codings are only on the screen, or only in the study."""
    shown = page.get_by_test_id("coding").evaluate_all(
        "(all) => all.map(({ dataset: d }) => `${d.code} ${d.start} ${d.end}`)"
    )
    with Study.open(file, coder="a reader") as study:
        stored = [f"{one.code} {one.start} {one.end}" for one in study.codings.of(transcript="P01")]
    return len(set(shown) ^ set(stored))


def row(what: str, found: list[float], unit: str, aim: str) -> dict[str, Any]:
    ordered = sorted(found)
    at_95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    middle = statistics.median(found)
    return {"what": f"{what} (p95 {at_95:,.0f} of {len(found)})", "ours": middle, "unit": unit, "aim": aim}


if __name__ == "__main__":
    for one in run():
        print(one)
