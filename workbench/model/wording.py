"""How is a number of things said in a sentence?"""


def counted(number: int, noun: str) -> str:
    """
    >>> counted(1, "coding"), counted(0, "coding"), counted(1200, "archived code"), counted(2, "saved query")
    ('1 coding', '0 codings', '1,200 archived codes', '2 saved queries')
    """
    several = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else several}"
