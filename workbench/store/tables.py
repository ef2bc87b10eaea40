"""Which tables does a study hold?

Every table in `LOGGED` has one text key, `id`, and only JSON-able columns, so that one mechanism can write each row's
image into the change log and take it back. Tables outside it are the log itself, original files (content-addressed,
never changed) and caches that can be computed again.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
)

from workbench.store.words import LongWords, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key() -> Column[str]:
    return Column("id", String, primary_key=True)


def to(table: str, name: str | None = None, *, optional: bool = False, index: bool = True) -> Column[str]:
    """A reference that is looked up often, checked at the end of the transaction."""
    reference = ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")
    return Column(name or f"{table}_id", String, reference, nullable=optional, index=index)


setting = Table("setting", metadata, key(), Column("value", JSON))

participant = Table(
    "participant",
    metadata,
    key(),
    Column("name", Words, nullable=False, unique=True),
    Column("attributes", JSON, nullable=False),
    Column("position", Integer, nullable=False),
)

transcript = Table(
    "transcript",
    metadata,
    key(),
    Column("name", Words, nullable=False, unique=True),
    Column("text", LongWords, nullable=False),
    Column("text_sha256", String, nullable=False),
    Column("filename", Words, nullable=False),
    Column("format", String, nullable=False),
    # Both stand behind the text in a row, so that without an index each import would read the texts of all others.
    Column("original_sha256", String, nullable=False, index=True),
    Column("problems", JSON, nullable=False),
    Column("position", Integer, nullable=False, index=True),
    to("participant", optional=True),
    Column("language", String, nullable=False, server_default=""),
)

speaker = Table(
    "speaker",
    metadata,
    key(),
    to("transcript"),
    to("participant", optional=True),
    Column("label", Words, nullable=False),
    Column("role", String, nullable=False),
    Column("position", Integer, nullable=False),
    UniqueConstraint("transcript_id", "label"),
)

turn = Table(
    "turn",
    metadata,
    key(),
    to("transcript"),
    to("speaker", optional=True),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("start_time", Float),
    Column("end_time", Float),
)

code = Table(
    "code",
    metadata,
    key(),
    to("code", "parent_id", optional=True),
    Column("name", Words, nullable=False, unique=True),
    Column("description", LongWords, nullable=False),
    Column("definition", LongWords, nullable=False),
    Column("when_to_use", LongWords, nullable=False),
    Column("when_not_to_use", LongWords, nullable=False),
    Column("example", LongWords, nullable=False),
    Column("colour", Words, nullable=False),
    Column("origin", Words, nullable=False),
    Column("position", Integer, nullable=False),
    Column("near_miss", LongWords, nullable=False, server_default=""),
    Column("aliases", JSON, nullable=False, server_default="[]"),
    Column("archived", Boolean, nullable=False, server_default=false()),
    Column("redefined", Integer, nullable=False, server_default="0"),
)

codebook_version = Table(
    "codebook_version",
    metadata,
    key(),
    Column("name", Words, nullable=False, unique=True),
    Column("note", LongWords, nullable=False),
    Column("coder", Words, nullable=False),
    Column("created", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("codes", JSON, nullable=False),
)

coding = Table(
    "coding",
    metadata,
    key(),
    to("transcript", index=False),
    to("code", index=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("coder", Words, nullable=False),
    Column("layer", String, nullable=False),
    Column("origin", Words, nullable=False),
    Column("codebook_version", Integer, nullable=False),
    Column("created", String, nullable=False),
)

memo = Table(
    "memo",
    metadata,
    key(),
    Column("on", String, nullable=False),
    Column("target", Words, nullable=False, index=True),
    Column("title", LongWords, nullable=False),
    Column("text", LongWords, nullable=False),
    Column("kind", String, nullable=False),
    Column("coder", Words, nullable=False),
    Column("created", String, nullable=False),
    Column("archived", Boolean, nullable=False),
)

theme = Table(
    "theme",
    metadata,
    key(),
    to("theme", "parent_id", optional=True),
    Column("name", Words, nullable=False, unique=True),
    Column("definition", LongWords, nullable=False),
    Column("origin", LongWords, nullable=False),
    Column("x", Float),
    Column("y", Float),
    Column("position", Integer, nullable=False),
)

theme_code = Table("theme_code", metadata, key(), to("theme"), to("code"), UniqueConstraint("theme_id", "code_id"))

theme_link = Table(
    "theme_link",
    metadata,
    key(),
    to("theme", "source_id"),
    to("theme", "target_id"),
    Column("label", Words, nullable=False),
)

counter_case = Table(
    "counter_case",
    metadata,
    key(),
    to("theme"),
    to("transcript"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("coder", Words, nullable=False),
    Column("note", LongWords, nullable=False),
)

run = Table(
    "run",
    metadata,
    key(),
    Column("number", Integer, nullable=False, unique=True),
    Column("unit", String, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("config", JSON, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("digest", String, nullable=False),
    Column("segments", Integer, nullable=False),
    Column("outliers", JSON, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("codebook_version", Integer, nullable=False),
    Column("created", String, nullable=False),
)

suggestion = Table(
    "suggestion",
    metadata,
    key(),
    to("run"),
    to("theme", optional=True),
    Column("rank", Integer, nullable=False),
    Column("label", LongWords, nullable=False),
    Column("keywords", JSON, nullable=False),
    Column("segments", JSON, nullable=False),
    Column("border", JSON, nullable=False),
    Column("stability", Float),
    Column("codes", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("status", String, nullable=False),
    Column("merged_into", String),
    Column("reason", LongWords, nullable=False),
    Column("follows", String),
)

decision = Table(
    "decision",
    metadata,
    key(),
    to("run"),
    to("suggestion"),
    Column("position", Integer, nullable=False),
    Column("do", String, nullable=False),
    Column("details", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("why", LongWords, nullable=False),
    Column("coder", Words, nullable=False),
    Column("created", String, nullable=False),
)

reading = Table(
    "reading",
    metadata,
    key(),
    to("transcript"),
    Column("coder", Words, nullable=False),
    Column("state", String, nullable=False),
    Column("since", String, nullable=False),
    UniqueConstraint("transcript_id", "coder"),
)

saved_query = Table(
    "saved_query",
    metadata,
    key(),
    Column("name", Words, nullable=False, unique=True),
    Column("query", LongWords, nullable=False),
    Column("meets", String, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("coder", Words, nullable=False),
    Column("position", Integer, nullable=False),
)

coding_round = Table(
    "round",
    metadata,
    key(),
    Column("name", Words, nullable=False, unique=True),
    Column("unit", String, nullable=False),
    Column("blind", Boolean, nullable=False),
    Column("drawn", JSON, nullable=False),
    Column("codebook_version", Integer, nullable=False),
    Column("started_by", Words, nullable=False),
    Column("started", String, nullable=False),
    Column("closed", String, nullable=False),
    Column("position", Integer, nullable=False),
)

assignment = Table(
    "assignment",
    metadata,
    key(),
    to("round"),
    to("transcript"),
    Column("coder", Words, nullable=False),
    Column("done", String, nullable=False),
    UniqueConstraint("round_id", "transcript_id", "coder"),
)
refusal = Table(
    "refusal",
    metadata,
    key(),
    to("code"),
    to("transcript"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("coder", Words, nullable=False),
)
"""A passage that somebody said does not belong to a code."""

resolution = Table(
    "resolution",
    metadata,
    key(),
    to("round", optional=True),
    to("transcript"),
    to("code"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("verdict", String, nullable=False),
    Column("took", JSON, nullable=False),
    Column("overruled", JSON, nullable=False),
    Column("why", LongWords, nullable=False),
    Column("coder", Words, nullable=False),
    Column("created", String, nullable=False),
)

LOGGED: dict[str, Table] = {
    table.name: table
    for table in (
        setting,
        participant,
        transcript,
        speaker,
        turn,
        code,
        codebook_version,
        coding,
        memo,
        theme,
        theme_code,
        theme_link,
        counter_case,
        run,
        suggestion,
        decision,
        reading,
        saved_query,
        coding_round,
        assignment,
        refusal,
        resolution,
    )
}
"""Parents before children: rows go in in this order and out in the other."""

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("time", String, nullable=False),
    Column("coder", Words, nullable=False),
    Column("act", String, nullable=False),
    Column("what", LongWords, nullable=False),
    Column("why", LongWords, nullable=False),
    Column("undoes", Integer, index=True),
    Column("rows", LongWords, nullable=False),
    Column("before_hash", String, nullable=False),
    Column("hash", String, nullable=False),
)

original = Table(
    "original",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

cache = Table(
    "cache",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

# By either of its references, and what a new coding may overlap: one coder's with the same code in the same transcript.
Index("ix_coding_place", coding.c.transcript_id, coding.c.start)
Index("ix_coding_same", coding.c.code_id, coding.c.transcript_id, coding.c.coder)
