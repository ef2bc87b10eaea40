"""Tables of the study: every number is that of a slow, plain count, and of the passages that its cell opens."""

import json
import random

import pandas as pd
import pytest

from workbench import Study
from workbench.analysis.comparison import newcombe
from workbench.analysis.query import quoted
from workbench.model import Filters, WorkbenchError

WORDS = ("fence", "water", "rule", "seeds", "the", "noise", "street", "ask")
CODES = ("alpha", "beta", "gamma delta")


def random_study(folder, seed):
    """Six people in two phases, three codes, two coders, some codings over the border of a turn."""
    chance = random.Random(seed)
    study = Study.create(folder / f"{seed}.study", coder="Ana")
    for name in (f"P{i}" for i in range(6)):
        said = [" ".join(chance.choices(WORDS, k=6)) for _turn in range(6)]
        talk = "".join(f"{'I' if i % 2 == 0 else name}: {words}.\n\n" for i, words in enumerate(said))
        study.transcripts.import_bytes(f"{name}.txt", talk.encode())
    people = "participant,phase,age\n" + "".join(f"P{i},{i % 2 + 1},{20 + 7 * i}\n" for i in range(6))
    study.participants.import_bytes("people.csv", people.encode())
    rows = ["transcript,start,end,coder,code"]
    for _coding in range(chance.randint(5, 40)):
        name = f"P{chance.randrange(6)}"
        turn = chance.choice(study.transcripts[name].turns)
        start = chance.randrange(turn.start, turn.end - 6)
        end = min(start + chance.randint(3, 40), len(study.transcripts[name].text) - 3)
        rows.append(f"{name},{start},{end},{chance.choice(['Ana', 'Bo'])},{chance.choice(CODES)}")
    study.codings.import_bytes("c.csv", "\n".join(rows).encode(), new_codes=True)
    study.themes.add("Both", codes=["alpha", "beta"] if {"alpha", "beta"} <= used(study) else sorted(used(study)))
    return study


def used(study):
    return {one.code for one in study.codings}


def passages(codings):
    """How many stretches these codings make: of one code joined where they overlap or touch, then of several where
    they overlap."""
    stretches = []
    for key in sorted({(one.transcript, one.code) for one in codings}):
        spans = sorted((one.start, one.end) for one in codings if (one.transcript, one.code) == key)
        own = []
        for start, end in spans:
            if own and start <= own[-1][1]:
                own[-1][1] = max(own[-1][1], end)
            else:
                own.append([start, end])
        stretches += [(key[0], *span) for span in own]
    joined = []
    for name, start, end in sorted(stretches):
        if joined and joined[-1][0] == name and start < joined[-1][2]:
            joined[-1][2] = max(joined[-1][2], end)
        else:
            joined.append([name, start, end])
    return len(joined)


def plainly(codings):
    """Participants, transcripts, passages, codings."""
    voices = {one.participant for one in codings} - {None}
    return [len(voices), len({one.transcript for one in codings}), passages(codings), len(codings)]


NUMBERS = ["participants", "transcripts", "passages", "codings"]


@pytest.mark.parametrize("seed", range(3))
def test_each_table_equals_a_plain_count_and_opens_what_it_counts(tmp_path, seed):
    with random_study(tmp_path, seed) as study:
        codings = list(study.codings)
        phase = {person.name: person.attributes["phase"] for person in study.participants}
        for row in study.matrix().to_dict("records"):
            own = [one for one in codings if (one.code, one.participant) == (row["code"], row["participant"])]
            assert [row[name] for name in NUMBERS] == plainly(own)
            found = study.passages(quoted(row["code"]), filters=Filters(participants=(row["participant"],)))
            assert len(found) == row["passages"]
        for row in study.crosstab("phase").to_dict("records"):
            own = [one for one in codings if one.code == row["code"] and phase.get(one.participant) == row["value"]]
            assert [row[name] for name in NUMBERS] == plainly(own)
            assert row["share"] == row["participants"] / row["of"] == row["participants"] / 3
            wanted = Filters(attributes=(("phase", str(row["value"])),))
            found = study.passages(quoted(row["code"]), filters=wanted)
            assert (len(found), found["transcript"].nunique()) == (row["passages"], row["transcripts"])
        theme = [code.name for code in study.themes["Both"].codes]
        for row in study.crosstab("phase", of="themes").to_dict("records"):
            own = [one for one in codings if one.code in theme and phase.get(one.participant) == row["value"]]
            assert [row[name] for name in NUMBERS] == plainly(own)
            wanted = Filters(attributes=(("phase", str(row["value"])),))
            assert len(study.passages(" or ".join(map(quoted, theme)), filters=wanted)) == row["passages"]
        for row in study.spread().to_dict("records"):
            own = [one for one in codings if one.code == row["code"]]
            said = [one for one in own if one.participant]
            assert [row[name] for name in NUMBERS[:3]] == plainly(own)[:3]
            assert row["codings"] == len(said)
        for within in ("overlap", "turn", "answer"):
            for row in study.cooccurrence(within=within).to_dict("records"):
                found = study.passages(f"{quoted(row['first'])} and {quoted(row['second'])}", meets=within)
                voices = found["participant"].dropna().nunique()
                numbers = [voices, found["transcript"].nunique(), len(found)]
                assert [row[name] for name in NUMBERS[:3]] == numbers
                assert row["passages"] > 0
        for row in study.compare("phase", "1", "2").to_dict("records"):
            for side, value in (("a", 1), ("b", 2)):
                own = [one for one in codings if one.code == row["code"] and phase.get(one.participant) == value]
                assert [row[f"{name}_{side}"] for name in NUMBERS] == plainly(own)
            assert row["low"] <= row["difference"] <= row["high"]


@pytest.mark.slow
def test_the_same_numbers_on_the_command_line_and_in_files(tmp_path, monkeypatch, capsys):
    import sys

    from workbench.cli import main

    with random_study(tmp_path, 3) as study:
        file = study.store.location
        tables = {
            ("codes-by-participant",): study.matrix(),
            ("crosstab", "--by", "phase"): study.crosstab("phase"),
            ("crosstab", "--by", "phase", "--of", "themes"): study.crosstab("phase", of="themes"),
            ("cooccurrence", "--within", "turn"): study.cooccurrence(within="turn"),
            ("spread",): study.spread(),
            ("compare", "--by", "phase", "--a", "1"): study.compare("phase", "1"),
            ("passages", "alpha or beta"): study.passages("alpha or beta"),
            ("search", "rule OR fence"): study.search("rule OR fence"),
        }
    for (command, *options), frame in tables.items():
        for more in (["--json"], ["--out", str(tmp_path / "t.csv")]):
            words = ["workbench", command, file, *options, *more]
            monkeypatch.setattr(sys, "argv", words)
            with pytest.raises(SystemExit) as ended:
                main()
            assert not ended.value.code
        told = json.loads(capsys.readouterr().out)
        assert [list(row) for row in told[:1]] == [list(frame.columns)]
        shared = [name for name in frame.columns if frame[name].dtype.kind in "iu"]
        written = pd.read_csv(tmp_path / "t.csv", comment="#")
        for name in shared:
            assert [row[name] for row in told] == frame[name].tolist() == written[name].tolist()[: len(frame)]


def test_filters_narrow_every_table_and_an_empty_one_says_what_each_left(tmp_path):
    with random_study(tmp_path, 1) as study:
        wanted = Filters(attributes=(("phase", "1"),), coders=("Bo",))
        own = [one for one in study.codings if one.coder == "Bo" and one.participant in ("P0", "P2", "P4")]
        assert study.matrix(filters=wanted)["codings"].sum() == len(own)
        assert set(study.matrix(filters=wanted)["participant"]) == {"P0", "P2", "P4"}
        nobody = study.matrix(filters=wanted.with_(attributes=(("phase", "1"), ("age", "90–99"))))
        total = len(study.codings)
        assert nobody.attrs["nothing"].startswith(f"Nothing is left. all codings: {total}; phase 1: ")
        assert "age 90–99: 0" in nobody.attrs["nothing"]
        with pytest.raises(WorkbenchError, match="No participant is called 'P9'"):
            study.passages(filters=Filters(participants=("P9",)))


def test_every_table_of_a_study_in_which_nothing_is_coded_is_empty_and_says_so(study):
    study.participants.edit("P01", phase=1)
    tables = [study.matrix(), study.crosstab("phase"), study.crosstab("phase", of="themes"), study.spread()]
    tables += [study.cooccurrence(), study.cooccurrence(within="turn"), study.compare("phase", "1")]
    assert [len(table) for table in tables] == [0] * len(tables)
    assert {table.attrs["nothing"] for table in tables} == {"Nothing is left. all codings: 0."}
    assert (study.saturation().cumulative, len(study.portrait("P01"))) == ((0, 0), 0)


def test_passages_come_in_the_order_that_is_asked_for(tmp_path):
    with random_study(tmp_path, 4) as study:
        found = study.passages()
        told = {order: study.passages(order=order) for order in ("participant", "code", "longest", "newest")}
        for one in told.values():
            assert one.sort_values(["transcript", "start"], ignore_index=True).equals(found)
        rank = {code.name: at for at, code in enumerate(study.codebook)}
        first = [rank[codes[0]] for codes in told["code"]["codes"]]
        assert first == sorted(first)
        people = [one.name for one in study.participants]
        voices = [people.index(name) if name else len(people) for name in told["participant"]["participant"]]
        assert voices == sorted(voices)
        assert told["participant"]["text"].tolist() != found["text"].tolist()  # nobody named comes last
        lengths = (told["longest"]["end"] - told["longest"]["start"]).tolist()
        assert lengths == sorted(lengths, reverse=True)
        last = found.iloc[-1]
        study.codings.add(last["transcript"], int(last["start"]), int(last["end"]) - 1, "alpha", layer="agreed")
        newest = study.passages(filters=Filters(layer="all"), order="newest").iloc[0]
        assert (newest["transcript"], newest["start"]) == (last["transcript"], last["start"])
        with pytest.raises(WorkbenchError, match="No order of passages is called 'size'"):
            study.passages(order="size")


def test_many_values_come_in_bands(tmp_path):
    with random_study(tmp_path, 2) as study:
        table = "participant,year\n" + "".join(f"Q{i},{1950 + i}\n" for i in range(60))
        study.participants.import_bytes("more.csv", table.encode())
        assert study.crosstab("year")["value"].nunique() == 1  # nobody of them speaks yet
        for i in range(60):
            study.transcripts.import_bytes(f"Q{i}.txt", f"Yes, well, {i}.".encode())
        plain, banded = study.crosstab("year"), study.crosstab("year", banded=True)
        assert plain["value"].nunique() == 61
        assert any("in bands there would be 6: 1950–1959, " in note for note in plain.attrs["notes"])
        assert list(dict.fromkeys(banded["value"])) == [
            *(f"{decade}–{decade + 9}" for decade in range(1950, 2010, 10)), "(not given)",
        ]  # fmt: skip
        assert banded.groupby("code", sort=False)["of"].sum().unique().tolist() == [66]


def test_the_interval_of_a_difference_is_newcombes():
    # Newcombe 1998, table II, method 10: rows (a), (d) and (h).
    assert [round(x, 4) for x in newcombe(56, 70, 48, 80)] == [0.0524, 0.3339]
    assert [round(x, 4) for x in newcombe(5, 56, 0, 29)] == [-0.0381, 0.1926]
    assert [round(x, 4) for x in newcombe(10, 10, 0, 10)] == [0.6075, 1.0]


def test_random_orders_are_seeded_and_hold_the_order_of_collection_of_a_study_of_one_order(tmp_path):
    with random_study(tmp_path, 4) as study:
        band = study.saturation_band(draws=50, seed=7, base=2)
        assert band == study.saturation_band(draws=50, seed=7, base=2)
        assert band.low[-1] == band.high[-1] == len(used(study))
        assert all(a <= b <= c for a, b, c in zip(band.low, band.middle, band.high, strict=True))
        course = study.saturation(base=2)
        assert course.cumulative[-1] == len(used(study))
        turned = study.saturation(base=2, order=list(reversed(course.order)))
        assert turned.order == tuple(reversed(course.order))


def test_a_reflexive_study_is_not_counted_for_saturation_unless_asked(tmp_path, monkeypatch, capsys):
    import sys

    from workbench.cli import main

    with random_study(tmp_path, 5) as study:
        study.settings.change(family="reflexive")
        file = study.store.location
    for more, status in (([], 1), (["--anyway"], 0)):
        monkeypatch.setattr(sys, "argv", ["workbench", "saturation", file, *more])
        with pytest.raises(SystemExit) as ended:
            main()
        assert (ended.value.code or 0) == status
        assert ("reflexive" in capsys.readouterr().err) == bool(status)
