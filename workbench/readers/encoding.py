"""Which letters do these bytes stand for?"""

import codecs
import re
import unicodedata
from string import ascii_letters

from workbench.model import Problem
from workbench.readers.alphabets import ALPHABETS, letters_of
from workbench.readers.registry import Source, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SHOWN = {
    "cp1252": "Windows-1252", "mac_roman": "Mac OS Roman", "cp1250": "Windows-1250 (Central European)",
    "iso8859_2": "ISO 8859-2 (Central European)", "cp1254": "Windows-1254 (Turkish)", "cp850": "DOS (code page 850)",
    "mac_latin2": "Mac OS Central European", "cp852": "DOS (code page 852)",
}  # fmt: skip
_FEWEST_LETTERS = 2
_NEARLY_ALL = 0.95
_SAMPLE = 100_000
_HIGH = bytes(range(128, 256))
_ASCII_LETTERS = ascii_letters.encode()
_CONTROL = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])


def decode(source: Source, wanted: str | None = None) -> tuple[str, str, list[Problem]]:
    """Text, the name of its encoding, and what was assumed; line ends are `\\n`, a byte order mark is gone.

    A byte order mark and valid UTF-8 settle the matter. Else, while most letters are ASCII, the text is taken as that
    Western, Central European or Turkish encoding in which nearly all others are of one language's alphabet, or as
    Windows-1252 or Mac OS Roman, whichever puts fewer signs where no one writes them; and otherwise as what
    charset-normalizer finds. All of that is reported. `wanted` overrules all. Bytes that are no text, or not in the
    encoding asked for, raise WorkbenchError.
    """
    text, encoding, problems = _as_wanted(source, wanted) if wanted else _as_found(source)
    if "\x00" in text or _controls(text[:_SAMPLE]) * 100 > len(text):
        raise _binary(source)
    if "\r" in text:  # asked first, for two signs are looked for much more slowly than one
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, encoding, problems


def _controls(text: str) -> int:
    """How many control characters there are; bytes are searched through much faster than text."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data) - len(data.translate(None, _CONTROL))


def _as_wanted(source: Source, wanted: str) -> tuple[str, str, list[Problem]]:
    try:
        codec = codecs.lookup(wanted)
        return source.data.decode(codec.name).removeprefix("\ufeff"), codec.name, []
    except (LookupError, ValueError, TypeError) as fault:
        known = isinstance(fault, UnicodeError)
        why = f"it is not written in {wanted}." if known else f"there is no encoding called {wanted!r}."
        raise Unreadable(source, why, "Leave the encoding out to let it be found, or name another.") from fault


def _as_found(source: Source) -> tuple[str, str, list[Problem]]:
    data = source.data
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding, []
            except UnicodeDecodeError as fault:
                why = f"it begins as {encoding.removesuffix('-sig').upper()} and is damaged at byte {fault.start}."
                raise Unreadable(source, why, "Save it again as UTF-8.") from fault
    japanese = b"\x1b" in data and b"\x1b$" in data  # one sign alone is looked for much faster
    try:
        text = data.decode("iso2022_jp" if japanese else "utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if japanese:
            return text, "iso2022_jp", [_assumed(text, "iso2022_jp")]
        if "\x00" not in text:
            return text, "ascii" if text.isascii() else "utf-8", []
    likely = _utf16(data) or _by_alphabet(data) or _western(data) or _by_statistics(data)
    if likely is None:
        raise _binary(source)
    try:
        text = data.decode(likely)
    except UnicodeDecodeError as fault:
        raise _binary(source) from fault
    if _is_noise(text):
        raise _binary(source)
    return text, likely, [_assumed(text, likely)]


def _binary(source: Source) -> Unreadable:
    return Unreadable(
        source,
        "this is not text in any encoding known here.",
        "If it is a document or a recording, export it as .txt, .docx, .vtt or .srt first.",
    )


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a byte order mark shows in NUL bytes at every second place."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or not sample:
        return None
    low, high = sample[0::2].count(0) / len(sample), sample[1::2].count(0) / len(sample)
    if max(low, high) < 0.2 or min(low, high) > 0.02:
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def _beyond(sample: bytes) -> int:
    """Bytes beyond ASCII."""
    return len(sample) - len(sample.translate(None, _HIGH))


def _plain(sample: bytes) -> int:
    """Letters of ASCII."""
    return len(sample) - len(sample.translate(None, _ASCII_LETTERS))


def _by_alphabet(data: bytes) -> str | None:
    """The encoding in which nearly all letters beyond ASCII are of one language, and no sign stands inside a word."""
    sample = data[:_SAMPLE]
    if 0 in data or _beyond(sample) > _plain(sample):
        return None
    shares: dict[str, float] = {}
    for encoding in ALPHABETS:
        letters, known = letters_of(sample.decode(encoding, errors="replace"), encoding)
        if letters >= _FEWEST_LETTERS:
            shares[encoding] = known / (letters + _misplaced(sample, encoding))
    best = max(shares, key=lambda encoding: shares[encoding], default=None)
    return best if best is not None and shares[best] >= _NEARLY_ALL else None


def _western(data: bytes) -> str | None:
    """Windows-1252 or Mac OS Roman, or None where most letters lie beyond ASCII, as in no Western language."""
    sample = data[:_SAMPLE]
    if 0 in data or (beyond := _beyond(sample)) > _plain(sample):
        return None
    faults = {encoding: _misplaced(sample, encoding) for encoding in ("cp1252", "mac_roman")}
    best = min(faults, key=lambda encoding: faults[encoding])
    return best if faults[best] * 2 <= beyond else None


_MISPLACED = re.compile(
    r"(?<=[a-zà-öø-ÿœšž])[À-ÖØ-ÞŒŠŽŸıˆ˜ˇ˘˙˚¸˝˛]"  # a capital or a loose accent after a small letter
    r"|[À-ÖØ-ÞŒŠŽŸ](?=[A-Z][a-z])"  # a second capital
    r"|(?<=[^\W\d_])[¡-©¬®-´¶-¹»-¿×÷†‡•‰‹›€™∂∆∏∑∫√∞≈≠≤≥◊Ωƒ‚„“”](?=[^\W\d_])"  # a sign inside a word
    r"|(?<=\s)[’”…»](?=[^\W\d_])|[ìíîïñòô](?=[A-Z])|[\x80-\x9f]"
)


def _misplaced(sample: bytes, encoding: str) -> int:
    """Signs that stand where no Western language has them if `sample` is in `encoding`; undecodable ones count four."""
    text = sample.decode(encoding, errors="replace")
    text = text.replace("ı", "i") if encoding == "cp1254" else text
    return len(_MISPLACED.findall(text)) + 4 * text.count("\ufffd")


def _by_statistics(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None or best.encoding != "mac_cyrillic":
        return best.encoding if best else None
    # The two share their small letters; in the wrong one capitals are signs.
    signs = {
        encoding: sum(not sign.isalpha() and not sign.isascii() for sign in data[:_SAMPLE].decode(encoding, "replace"))
        for encoding in ("cp1251", "mac_cyrillic")
    }
    return min(signs, key=lambda encoding: signs[encoding])


def _is_noise(text: str) -> bool:
    """Whether over one sign in a hundred is a C1 code, unassigned or private: no one's words."""
    sample = text[:_SAMPLE]
    odd = sum(unicodedata.category(sign) in {"Cc", "Cn", "Co"} for sign in sample if not sign.isascii())
    return odd * 100 > len(sample)


def _assumed(text: str, encoding: str) -> Problem:
    shown = _SHOWN.get(encoding, encoding)
    words = dict.fromkeys(word for word in re.findall(r"\S{1,40}", text[:_SAMPLE]) if not word.isascii())
    return Problem(
        f"The file is not UTF-8 and does not say what it is; it was read as {shown}: {', '.join(list(words)[:5])}.",
        hint="If these words look wrong, name the encoding.",
    )
