"""Projects as other tools write them, made for the tests."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

ANA, BEN = "a0000000-0000-4000-8000-000000000001", "a0000000-0000-4000-8000-000000000002"
CODE = "c0000000-0000-4000-8000-00000000000{}"


def project(
    body="", *, origin="Some tool 1.0", namespace="urn:QDA-XML:project:1.0", attributes="", codes=("bad", "bus")
):
    """The XML of a project with two users and some codes; `body` follows the codebook."""
    users = f'<Users><User guid="{ANA}" name="Ana"/><User guid="{BEN}" name="Ben"/></Users>'
    book = "".join(
        f'<Code guid="{CODE.format(at)}" name={quoteattr(name)} isCodable="true"/>' for at, name in enumerate(codes)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="{namespace}" name="Trial" origin="{origin}">'
        f"{users}<CodeBook><Codes>{book}</Codes></CodeBook>{body}</Project>"
    ).encode()


def source(text, selections="", *, name="Interview", guid=1, inside="", path=None):
    """A text source; without a path its text stands in the XML."""
    where = f'plainTextPath="{path}"' if path else ""
    content = "" if path else f"<PlainTextContent>{escape(text)}</PlainTextContent>"
    return (
        f'<TextSource guid="50000000-0000-4000-8000-{guid:012}" name={quoteattr(name)} {where}>'
        f"{content}{selections}{inside}</TextSource>"
    )


def sources(*found):
    return f"<Sources>{''.join(found)}</Sources>"


def selection(start, end, *codes, user=ANA, name="", number=1, inside=""):
    """A selection with a coding for each code, by its place in the codebook."""
    codings = "".join(
        f'<Coding guid="d{number:07}-0000-4000-8000-00000000000{at}" creatingUser="{user}" '
        f'creationDateTime="2026-03-01T09:00:00Z"><CodeRef targetGUID="{CODE.format(code)}"/></Coding>'
        for at, code in enumerate(codes)
    )
    return (
        f'<PlainTextSelection guid="e{number:07}-0000-4000-8000-000000000000" name={quoteattr(name)} '
        f'startPosition="{start}" endPosition="{end}">{inside}{codings}</PlainTextSelection>'
    )


def packed(xml, files=None, *, entry="project.qde"):
    """A .qdpx."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(entry, xml)
        for name, data in (files or {}).items():
            zipped.writestr(name, data)
    return out.getvalue()
