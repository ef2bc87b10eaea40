"""What pages are made of: modules as one text, colours, plain words, passages, the server's settings."""

import socket
import time
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from workbench import Study
from workbench.app.coding import MODULES
from workbench.app.guard import HEADERS, Guard, names
from workbench.app.parts import BUNDLES, FOLDER, bundled, colour, loader
from workbench.app.routes import routes
from workbench.app.serve import _refuse_busy, settings
from workbench.app.settling import keep_settled
from workbench.app.shared import plain
from workbench.app.views.picturing import _marker
from workbench.model import WorkbenchError


def test_modules_become_one_text_without_imports(tmp_path):
    (tmp_path / "a.mjs").write_text("export const one = 1;\n")
    (tmp_path / "b.mjs").write_text('import { one } from "./a.mjs";\nexport default function () { return one; }\n')
    assert bundled(tmp_path / "a.mjs", tmp_path / "b.mjs") == (
        "const one = 1;\n\nexport default function () { return one; }\n"
    )


def test_a_part_is_fetched_once_by_what_it_holds(tmp_path):
    (tmp_path / "a.mjs").write_text("export default function () {}\n")
    text = loader(tmp_path / "a.mjs")
    [name] = [name for name, held in BUNDLES.items() if held == "export default function () {}\n"]
    here = TestClient(Starlette(routes=routes(str(tmp_path / "a.study"))))
    assert f'"/workbench/part/{name}"' in text
    assert here.get(f"/workbench/part/{name}").text == "export default function () {}\n"
    assert here.get("/workbench/part/other.mjs").status_code == 404


def test_who_waits_is_told_who_writes(study):
    here = TestClient(Starlette(routes=routes(study.store.location)))
    assert here.get("/workbench/newest").json() == {"newest": study.version}
    assert here.get("/workbench/newest?writer").json() == {"newest": study.version, "writer": None}
    with study.store.act("import transcript", "", coder="Ben"):
        assert here.get("/workbench/newest?writer").json()["writer"] == "Ben (import transcript)"


def test_the_address_home_leads_to_the_start_page(study):
    here = TestClient(Starlette(routes=routes(study.store.location)))
    found = here.get("/home", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (307, "/")


@pytest.mark.parametrize(
    ("host", "answers", "refuses"),
    [
        ("127.0.0.1", ["127.0.0.1", "localhost", "[::1]"], ["elsewhere.example", "192.0.2.7", "localhost.example"]),
        ("Lab.example", ["lab.example", "localhost"], ["elsewhere.example", "192.0.2.7"]),
        ("0.0.0.0", ["192.0.2.7", "[2001:db8::7]", "localhost", socket.gethostname()], ["elsewhere.example", "0x7f.1"]),
    ],
)
def test_the_app_answers_to_its_own_names_alone(host, answers, refuses):
    app = Guard(PlainTextResponse("the study"), names(host))
    for name in answers:
        found = TestClient(app, base_url=f"http://{name}:8501").get("/")
        assert (found.text, found.headers.items() >= HEADERS.items()) == ("the study", True)
    for name in refuses:
        there = TestClient(app, base_url=f"http://{name}:8501")
        assert there.get("/").status_code == 403
        with pytest.raises(WebSocketDisconnect), there.websocket_connect("/_stcore/stream"):
            pass


@pytest.mark.parametrize("last", ["foot", "listing", "passages", "codetree", "swatches", "memotext"])
def test_every_part_stands_in_its_bundle_once(last):
    text = bundled(FOLDER / "dom.mjs", FOLDER / f"{last}.mjs")
    assert text.count("export ") == text.count("export default ") == 1
    assert "\nimport " not in text


def test_the_coding_view_holds_all_its_modules():
    found = {path.name for path in MODULES[-1].parent.glob("*.mjs")}
    assert found == {path.name for path in MODULES} - {"dom.mjs"}


def test_only_colours_become_part_of_a_style_sheet():
    assert [colour(one) for one in ("#0072B2", "", "red;x", "#0072B2), url(//out")] == ["#0072B2", "", "", ""]


def test_names_are_no_markdown():
    assert plain("**a** [b](c) :red[d] $x$ <b> 1. _e_") == (r"\*\*a\*\* \[b\]\(c\) \:red\[d\] \$x\$ \<b\> 1\. \_e\_")


def test_a_busy_port_is_said_with_another_to_take():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(WorkbenchError, match=f"--port {port + 1}"):
            _refuse_busy("127.0.0.1", port)


def test_the_app_is_served_to_this_machine_and_tells_nobody():
    found = settings("127.0.0.1", 8501, browser=False)
    assert found["browser_gatherUsageStats"] is False
    assert found["server_allowedHosts"] == ["127.0.0.1", "localhost", "::1"]
    assert found["client_showErrorLinks"] is False
    assert found["server_enableXsrfProtection"] is True


def test_no_two_suggestions_look_alike_in_their_picture():
    looks = [_marker("1-1", at) for at in range(1, 101)]
    assert len({(look["color"], look["symbol"]) for look in looks}) == 100


def test_the_file_alone_holds_what_was_done_while_the_study_is_open(study, put, tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.app.settling.EVERY", 0.02)
    keep_settled(study.store.location)
    put("P01", "There is one rule", "rules")
    for look in range(200):
        copy = tmp_path / f"sent {look}.study"
        copy.write_bytes(Path(study.store.location).read_bytes())
        try:
            with Study.open(str(copy)) as sent:
                if [one.code for one in sent.codings] == ["rules"]:
                    return
        except WorkbenchError:  # nothing of the study stands in the file yet
            time.sleep(0.02)
    raise AssertionError("The file never held what was done.")
