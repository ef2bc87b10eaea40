"""The app without a browser: every page run by Streamlit's own tester, over a study."""

import json
from pathlib import Path

import pytest

MAIN = Path(__file__).parents[2] / "workbench" / "app" / "main.py"


class App:
    """The app as one session has it; a page is opened as a link in it would."""

    def __init__(self):
        from streamlit.testing.v1 import AppTest

        self.test = AppTest.from_file(str(MAIN), default_timeout=60)

    def open(self, page):
        self.test.session_state["turn to"] = page
        return self.again()

    def again(self):
        self.test.run()
        assert [error.message for error in self.test.exception] == []
        return self.test

    def choose(self, listing, key):
        """Choose a row of a listing, as a click on it would."""
        if "chosen" not in self.test.session_state:
            self.test.session_state["chosen"] = {}
        self.test.session_state["chosen"][listing] = key
        return self.again()

    def drawn(self, component):
        """What the browser components of that name were given to draw, in the order of the page."""
        return [
            json.loads(one.proto.json)
            for one in self.test.get("bidi_component")
            if one.proto.component_name == component
        ]

    def rows(self):
        """The cells of the first listing, row by row."""
        return [row["cells"] for row in self.drawn("workbench_listing")[0]["rows"]]

    def quotes(self):
        """The words of the passages that are shown."""
        return [" ".join(text for _who, text in card["turns"]) for card in self.drawn("workbench_passages")[0]["cards"]]

    @property
    def said(self):
        return self.drawn("workbench_foot")[0]["text"]

    def text(self):
        """Everything that the page says in words of its own."""
        kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error", "success")
        return "\n".join(str(one.value) for kind in kinds for one in self.test.get(kind)).replace("\\", "")


@pytest.fixture
def app(study, monkeypatch):
    """The app over the small study of two interviews."""
    monkeypatch.setenv("WORKBENCH_STUDY", study.store.location)
    monkeypatch.setenv("WORKBENCH_CODER", "Ana")
    return App()


@pytest.fixture
def empty_app(tmp_path, monkeypatch):
    from workbench import Study

    file = tmp_path / "empty.study"
    Study.create(file, title="Nothing yet", coder="Ana").close()
    monkeypatch.setenv("WORKBENCH_STUDY", str(file))
    monkeypatch.setenv("WORKBENCH_CODER", "Ana")
    return App()


@pytest.fixture
def suggested(study):
    """Two suggestions of a run, as the topic model would have made them: P01's answers, and P02's."""
    from workbench.model import Fit, Run, Suggestion
    from workbench.study.decided.runs import insert_run

    def suggestion(number, name, label):
        transcript = study.transcripts[name]
        spoken = [turn for turn in transcript.turns if turn.speaker == name]
        fits = tuple(
            Fit(name, turn.start, turn.end, transcript.text[turn.start : turn.end], 0.9, name) for turn in spoken
        )
        return Suggestion(f"1-{number}", label, (label, "garden"), fits, 0.8, (name,), 1.0, warnings=("One voice.",))

    made = (suggestion(1, "P01", "fence"), suggestion(2, "P02", "noise"))
    run = Run(1, "turn", 0, {}, {}, "", 4, (), made, ("A note on the run.",))
    with study.store.act("suggest themes", "Asked for themes", coder="Ana") as act:
        insert_run(act, run)
    return run
