"""A machine does anything to a study and takes it back in any order; what comes back is the same to the byte."""

import os
import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.exports.refi.projects import packed, project, selection, source, sources
from workbench import Study
from workbench.model import Code, Filters, Fit, Memo, Run, StandsInTheWay, Suggestion, WorkbenchError
from workbench.study.decided.runs import insert_run
from workbench.study.output import project_bytes
from workbench.study.pseudonyms import Replacement

EXAMPLES = int(os.environ.get("WORKBENCH_UNDO_EXAMPLES", "6"))
STEPS = int(os.environ.get("WORKBENCH_UNDO_STEPS", "20"))
SHELVES = Path("/dev/shm") if Path("/dev/shm").is_dir() else None  # no disk need wait: nothing is to survive here
NAMES = ("alpha", "beta", "gamma", "Δ 'quoted'", "half \ud83d NUL \x00")
TEXTS = ("", "See [[alpha]], [[theme: beta]].", "Zeile\n\nzwei \ud800", "100 % of _them_\x00")
CODERS = ("Ana", "Bo")


WORDS = ("fence", "water", "rule", "seeds", "the", "noise", "street", "😀", "ask")


def talk(name, chance):
    said = [" ".join(chance.choices(WORDS, k=6)) for _turn in range(4)]
    return f"I: {said[0]}?\n\n{name}: {said[1]}.\n\nI: {said[2]}?\n\n{name}: {said[3]}.\n".encode()


done: Counter[str] = Counter()
"""Acts by kind, for who counts them in the long form."""


class AnyStudy(RuleBasedStateMachine):
    """Each rule is one public act with arguments drawn by chance; what the study refuses must leave no trace."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir=SHELVES)
        self.shelf = tempfile.TemporaryDirectory(dir=SHELVES)
        self.study = Study.create(self.location(), title="Any", coder="Ana")
        self.chance = random.Random(0)
        self.before: dict[int, bytes] = {}

    def location(self):
        return Path(self.folder.name) / "any.study"

    def teardown(self):
        try:
            self.take_all_back()
        finally:
            self.study.close()
            self.folder.cleanup()
            self.shelf.cleanup()

    @initialize(seed=st.integers(0, 10**6))
    def begin(self, seed):
        self.chance = random.Random(seed)
        self.empty = self.study.store.dump()
        for name in ("P01", "P02"):
            self.act(lambda name=name: self.study.transcripts.import_bytes(f"{name}.txt", talk(name, self.chance)))
        for name in NAMES[:3]:
            self.act(lambda name=name: self.study.codebook.add(name))
            self.act(lambda name=name: self.study.themes.add(name, codes=[name]))
            self.act(lambda name=name: self.study.codings.add(*self.place(), name))
        self.study.backup(Path(self.shelf.name) / "first.study")
        self.propose()

    # Doing -------------------------------------------------------------------------------------------------------

    def act(self, do):
        """Do it; one act is one change, and undone at once and redone gives the same bytes on both sides."""
        store = self.study.store
        before, newest = store.dump(), store.newest.number()
        self.study.coder = self.chance.choice(CODERS)
        try:
            do()
        except WorkbenchError:
            assert (store.dump(), store.newest.number()) == (before, newest)
            return
        after = store.dump()
        if store.newest.number() == newest:
            assert after == before
            return
        assert store.newest.number() == newest + 1
        change = self.study.history.change(newest + 1)
        undo = self.study.undo(change.id)
        assert store.dump() == before, change
        self.study.history.undo(undo.id)
        assert store.dump() == after, change
        done[change.act] += 1

    def one(self, names):
        known = list(names)
        return self.chance.choice(known) if known else "nothing"

    def transcript(self):
        return self.one(self.study.transcripts.names())

    def code(self):
        return self.one(code.name for code in self.study.codebook)

    def theme(self):
        return self.one(theme.name for theme in self.study.themes)

    def place(self):
        name = self.transcript()
        size = len(self.study.transcripts[name].text) if name != "nothing" else 10
        start = self.chance.randrange(size)
        return name, start, min(size, start + self.chance.randint(1, 30))

    # Acts --------------------------------------------------------------------------------------------------------

    @rule(name=st.sampled_from(["P01", "P03", "P04"]))
    def import_transcript(self, name):
        self.act(lambda: self.study.transcripts.import_bytes(f"{name}.txt", talk(name, self.chance)))

    @rule(own=st.booleans())
    def import_project(self, own):
        text = talk("P05", self.chance).decode()
        foreign = packed(project(sources(source(text, selection(3, 20, 0, 1))), codes=NAMES[:2]))
        data = project_bytes(self.study) if own else foreign
        self.act(lambda: self.study.import_project("sent.qdpx", data))

    @rule()
    def remove_transcript(self):
        self.act(lambda: self.study.transcripts.remove(self.transcript(), why="asked"))

    @rule(role=st.sampled_from(["participant", "interviewer"]))
    def speakers(self, role):
        name = self.transcript()
        label = (
            self.one(speaker.label for speaker in self.study.transcripts[name].speakers) if name != "nothing" else ""
        )
        if self.chance.random() < 0.5:
            self.act(lambda: self.study.transcripts.set_role(name, label, role))
        else:
            person = self.one(person.name for person in self.study.participants)
            self.act(lambda: self.study.transcripts.set_participant(name, label, person))

    @rule(language=st.sampled_from(["", "de", "nothing"]))
    def languages(self, language):
        self.act(lambda: self.study.transcripts.set_language(self.transcript(), language))

    @rule(phase=st.integers(1, 3))
    def people(self, phase):
        table = f"participant,phase\nP0{phase},{phase}\nP09,2\n".encode()
        if self.chance.random() < 0.5:
            self.act(lambda: self.study.participants.import_bytes("people.csv", table))
        else:
            person = self.one(person.name for person in self.study.participants)
            new = self.chance.choice([None, *NAMES])
            self.act(lambda: self.study.participants.edit(person, new_name=new, phase=phase, note="a\x00b"))

    @rule(name=st.sampled_from(NAMES), text=st.sampled_from(TEXTS))
    def add_code(self, name, text):
        parent = self.chance.choice([None, self.code()])
        self.act(lambda: self.study.codebook.add(name, parent=parent, definition=text))

    @rule(name=st.sampled_from((None, *NAMES)), text=st.sampled_from(TEXTS))
    def edit_code(self, name, text):
        self.act(lambda: self.study.codebook.edit(self.code(), new_name=name, near_miss=text, aliases=[text]))

    @rule(name=st.sampled_from(NAMES))
    def version_of_the_codebook(self, name):
        self.act(lambda: self.study.codebook.snapshot(name))

    @rule()
    def look_again(self):
        self.act(lambda: self.study.codebook.looked_at(coding.id for coding in self.study.codings))

    @rule(name=st.sampled_from(NAMES), new=st.booleans())
    def split_code(self, name, new):
        key = self.one(coding.id for coding in self.study.codings)
        self.act(lambda: self.study.codebook.deal([key], name if new else self.code(), new_code=new))

    @rule()
    def archive_code(self):
        again = self.chance.random() < 0.5
        self.act(lambda: (self.study.codebook.restore if again else self.study.codebook.archive)(self.code()))

    @rule()
    def move_code(self):
        before = self.chance.choice([None, self.code()])
        self.act(lambda: self.study.codebook.move(self.code(), self.chance.choice([None, self.code()]), before=before))

    @rule()
    def remove_code(self):
        self.act(lambda: self.study.codebook.remove(self.code()))

    @rule()
    def merge_codes(self):
        self.act(lambda: self.study.codebook.merge(self.code(), self.code()))

    @rule(name=st.sampled_from(NAMES))
    def import_codebook(self, name):
        self.act(lambda: self.study.codebook.import_codes([Code("seeds"), Code(name, parent="seeds", definition="d")]))

    @rule(name=st.sampled_from(NAMES), memo=st.sampled_from(["", "odd \x00"]), new=st.booleans())
    def add_coding(self, name, memo, new):
        self.act(lambda: self.study.codings.add(*self.place(), name if new else self.code(), memo=memo, new_code=new))

    @rule(pins=st.sampled_from([{}, {"1": "alpha"}]))
    def several(self, pins):
        self.act(lambda: self.study.codings.add_several(*self.place(), ["seeds", "twigs"], new_codes=True))
        self.act(lambda: self.study.desk.keep(keys={"again": "r"}, pins=pins))

    @rule()
    def edit_coding(self):
        _name, start, end = self.place()
        key = self.one(coding.id for coding in self.study.codings)
        self.act(
            lambda: self.study.codings.edit(key, code=self.chance.choice([None, self.code()]), start=start, end=end)
        )

    @rule()
    def remove_coding(self):
        self.act(lambda: self.study.codings.remove(self.one(coding.id for coding in self.study.codings), why="wrong"))

    @rule(layer=st.sampled_from([None, "agreed"]))
    def import_codings(self, layer):
        lines = [f"{name},{start},{end},{who},imported\n" for who in CODERS for name, start, end in [self.place()]]
        table = ("transcript,start,end,coder,code\n" + "".join(lines)).encode()
        self.act(lambda: self.study.codings.import_bytes("c.csv", table, new_codes=True, layer=layer))

    @rule(text=st.sampled_from(TEXTS), on=st.sampled_from(["study", "code", "theme", "transcript", "coding"]))
    def add_memo(self, text, on):
        codings = [coding.id for coding in self.study.codings]
        target = {
            "code": self.code(),
            "theme": self.theme(),
            "transcript": self.transcript(),
            "coding": self.one(codings),
        }
        self.act(lambda: self.study.memos.add(text, on=on, target=target.get(on, "")))

    @rule(text=st.sampled_from(TEXTS))
    def change_memo(self, text):
        key = self.one(memo.id for memo in self.study.memos)
        if self.chance.random() < 0.3:
            self.act(lambda: self.study.memos.archive(key))
        else:
            self.act(lambda: self.study.memos.edit(key, text=text))

    @rule()
    def import_memos(self):
        self.act(
            lambda: self.study.memos.import_memos(
                [Memo("", "a", "Bo"), Memo("", "b", "Ana", on="code", target=self.code())]
            )
        )

    @rule(name=st.sampled_from(NAMES), do=st.sampled_from(["add", "rename", "remove"]))
    def queries(self, name, do):
        known = self.one(query.name for query in self.study.queries)
        acts = {
            "add": lambda: self.study.queries.add(
                name, "", meets=self.chance.randint(0, 3), filters=Filters(codes=(self.code(),))
            ),
            "rename": lambda: self.study.queries.rename(known, name),
            "remove": lambda: self.study.queries.remove(known),
        }
        self.act(acts[do])

    @rule(state=st.sampled_from([None, "read", "first round"]))
    def read(self, state):
        self.act(lambda: self.study.reading.mark(self.transcript(), state))

    @rule(name=st.sampled_from(NAMES))
    def add_theme(self, name):
        self.act(
            lambda: self.study.themes.add(name, parent=self.chance.choice([None, self.theme()]), codes=[self.code()])
        )

    @rule(name=st.sampled_from((None, *NAMES)), text=st.sampled_from(TEXTS))
    def edit_theme(self, name, text):
        acts = [
            lambda: self.study.themes.edit(self.theme(), new_name=name, definition=text, why="better"),
            lambda: self.study.themes.move(self.theme(), self.chance.choice([None, self.theme()])),
            lambda: self.study.themes.set_codes(self.theme(), [self.code()]),
            lambda: self.study.themes.place(self.theme(), self.chance.random(), 2),
            lambda: self.study.themes.arrange({self.theme(): (self.chance.random(), 2.0)}),
        ]
        self.act(self.chance.choice(acts))

    @rule()
    def remove_theme(self):
        self.act(lambda: self.study.themes.remove(self.theme(), why="thin"))

    @rule(label=st.sampled_from(["leads to", "conflicts with"]), away=st.booleans())
    def link_themes(self, label, away):
        do = self.study.themes.unlink if away else self.study.themes.link
        self.act(lambda: do(self.theme(), self.theme(), label))

    @rule()
    def counter_case(self):
        self.act(lambda: self.study.themes.counter(self.theme(), *self.place(), note="but"))

    @rule(name=st.sampled_from(NAMES), blind=st.booleans())
    def start_round(self, name, blind):
        self.act(lambda: self.study.rounds.start(name, ["Cy", "Di"], transcripts=[self.transcript()], blind=blind))

    @rule(done=st.booleans(), who=st.sampled_from(["Cy", "Di"]))
    def go_on_with_round(self, done, who):
        name = self.one(one.name for one in self.study.rounds)
        if self.chance.random() < 0.3:
            self.act(lambda: self.study.rounds.close(name))
        else:
            self.act(lambda: self.study.rounds.done(name, coder=who, done=done))

    @rule()
    def refuse_passage(self):
        self.act(lambda: self.study.refuse_passage(self.code(), *self.place()))

    @rule(verdict=st.sampled_from(["take", "both", "neither", "later"]))
    def reconcile(self, verdict):
        try:
            found = self.study.reconciling.passages()
        except WorkbenchError:
            return
        if self.chance.random() < 0.3 or not found:
            self.act(lambda: self.study.reconciling.begin())
        else:
            one = self.chance.choice(found)
            who = [self.chance.choice(one.coders)]
            self.act(lambda: self.study.reconciling.decide(one, verdict, took=who, why="so"))

    @rule(old=st.sampled_from(CODERS), new=st.sampled_from((*CODERS, "Cy")))
    def rename_coder(self, old, new):
        self.act(lambda: self.study.codings.rename_coder(old, new))

    @rule(title=st.sampled_from(["Any", "Other \ud83d"]))
    def rename(self, title):
        self.act(lambda: self.study.rename(title))

    @rule(family=st.sampled_from([None, "reflexive", "reliability"]), help=st.sampled_from([None, "off", "suggest"]))
    def settings(self, family, help):
        questions = self.chance.choice([None, [], ["Who asks?", "half \ud83d\x00"]])
        self.act(lambda: self.study.settings.change(family=family, help=help, questions=questions))

    @rule(text=st.sampled_from(["", "Water, and noise.", "the 😀 fence\n\nstreet", "half \ud83d"]))
    def correct(self, text):
        made, name, chance = self.study.transcripts, self.transcript(), self.chance
        turn, at = chance.randrange(5), chance.randint(1, 30)
        labels = [one.label for one in made[name].speakers] if name != "nothing" else []
        whole = talk(name, chance) if chance.random() < 0.5 else text.encode("utf-8", "replace")
        acts = [
            lambda: made.edit_turn(name, turn, text),
            lambda: made.split_turn(name, turn, at, speaker=chance.choice([None, "I", "New"])),
            lambda: made.join_turns(name, turn),
            lambda: made.change_speaker(name, turn, chance.choice(["I", "New", *labels])),
            lambda: made.rename_speaker(name, self.one(labels), chance.choice(["Someone", "I"])),
            lambda: made.merge_speakers(name, labels, self.one(labels)),
            lambda: made.replace_bytes(name, f"{name}.txt", whole),
        ]
        self.act(chance.choice(acts))

    @rule(words=st.sampled_from(["fence", "P01", "alpha", "😀"]))
    def pseudonymise(self, words):
        chosen = [Replacement(words, f"[{self.chance.randint(1, 9)}]", "name")]
        self.act(lambda: self.study.pseudonyms.apply(chosen, Path(self.shelf.name) / f"{self.study.version}.csv"))

    # Others ------------------------------------------------------------------------------------------------------

    @rule(text=st.sampled_from(TEXTS))
    def others_go_on(self, text):
        """Somebody takes a copy away, or works on the one that they have."""
        there = list(Path(self.shelf.name).glob("*.study"))
        file = self.chance.choice([Path(self.shelf.name) / f"{self.study.version}.study", *there])
        if file not in there:
            self.study.backup(file)
        works = [self.edit_coding, self.remove_coding, self.remove_code, self.merge_codes, self.move_code]
        works += [self.remove_theme, self.counter_case, self.archive_code, self.look_again, self.suggest]
        works += [self.refuse_passage, self.remove_transcript, self.import_memos]
        works += [lambda: self.correct(text), lambda: self.pseudonymise("fence"), lambda: self.edit_theme(None, text)]
        works += [lambda: self.add_coding("alpha", text, True), lambda: self.edit_code("Called anew", text)]
        works += [lambda: self.decide("theme"), lambda: self.decide("reject"), lambda: self.reconcile("both")]
        works += [lambda: self.start_round("alpha", False), lambda: self.split_code("Δ 'quoted'", True)]
        mine = self.study
        with Study.open(file) as self.study:
            for _work in range(self.chance.randint(1, 4)):
                self.chance.choice(works)()
        self.study = mine

    @rule()
    def merge_copy(self):
        """What a preview says comes in, and coming in again adds nothing."""
        file = self.one(Path(self.shelf.name).glob("*.study"))
        if file == "nothing":
            return
        reports = []
        try:
            reports.append(self.study.merge(file, preview=True))
        except WorkbenchError:
            return
        self.act(lambda: reports.append(self.study.merge(file)))
        assert reports[0] == reports[-1]
        before = self.study.store.dump()
        again = self.study.merge(file)
        assert (again.added, again.changed, again.removed) == ({}, {}, {})
        assert self.study.store.dump() == before

    @rule()
    def suggest(self):
        self.propose()

    def propose(self):
        fits = tuple(dict.fromkeys(Fit(*self.place(), "", 0.5) for _ in range(6)))
        if any(fit.transcript == "nothing" for fit in fits):
            return
        number = max(self.study.suggestions.runs(), default=0) + 1
        found = tuple(
            Suggestion(f"{number}-{i}", f"{i} of {number}", ("fence",), fits, 0.25, (), 1.0) for i in (1, 2, 3)
        )
        run = Run(number, "turn", 0, {"a": 0.1}, {"b": "1"}, "x", 9, fits[:1], found)

        def keep():
            with self.study.store.act("suggest themes", "Asked for themes", coder=self.study.coder) as act:
                insert_run(act, run)

        self.act(keep)

    @rule(
        do=st.sampled_from(["theme", "code", "evidence", "reject", "later", "rename", "drop", "add", "gather", "merge"])
    )
    def decide(self, do):
        found = self.study.suggestions
        ids = [one.id for one in found]
        key, other = self.one(ids), self.one(ids)
        if do in ("theme", "code"):
            self.act(lambda: found.accept(key, as_=do, name=self.chance.choice([None, "alpha"])))
        elif do == "evidence":
            self.act(
                lambda: found.accept(key, as_="evidence", name=self.theme(), code=self.chance.choice([None, "beta"]))
            )
        elif do == "rename":
            self.act(lambda: found.rename(key, "Called so"))
        elif do == "drop":
            first = next(
                ((fit.transcript, fit.start, fit.end) for one in found if one.id == key for fit in one.segments), None
            )
            self.act(lambda: found.drop(key, [first] if first else []))
        elif do in ("add", "gather"):
            passages = [(fit.transcript, fit.start, fit.end) for one in found for fit in one.segments][:3]
            self.act(lambda: found.add(key, passages) if do == "add" else found.gather(passages, "Gathered"))
        elif do == "merge":
            self.act(lambda: found.merge(key, [other]))
        else:
            self.act(lambda: getattr(found, do)(key, why="so"))

    # Undoing -----------------------------------------------------------------------------------------------------

    @rule()
    def undo_any(self):
        """Any change, an undo among them: what stands in the way is named; with it, all of it goes."""
        store = self.study.store
        open_ = [one.id for one in self.study.history if one.undone_by is None and one.act != "new study"]
        number, before, newest = self.chance.choice(open_), store.dump(), store.newest.number()
        try:
            undo = self.study.undo(number)
        except StandsInTheWay as error:
            later = error.later
        else:
            self.study.undo(undo.id)
            assert store.dump() == before
            return
        assert (store.dump(), store.newest.number()) == (before, newest)
        assert later != number
        assert self.study.history.change(later).undone_by is None
        self.study.undo(number, with_later=True)
        made = store.newest.number() - newest
        assert made > 1
        for step in range(made):
            self.study.history.undo(newest + made - step)
        assert store.dump() == before

    @rule()
    def leave_undone(self):
        open_ = [one.id for one in self.study.history if one.undone_by is None and one.act != "new study"]
        self.study.undo(self.chance.choice(open_), with_later=True)

    def take_all_back(self):
        """Every act, in any order, until nothing is left: the study is as empty as at first."""
        if not hasattr(self, "empty"):
            return
        while True:
            open_ = [
                one.id
                for one in self.study.history
                if one.undone_by is None and one.act not in ("new study", "undo", "redo")
            ]
            if not open_:
                break
            self.study.undo(self.chance.choice(open_), with_later=True)
        assert self.study.store.dump() == self.empty
        assert self.study.check() == []

    @invariant()
    def whole(self):
        list(self.study.codings), list(self.study.themes), list(self.study.memos), list(self.study.suggestions)
        assert len(list(self.study.codebook)) == len(self.study.codebook.counts())


AnyStudy.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize="WORKBENCH_UNDO_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
TestAnyStudy = pytest.mark.slow(AnyStudy.TestCase)
