"""A study served by the real program, and a real browser that looks at it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARTIFACTS = Path(__file__).parents[1] / "artifacts"
SAMPLE = Path(__file__).parents[2] / "data"
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[FAILED] = report.failed or (call.when != "setup" and item.stash.get(FAILED, False))
    return report


@pytest.fixture(scope="session")
def browser():
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium: in CI the browser tests must run.")
        pytest.skip("NO CHROMIUM FOUND: the browser tests did not run. Install the package 'chromium'.")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=FLAGS)


@pytest.fixture
def page(browser, request):
    """A page that fails the test if anything is asked of another host, or an error comes up in it.

    Where the test fails, what it saw last is in tests/artifacts.
    """
    context = browser.new_context(viewport={"width": 1400, "height": 950}, accept_downloads=True)
    opened = context.new_page()
    outside, errors = [], []
    opened.on("request", lambda request: outside.append(request.url) if _is_outside(request.url) else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.set_default_timeout(30_000)
    yield opened
    if request.node.stash.get(FAILED, False):
        ARTIFACTS.mkdir(exist_ok=True)
        opened.screenshot(path=ARTIFACTS / f"{re.sub(r'[^a-z0-9]+', '-', request.node.name.lower())}.png")
    context.close()
    assert outside == []
    assert errors == []


def _is_outside(url):
    return not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))


class Servers:
    """Runs of `workbench ui`, each until it is stopped or the test is over."""

    def __init__(self, folder):
        self._log = folder / "ui.log"
        self._running = {}

    def __call__(self, study, coder="Ana", address=None):
        """Start one, on a free port or again at `address`; gives the address when it answers."""
        port = int(address.rsplit(":", 1)[1]) if address else _free_port()
        command = [sys.executable, "-m", "workbench", "ui", str(study), "--no-browser", "--port", str(port)]
        with self._log.open("ab") as log:
            process = subprocess.Popen([*command, "--coder", coder], stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        self._running[address] = process
        for _attempt in range(300):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).read()
                return address
            except OSError:
                assert process.poll() is None, f"It ended with {process.poll()}. {self._log.read_text()}"
                time.sleep(0.2)
        raise AssertionError(f"It does not answer. {self._log.read_text()}")

    def kill(self, address):
        """End one at once, as a power cut would."""
        process = self._running.pop(address)
        process.kill()
        process.wait(10)

    def stop(self):
        for process in self._running.values():
            process.terminate()
            process.wait(10)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serve(tmp_path):
    servers = Servers(tmp_path)
    yield servers
    servers.stop()


class Desk:
    """The app as a person has it before them."""

    def __init__(self, page):
        self.page = page

    def open(self, address, name=""):
        self.page.goto(f"{address}/{name}")
        self.page.get_by_test_id("said").wait_for(state="attached")

    def turn_to(self, title):
        """Another page, by the navigation at the side."""
        self.page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first.click()
        if title != "Code":
            self.page.get_by_role("heading", name=title, exact=True).wait_for()

    def says(self, text):
        """The line at the foot comes to say this."""
        from playwright.sync_api import expect

        expect(self.page.get_by_test_id("said")).to_have_text(text)

    def choose(self, box, option):
        """Choose from a list that opens.

        A list that is opened while the page around it is still being drawn shuts again, or is drawn anew under the
        mouse: so the page is let come to rest, and a list that shut all the same is opened again.
        """
        from playwright.sync_api import TimeoutError, expect

        wanted = self.page.get_by_role("option", name=option, exact=True)
        for last in (False, False, False, True):
            expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
            if not wanted.is_visible():
                box.click()
            try:
                return wanted.click(timeout=5_000)
            except TimeoutError:
                if last:
                    raise

    def row(self, text):
        """The row of a list that holds this text."""
        return self.page.get_by_test_id("row").filter(has_text=text)

    # The coding view ----------------------------------------------------------------------------------------------

    def turn(self, words):
        return self.page.get_by_test_id("turn").filter(has_text=words)

    def codings(self, code=None):
        which = f'[data-code="{code}"]' if code else ""
        return self.page.locator(f'[data-testid="coding"]{which}')

    def select(self, turn, first, last):
        """Draw the mouse over the words of a turn from `first` to the end of `last`."""
        boxes = turn.locator(".wb-words").evaluate(
            """(words, [first, last]) => {
              const text = words.textContent, nodes = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
              const places = [text.indexOf(first), text.indexOf(last) + last.length];
              const range = document.createRange();
              let before = 0;
              for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
                if (places[0] >= before && places[0] < before + node.length) range.setStart(node, places[0] - before);
                if (places[1] > before && places[1] <= before + node.length) range.setEnd(node, places[1] - before);
                before += node.length;
              }
              words.scrollIntoView({ block: "center" });
              const found = [...range.getClientRects()], one = found[0], other = found[found.length - 1];
              return [one.left, one.top + one.height / 2, other.right, other.top + other.height / 2];
            }""",
            [first, last],
        )
        mouse = self.page.mouse
        mouse.move(boxes[0] + 1, boxes[1])
        mouse.down()
        mouse.move((boxes[0] + boxes[2]) / 2, boxes[3], steps=3)
        mouse.move(boxes[2] - 1, boxes[3], steps=3)
        mouse.up()

    def type_code(self, letters):
        """Type into the palette that is open, and press Enter."""
        self.page.get_by_test_id("code-palette-input").wait_for()
        self.page.keyboard.type(letters)
        self.page.keyboard.press("Enter")

    def saved(self, seconds=20):
        """All that was done in the coding view is in the study."""
        from playwright.sync_api import expect

        expect(self.page.get_by_test_id("save-state")).to_have_text("All saved", timeout=seconds * 1000)
        expect(self.page.locator('[data-testid="coding"][data-state="unsaved"]')).to_have_count(0)


@pytest.fixture
def desk(page):
    return Desk(page)


@pytest.fixture
def stored():
    """What stands in a study's file at this moment: a function of the file and a question to the study."""
    from workbench import Study

    def ask(file, question):
        with Study.open(file, coder="a reader") as study:
            return question(study)

    return ask


@pytest.fixture
def garden(study):
    """The small study of the other tests as a file that nobody holds open."""
    file = Path(study.store.location)
    study.close()
    return file
