"""How many codings are there, without their words? The quick answer, which the coding view asks for after every act."""

from collections import Counter

from sqlalchemy import func, select

from workbench.model import Layer
from workbench.store import LOGGED, Store
from workbench.study.blindfold import Blindfold

Tally = Counter[tuple[str, str, str, Layer]]


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
