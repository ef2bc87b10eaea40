"""Of which encoding are letters beyond ASCII, by the alphabets of the languages that are written in it?"""

_WESTERN = {
    "German": "äöüß",
    "French": "àâæçéèêëîïôœùûüÿ",
    "Spanish": "áéíóúüñªº",
    "Portuguese": "áàâãçéêíóôõúüªº",
    "Italian": "àèéìíîòóùú",
    "Swedish and Finnish": "åäöéšž",
    "Danish and Norwegian": "æøåéèêóòô",
    "Icelandic": "áðéíóúýþæö",
    "Catalan": "àçéèíïóòúü·",
    "Dutch": "áéèëïíóöüú",
    "Estonian": "õäöüšž",
    "Irish and Welsh": "áéíóúâêîôûŵŷ",
}
_CENTRAL = {
    "Polish": "ąćęłńóśźż",
    "Czech and Slovak": "áäčďéěíĺľňóôŕřšťúůýž",
    "Hungarian": "áéíóöőúüű",
    "Croatian, Slovene, Serbian": "čćđšž",
    "Romanian": "ăâîşţșț",
}
_TURKISH = {"Turkish": "çğıöşüâîû"}
ALPHABETS: dict[str, dict[str, str]] = {
    "cp1252": _WESTERN,
    "mac_roman": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1254": _TURKISH,
    "mac_latin2": _CENTRAL,
    "cp850": _WESTERN,
    "cp852": _CENTRAL,
}
"""The likelier encodings first; of equals the first is taken."""


def letters_of(text: str, encoding: str) -> tuple[int, int]:
    """How many letters beyond ASCII stand in a text, and how many of them one language of the encoding has at most.

    >>> letters_of("zaczęło się", "cp1250"), letters_of("zaczê³o siê", "cp1252")
    ((3, 3), (2, 2))
    """
    letters = [sign for sign in text.replace("İ", "i").lower() if sign.isalpha() and not sign.isascii()]
    return len(letters), max(sum(sign in alphabet for sign in letters) for alphabet in ALPHABETS[encoding].values())
