"""Commands that change transcripts after people worked on them: correct, pseudonymise, purge, withdraw, scrub."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.common import CoderOption, JsonOption, Progress, StudyArgument, as_json, opened, say, show
from workbench.cli.turns import told
from workbench.model import counted
from workbench.model.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.study.texts.withdrawing import Leaving


def register(app: typer.Typer) -> None:
    app.command()(correct)
    app.command()(pseudonymise)
    app.command()(purge)
    app.command()(withdraw)
    app.command()(scrub)


def correct(
    study: StudyArgument,
    transcript: Annotated[str, typer.Argument(metavar="TRANSCRIPT", help="Its name.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The corrected file, of any format that is imported.")],
    speaker_pattern: Annotated[
        str | None, typer.Option(help="Regular expression for speaker labels, its first group the name.")
    ] = None,
    no_speakers: Annotated[bool, typer.Option("--no-speakers", help="Take no label for a speaker.")] = False,
    why: Annotated[str, typer.Option(help="Why; it is kept in the history.")] = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Put a corrected file in the place of a transcript; codings follow their words, and each that cannot is listed."""
    from workbench.study.texts.reading_rules import rules_from

    rules = rules_from(speaker_pattern, no_speakers, []) if speaker_pattern or no_speakers else None
    with opened(study, coder) as one:
        made = one.transcripts.replace(transcript, file, rules=rules, why=why)
    told(made, study, json)


KeyOption = Annotated[
    Path | None, typer.Option("--key", help="csv file outside the study: who is who.", show_default=False)
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def pseudonymise(
    study: StudyArgument,
    find: Annotated[bool, typer.Option("--find", help="Only list what could identify somebody (the default).")] = False,
    apply: Annotated[
        Path | None, typer.Option("--apply", help="Table with the columns string and replacement.", show_default=False)
    ] = None,
    key: KeyOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="csv to write what was found to, for --apply.", show_default=False)
    ] = None,
    remove_originals: Annotated[
        bool, typer.Option("--remove-originals", help="Also remove the imported files from the study, for good.")
    ] = False,
    yes: YesOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Find names, places, addresses; replace those in a table by pseudonyms, everywhere; codings follow."""
    from workbench.study.pseudonyms import read_key, write_key

    if find and (apply or remove_originals):
        raise WorkbenchError("--find only lists. Leave it out to replace something.")
    with opened(study, coder) as one:
        if apply is not None:
            if key is None:
                raise WorkbenchError("Say where the key goes that tells who is who: --key FILE.csv, outside the study.")
            made = one.pseudonyms.apply(read_key(apply), key)
        if remove_originals:
            _sure(yes, f"The files as they were imported are removed from {study} and cannot be brought back.")
            for line in one.pseudonyms.remove_originals():
                say(line)
        if apply is not None:
            remains = one.pseudonyms.remains()
            if json:
                corrections = [correction.as_dict() for correction in made.corrections]
                as_json({"replaced": made.replaced, "key": made.key, "remains": remains, "transcripts": corrections})
            else:
                say(
                    f"Replaced {counted(made.replaced, 'time')} in {counted(len(made.corrections), 'transcript')}. "
                    f"The key is {made.key}."
                )
            for line in remains:
                say(line)
        elif not remove_originals:
            progress = Progress()
            found = one.pseudonyms.find(key, progress=progress)
            progress.done()
            if out is not None:
                write_key(out, found)
                say(f"Wrote {out}. Delete the rows that may stay, change replacements, then: --apply {out} --key FILE.")
            show([asdict(row) for row in found], json, empty="Nothing was found that could identify somebody.")


def purge(study: StudyArgument, key: KeyOption = None, yes: YesOption = False, coder: CoderOption = None) -> None:
    """Take former words out of the history, for good: what was changed or removed cannot be brought back."""
    with opened(study, coder) as one:
        _sure(yes, f"What was changed or removed in {study} up to now cannot be undone after this.")
        for line in one.pseudonyms.purge(key):
            say(line)


def withdraw(
    study: StudyArgument,
    participant: Annotated[str, typer.Argument(metavar="PARTICIPANT", help="Who takes back their consent.")],
    names: Annotated[bool, typer.Option("--names", help="Take the name out of notes and the history, too.")] = False,
    word: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORD", help="A word of theirs to take out of names, notes and the history, too; again for each."
        ),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what would go, and which of their words others wrote; do nothing.")
    ] = False,
    why: Annotated[str, typer.Option(help="Why; it is kept in the history.")] = "",
    yes: YesOption = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Erase a participant for good: transcripts, codings, quotes, originals, and what the history holds of them."""
    with opened(study, coder) as one:
        one.participants[participant]
        if preview:
            _foreseen(one.withdrawal(participant), json)
            return
        _sure(yes, f"All that '{participant}' said, and what was made of it, is erased and cannot be brought back.")
        made = one.withdraw(participant, names=names, words=word or (), why=why)
    if json:
        as_json(asdict(made))
    else:
        say(
            f"Erased: {made.transcripts} transcripts, the person's turns in {made.shared_transcripts} others, "
            f"{made.codings} codings, {made.memos} memos, {made.originals} original files."
        )
        for line in made.remains:
            say(line)


def _foreseen(found: "Leaving", json: bool) -> None:
    if json:
        as_json(asdict(found))
        return
    listed = [", ".join(some) or "none" for some in (found.transcripts, found.shared_transcripts)]
    say(
        f"Would be erased: the transcripts {listed[0]}; the person's turns in {listed[1]}; up to {found.codings} "
        f"codings, with memos, quotes and original files."
    )
    records = [{"word": one.word, "stands in": ", ".join(one.where)} for one in found.words]
    show(records, False, empty="No word that only they said stands in a name or a note.")


def scrub(study: StudyArgument) -> None:
    """Rewrite the file so that nothing that was erased is left in it."""
    with opened(study) as one:
        left = one.scrub()
    if left:
        raise WorkbenchError("\n".join(left))
    say(f"{study} holds nothing any more that was erased.")


def _answer() -> str:
    """What was piped in; nothing where stdin is closed."""
    try:
        return sys.stdin.readline()
    except (OSError, ValueError):
        return ""


def _sure(yes: bool, says: str) -> None:
    """Ask once before what cannot be undone; without anybody to ask, `--yes` or a "y" on stdin has to say it."""
    if yes:
        return
    if not sys.stdin.isatty():
        if _answer().strip().lower() in ("y", "yes"):
            return
        raise WorkbenchError(f"{says} Say --yes if that is meant; nothing was done.")
    say(says)
    if not typer.confirm("Go on?", err=True):
        raise WorkbenchError("Nothing was done.")
