"""Studies of before 0.3.0 may hold names with half of a character; these are made whole at the next opening."""

from workbench import Study

HALF = "half \ud83d"


def test_halves_of_before_are_made_whole_once(study, put):
    put("P01", "one rule", "rules", coder="Bo")
    put("P01", "take what you need", "rules")
    place = study.store.location
    with study.store.act("edit code", "As an older version did", coder="Ana") as act:
        for table, column in (("code", "name"), ("participant", "name"), ("speaker", "label")):
            keys = {
                one["id"]: one[column] for one in act.connection.exec_driver_sql(f"SELECT * FROM {table}").mappings()
            }
            act.update(table, next(iter(keys)), **{column: HALF})
        second = study.codebook["rules"].name
        (key,) = act.connection.exec_driver_sql("SELECT id FROM code WHERE name = ?", (second,)).scalars()
        act.update("code", key, name="half \ufffd")
        for coding in study.codings:
            if coding.coder == "Bo":
                act.update("coding", coding.id, coder="B\udce4")
    before = study.store.dump()

    with Study.open(place, coder="Ana") as again:
        assert [code.name for code in again.codebook][:2] == ["half \ufffd 2", "half \ufffd"], "names differ still"
        assert sorted(again.codings.coders()) == ["Ana", "Bä"]
        assert sorted(again.codings.frame()["coder"]) == ["Ana", "Bä"]
        assert len(again.agreement("turn", bootstrap=0).table()) == 1
        assert again.check() == []
        changes = again.version
        assert again.history.change(changes).what == "Made 4 names whole that held half of a character"
        again.undo()
        assert again.store.dump() == before
        again.redo()
    with Study.open(place) as later:
        assert later.version == changes + 2, "nothing more to do"
