"""A study served by the real program, and a real browser that looks at it."""

import os
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


@pytest.fixture(scope="session")
def browser():
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium: in CI the browser tests must run.")
        pytest.skip("NO CHROMIUM FOUND: the browser tests did not run. Install the package 'chromium'.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=FLAGS)


@pytest.fixture
def page(browser):
    """A page that fails the test if anything is asked of another host, or an error comes up in it."""
    context = browser.new_context(viewport={"width": 1400, "height": 950}, accept_downloads=True)
    opened = context.new_page()
    outside, errors = [], []
    opened.on("request", lambda request: outside.append(request.url) if _is_outside(request.url) else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.set_default_timeout(30_000)
    yield opened
    context.close()
    assert outside == []
    assert errors == []


def _is_outside(url):
    return not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))


@pytest.fixture
def serve(tmp_path):
    """Start `workbench ui` on a study; gives the address."""
    running = []

    def start(study, coder="Ana"):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "workbench",
            "ui",
            str(study),
            "--no-browser",
            "--port",
            str(port),
            "--coder",
            coder,
        ]
        log = (tmp_path / "ui.log").open("wb")
        running.append(subprocess.Popen(command, stdout=log, stderr=log))
        address = f"http://127.0.0.1:{port}"
        for _attempt in range(300):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).read()
                return address
            except OSError:
                time.sleep(0.2)
        raise AssertionError((tmp_path / "ui.log").read_text())

    yield start
    for process in running:
        process.terminate()
        process.wait(10)
