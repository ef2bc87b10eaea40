"""What a study keeps in memory: asked again when it changed, and right whatever goes on beside it."""

import threading

import pytest

from workbench.model import WorkbenchError


def test_a_coding_does_not_load_the_transcripts_again(study, put):
    before = list(study.transcripts)
    put("P01", "The fence was broken", "beginnings")

    assert all(now is then for now, then in zip(study.transcripts, before, strict=True))
    assert [one.code for one in study.codings] == ["beginnings"]


def test_a_changed_role_is_seen_at_once(study):
    list(study.transcripts)
    study.transcripts.set_role("P01", "I", "unknown")

    assert next(iter(study.transcripts)).role_of("I") == "unknown"


def test_what_a_failed_transaction_showed_is_forgotten(study):
    with pytest.raises(WorkbenchError), study.store.together():
        study.codebook.add("lost")
        assert "lost" in [code.name for code in study.codebook]
        raise WorkbenchError("It failed after all.")
    study.codebook.add("kept")

    assert [code.name for code in study.codebook if code.parent is None] == ["beginnings", "rules", "kept"]


def test_one_thread_may_read_while_another_codes(study):
    faults = []

    def read():
        try:
            for _ in range(60):
                list(study.codings)
        except Exception as error:
            faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    made = {study.codings.add("P01", at, at + 2, "rules").id for at in range(35, 95, 2)}
    for reader in readers:
        reader.join()

    assert faults == []
    assert {one.id for one in study.codings} == made
