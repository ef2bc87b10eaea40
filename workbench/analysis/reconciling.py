"""Which passages have to be talked about, and what comes out of a decision? Pure: marks in, passages and spans out."""

from collections.abc import Iterable, Mapping, Sequence

from workbench.model import Disagreement, Mark, Verdict

Span = tuple[int, int]


def passages(
    transcript: str, differing: Iterable[tuple[str, int, int]], marks: Sequence[Mark], coders: Sequence[str]
) -> list[Disagreement]:
    """The passages of one transcript in which coders differ, in order.

    `differing` are units, as (code, start, end), in which some coder has the code and another has not. The marks that
    touch one are what is talked about; those that overlap, whatever their code, are one passage, so that "A says X
    where B says Y" is decided at once, however many units it goes through.
    """
    wanted: dict[str, list[Span]] = {}
    for code, start, end in differing:
        wanted.setdefault(code, []).append((start, end))
    apart = [
        mark
        for mark in sorted(marks, key=lambda one: (one.start, one.end, one.code, one.coder))
        if any(mark.start < end and start < mark.end for start, end in wanted.get(mark.code, ()))
    ]
    groups: list[list[Mark]] = []
    reach = -1
    for mark in apart:
        if mark.start >= reach:
            groups.append([])
        groups[-1].append(mark)
        reach = max(reach, mark.end)
    return [_passage(transcript, group, marks, coders) for group in groups]


def _passage(transcript: str, group: Sequence[Mark], marks: Sequence[Mark], coders: Sequence[str]) -> Disagreement:
    start, end = min(one.start for one in group), max(one.end for one in group)
    beside = [one for one in marks if one not in group and one.start < end and start < one.end]
    codes = tuple(dict.fromkeys(one.code for one in group))
    return Disagreement(transcript, start, end, codes, tuple(coders), tuple(group), tuple(beside))


def outcome(
    one: Disagreement, verdict: Verdict, *, took: Sequence[str] = (), span: Span | None = None
) -> dict[str, list[Span]]:
    """Where each code of the passage stands after a decision; an empty list: nowhere.

    `took` are the coders whose marks are taken; marks of one code that overlap are one. With `span` they stand
    there.
    """
    found: dict[str, list[Span]] = {}
    for code in one.codes:
        if verdict == "span":
            found[code] = [span] if span is not None else []
            continue
        taken = () if verdict == "neither" else one.coders if verdict == "both" else took
        found[code] = union((mark.start, mark.end) for mark in one.marks if mark.code == code and mark.coder in taken)
    return found


def amounts_to(one: Disagreement, code: str, agreed: Iterable[Span]) -> tuple[Verdict, tuple[str, ...], list[Span]]:
    """The decision that places of a code which were agreed elsewhere amount to: verdict, whose marks, where it stands.

    >>> marks = (Mark("Ana", "rules", 4, 9), Mark("Bo", "rules", 6, 12))
    >>> one = Disagreement("P01", 4, 12, ("rules",), ("Ana", "Bo"), marks)
    >>> [amounts_to(one, "rules", spans)[:2] for spans in ([(4, 9)], [(4, 12)], [], [(5, 8)])]
    [('take', ('Ana',)), ('both', ()), ('neither', ()), ('span', ())]
    """
    spans = union(span for span in agreed if span[0] < one.end and one.start < span[1])
    if not spans:
        return "neither", (), []
    alike = [coder for coder in one.has(code) if outcome(one, "take", took=[coder])[code] == spans]
    if alike:
        return "take", tuple(alike), spans
    return ("both" if outcome(one, "both")[code] == spans else "span"), (), spans


def overruled(one: Disagreement, code: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """Who said otherwise of a code than was decided: has it where it does not stand, or has it not where it does."""
    return one.lacks(code) if spans else one.has(code)


def union(spans: Iterable[Span]) -> list[Span]:
    """Spans with those that overlap made one, in order.

    >>> union([(4, 9), (0, 5), (9, 12)])
    [(0, 9), (9, 12)]
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def shared(marks: Sequence[Mark], disputed: Iterable[Mark]) -> Mapping[str, list[Span]]:
    """What nobody disputes: for each code the places that coders marked alike, overlapping marks made one."""
    left = set(disputed)
    found: dict[str, list[Span]] = {}
    for mark in marks:
        if mark not in left:
            found.setdefault(mark.code, []).append((mark.start, mark.end))
    return {code: union(spans) for code, spans in found.items()}
