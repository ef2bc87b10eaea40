"""Commands that correct turns and speakers; codings follow their words, and each that cannot is listed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.common import CoderOption, JsonOption, StudyArgument, as_json, opened, say
from workbench.model.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.study import Correction, Study

TranscriptArgument = Annotated[str, typer.Argument(metavar="TRANSCRIPT", help="Its name.")]
TurnArgument = Annotated[int, typer.Argument(metavar="TURN", help="Its number from 1, as 'workbench show' has it.")]
LabelArgument = Annotated[str, typer.Argument(metavar="SPEAKER", help="A speaker's label.")]
WhyOption = Annotated[str, typer.Option("--why", help="Why; it is kept in the history.")]


def register(app: typer.Typer) -> None:
    turns = typer.Typer(help="The turns of a transcript: correct, split, join, say who speaks.", no_args_is_help=True)
    for name, command in TURNS.items():
        turns.command(name)(command)
    speakers = typer.Typer(help="The speakers of a transcript: rename, merge, role, participant.", no_args_is_help=True)
    for name, command in SPEAKERS.items():
        speakers.command(name)(command)
    app.add_typer(turns, name="turns")
    app.add_typer(speakers, name="speakers")


def edit(
    study: StudyArgument,
    transcript: TranscriptArgument,
    turn: TurnArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="All its words, as they should be.")],
    why: WhyOption = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Give a turn other words."""
    with opened(study, coder) as one:
        made = one.transcripts.edit_turn(transcript, _index(one, transcript, turn), text, why=why)
    told(made, study, json)


def split(
    study: StudyArgument,
    transcript: TranscriptArgument,
    turn: TurnArgument,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="With which the second of the two turns begins.")],
    speaker: Annotated[str | None, typer.Option("--speaker", help="Who says the second one, if another.")] = None,
    why: WhyOption = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Make two turns of one."""
    with opened(study, coder) as one:
        at = _place(one, transcript, turn, words)
        made = one.transcripts.split_turn(transcript, turn - 1, at, speaker=speaker, why=why)
    told(made, study, json)


def join(
    study: StudyArgument,
    transcript: TranscriptArgument,
    first: TurnArgument,
    last: Annotated[int | None, typer.Argument(metavar="LAST", help="The last of them, if not the next.")] = None,
    why: WhyOption = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Make one turn of neighbours, said by the first one's speaker."""
    with opened(study, coder) as one:
        made = one.transcripts.join_turns(
            transcript,
            _index(one, transcript, first),
            None if last is None else _index(one, transcript, last),
            why=why,
        )
    told(made, study, json)


def speaker(
    study: StudyArgument,
    transcript: TranscriptArgument,
    turn: TurnArgument,
    label: LabelArgument,
    why: WhyOption = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Say who speaks in one turn: somebody who is there, or a new one."""
    with opened(study, coder) as one:
        made = one.transcripts.change_speaker(transcript, _index(one, transcript, turn), label, why=why)
    told(made, study, json)


def rename(
    study: StudyArgument,
    transcript: TranscriptArgument,
    label: LabelArgument,
    new: Annotated[str, typer.Argument(metavar="NEW", help="What to call them in all turns.")],
    why: WhyOption = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Call a speaker otherwise, in all turns."""
    with opened(study, coder) as one:
        made = one.transcripts.rename_speaker(transcript, label, new, why=why)
    told(made, study, json)


def merge(
    study: StudyArgument,
    transcript: TranscriptArgument,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The speaker who stays.")],
    labels: Annotated[list[str], typer.Argument(metavar="SPEAKER…", help="Those who are the same one.")],
    why: WhyOption = "",
    coder: CoderOption = None,
    json: JsonOption = False,
) -> None:
    """Make one speaker of several."""
    with opened(study, coder) as one:
        made = one.transcripts.merge_speakers(transcript, labels, into, why=why)
    told(made, study, json)


def role(
    study: StudyArgument,
    transcript: TranscriptArgument,
    label: LabelArgument,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="participant, interviewer or unknown.")],
    coder: CoderOption = None,
) -> None:
    """Say whether a speaker asks or answers."""
    with opened(study, coder) as one:
        one.transcripts.set_role(transcript, label, role)  # type: ignore[arg-type]
    say(f"'{label}' in '{transcript}' is {role}.")


def participant(
    study: StudyArgument,
    transcript: TranscriptArgument,
    label: Annotated[
        str, typer.Argument(metavar="SPEAKER", help="A speaker's label; '' for words that nobody is named for.")
    ],
    participant: Annotated[str, typer.Argument(metavar="PARTICIPANT", help="Who that is in the study.")],
    coder: CoderOption = None,
) -> None:
    """Say which participant a speaker is."""
    with opened(study, coder) as one:
        one.transcripts.set_participant(transcript, label or None, participant)
    who = f"'{label}'" if label else "Who is not named"
    say(f"{who} in '{transcript}' is the participant '{participant}'.")


TURNS: dict[str, Callable[..., None]] = {"edit": edit, "split": split, "join": join, "speaker": speaker}
SPEAKERS: dict[str, Callable[..., None]] = {
    "rename": rename,
    "merge": merge,
    "role": role,
    "participant": participant,
}


def told(made: "Correction", study: str, json: bool) -> None:
    """What became of the passages of a transcript that was corrected."""
    if json:
        as_json(made.as_dict())
        return
    counts = ", ".join(f"{len(made.of(fate))} {fate}" for fate in ("moved", "shortened", "changed", "orphaned"))
    say(f"{made.what}. Passages: {made.kept} as they were, {counts}. 'workbench undo {study}' undoes it.")
    for warning in made.warnings:
        say(f"  {warning}")
    for passage in made.followed:
        print(passage)


def _index(one: "Study", transcript: str, turn: int) -> int:
    """Where in the list of turns the one of that number is."""
    count = len(one.transcripts[transcript].turns)
    if not 0 < turn <= count:
        raise WorkbenchError(f"'{transcript}' has no turn {turn}. It has {count}, counted from 1.")
    return turn - 1


def _place(one: "Study", transcript: str, turn: int, words: str) -> int:
    """Where in a turn these words begin; a sentence where they do not stand there once."""
    found = one.transcripts[transcript]
    spoken = found.turns[_index(one, transcript, turn)]
    said = found.text[spoken.start : spoken.end]
    if (times := said.count(words)) != 1:
        how = f"{times} times" if times else "not"
        raise WorkbenchError(
            f"'{words}' stands {how} in turn {turn} of '{transcript}'. Give words that stand there once."
        )
    return said.index(words)
