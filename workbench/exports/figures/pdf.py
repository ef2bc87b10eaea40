"""The map as pdf and png, without a browser: fonts embedded, and the same drawing gives the same bytes.

The converter writes the objects of a pdf in an order that changes from run to run. Here they are numbered anew in the
order in which they are reached from the root, which is always the same.
"""

import re

_REFERENCE = re.compile(rb"(\d+) 0 R\b")
_FONTS = re.compile(rb"(?:\s*/fo\d+ \d+ 0 R){2,}")


def to_pdf(svg: str, title: str) -> bytes:
    """One page as large as the drawing, its unit the point; `title` goes into the document's properties."""
    import vl_convert

    return settled(vl_convert.svg_to_pdf(svg), title)


def to_png(svg: str, *, dpi: int) -> bytes:
    """The drawing with `dpi` pixels to 72 of its units."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=1, ppi=dpi))


def settled(data: bytes, title: str) -> bytes:
    """The same pdf with its objects in an order that depends on the drawing alone, and with this title."""
    bodies, root, info = _objects(data)
    marked = ("\ufeff" + title).encode("utf-16-be", "replace").hex().encode()
    bodies[info] = (b"<<\n  /Producer (svg2pdf)\n  /Title <" + marked + b">\n>>", b"")
    order: list[int] = []
    waiting = [info, root]
    while waiting:
        number = waiting.pop()
        if number not in order:
            order.append(number)
            waiting += [int(found) for found in reversed(_REFERENCE.findall(bodies[number][0]))]
    return _written([bodies[number] for number in order], {old: new for new, old in enumerate(order, 1)}, root, info)


def _objects(data: bytes) -> tuple[dict[int, tuple[bytes, bytes]], int, int]:
    """Every object by its number, cut where its stream begins, and the numbers of the root and of the properties."""
    table = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    lines = data[table:].split(b"trailer")[0].splitlines()[2:]
    starts = {number: int(line[:10]) for number, line in enumerate(lines) if line[17:18] == b"n"}
    bounds = sorted([*starts.values(), table])
    bodies = {}
    for number, start in starts.items():
        whole = data[start : bounds[bounds.index(start) + 1]]
        body = whole[whole.index(b"obj\n") + 4 : whole.rindex(b"\nendobj")]
        head, stream, content = body.partition(b"\nstream\n")
        bodies[number] = (_FONTS.sub(_by_name, head), stream + content)
    ends = dict(re.findall(rb"/(Root|Info) (\d+) 0 R", data[data.rindex(b"trailer") :]))
    return bodies, int(ends[b"Root"]), int(ends[b"Info"])


def _by_name(found: re.Match[bytes]) -> bytes:
    """A list of fonts in the order of their names, which the converter gives by first use."""
    return b"".join(sorted(re.findall(rb"\s*/fo\d+ \d+ 0 R", found[0])))


def _written(bodies: list[tuple[bytes, bytes]], numbers: dict[int, int], root: int, info: int) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n%\x80\x80\x80\x80\n\n"), []
    for number, (head, rest) in enumerate(bodies, 1):
        offsets.append(len(out))
        renumbered = _REFERENCE.sub(lambda found: b"%d 0 R" % numbers[int(found[1])], head)
        out += b"%d 0 obj\n" % number + renumbered + rest + b"\nendobj\n\n"
    start, size = len(out), len(bodies) + 1
    out += b"xref\n0 %d\n0000000000 65535 f\r\n" % size
    out += b"".join(b"%010d 00000 n\r\n" % offset for offset in offsets)
    out += b"trailer\n<<\n  /Size %d\n  /Root %d 0 R\n  /Info %d 0 R\n>>\n" % (size, numbers[root], numbers[info])
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
