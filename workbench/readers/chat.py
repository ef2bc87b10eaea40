""".cha: what CLAN and the CHILDES and TalkBank archives write, a main line for each utterance."""

import re
from collections.abc import Iterator
from dataclasses import replace

from workbench.model import Problem, Reading, Role
from workbench.readers.compose import Said, compose
from workbench.readers.encoding import decode
from workbench.readers.registry import Source, reader
from workbench.readers.roles import role_by_word
from workbench.readers.rules import Rules

_BULLET = re.compile(r"\v(\d{1,9})_(\d{1,9})\v")
"""From and to in milliseconds, between signs that CLAN shows as a bullet."""
_MAIN = re.compile(r"\*([^\s:]{1,40}):\s{0,4}")


@reader(".cha")
def read_chat(source: Source, rules: Rules) -> Reading:
    """Turns from the main lines of CHAT; headers and dependent tiers (%mor, %com) are left out and counted.

    Roles are those that the header @Participants gives; codes inside the words stay as they are.
    """
    text, encoding, problems = decode(Source(source.name, source.data.replace(b"\x15", b"\v")), rules.encoding)
    spoken: list[Said] = []
    given: dict[str, Role] = {}
    tiers = 0
    for number, line in _whole(text):
        if found := _MAIN.match(line):
            times = [(int(one[1]) / 1000, int(one[2]) / 1000) for one in _BULLET.finditer(line)]
            words = _BULLET.sub(" ", line[found.end() :])
            start, end = (times[0][0], times[-1][1]) if times else (None, None)
            spoken.append(Said(found[1], words, number, start, end))
        elif line.startswith("@Participants:"):
            given |= _roles(line.partition(":")[2])
        tiers += line.startswith("%")
    if tiers:
        problems.append(Problem(f"{tiers} dependent tiers (lines that begin with %) left out."))
    return compose(spoken, replace(rules, roles=given | dict(rules.roles)), "cha", problems=problems, encoding=encoding)


def _whole(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; one that begins with a tab goes on with the one before."""
    whole, begun = "", 1
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("\t"):
            whole += " " + line.strip(" \t")
            continue
        if whole:
            yield begun, whole
        whole, begun = line, number
    if whole:
        yield begun, whole


def _roles(participants: str) -> dict[str, Role]:
    """The roles of "INV Ann Investigator, PAR Participant", by the last word of each."""
    found: dict[str, Role] = {}
    for one in participants.split(","):
        words = one.split()
        role = role_by_word(words[-1]) if len(words) > 1 else None
        if role in ("interviewer", "participant"):
            found[words[0]] = role
    return found
