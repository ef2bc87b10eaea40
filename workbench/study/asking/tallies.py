"""What is coded where, and how often, without its words? Quick answers, for the coding view after every act."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import func, select

from workbench.model import Layer
from workbench.store import LOGGED, Store
from workbench.study.coded.blindfold import Blindfold

Tally = Counter[tuple[str, str, str, Layer]]


class Mark(NamedTuple):
    """A coding as it is drawn: its key, where it stands, and whose it is."""

    id: str
    start: int
    end: int
    code: str
    coder: str
    layer: Layer


def marks(store: Store, blindfold: Blindfold, transcript: str) -> list[Mark]:
    """The codings of one transcript by place, without those that are hidden."""
    coding, code, place = LOGGED["coding"], LOGGED["code"], LOGGED["transcript"]
    joined = coding.join(code, code.c.id == coding.c.code_id).join(place, place.c.id == coding.c.transcript_id)
    columns = (coding.c.id, coding.c.start, coding.c.end, code.c.name, coding.c.coder, coding.c.layer)
    query = select(*columns).select_from(joined).where(place.c.name == transcript)
    with store.read() as connection:
        found = connection.execute(query.order_by(coding.c.start, coding.c.end, code.c.name, coding.c.id)).all()
    return [Mark(*row) for row in found if not blindfold.hides(transcript, row[4])]


def tally(store: Store, blindfold: Blindfold) -> Tally:
    """Numbers of codings by (transcript, code, coder, layer), without those that are hidden."""
    coding, code, transcript = LOGGED["coding"], LOGGED["code"], LOGGED["transcript"]
    by = (transcript.c.name, code.c.name, coding.c.coder, coding.c.layer)
    joined = coding.join(code, code.c.id == coding.c.code_id).join(
        transcript, transcript.c.id == coding.c.transcript_id
    )
    query = select(*by, func.count()).select_from(joined).group_by(*by)
    with store.read() as connection:
        found = connection.execute(query).all()
    return Counter({(*key,): count for *key, count in found if not blindfold.hides(key[0], key[2])})
