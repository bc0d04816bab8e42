"""Text out of bytes of doubtful charset, without what a page or a database could stumble over."""

import codecs
import re
import unicodedata

OTHER_NAMES = {
    "iso-8859-1": "cp1252",  # what calls itself so holds curly quotes more often than not
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "windows-31j": "cp932",
    "shift_jis": "cp932",
}
NOT_FOR_LETTERS = {"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape"}
TURNS_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f\ud800-\udfff\ufffe\uffff]")


def decoded(content: bytes, charset: str = "") -> str:
    """Text by the charset that is said, else UTF-8, else what Western mail programs write."""
    said = codec(charset)
    for name in dict.fromkeys([said, "utf-8", "cp1252"]):
        if name:
            try:
                return content.decode(name)
            except (UnicodeError, LookupError, ValueError):
                continue
    return content.decode(said or "utf-8", errors="replace")


def codec(charset: str) -> str:
    """The codec of a charset's name; empty for one there is not, or that is none for letters."""
    name = charset.strip().strip("\"'").lower()
    name = OTHER_NAMES.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    return name if is_text and found.name.replace("_", "-") not in NOT_FOR_LETTERS else ""


def clean(text: str) -> str:
    """Several lines without unseen signs; every line ends the same."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")


def one_line(text: str, *, limit: int) -> str:
    """One line for a name or a subject, without signs that turn the direction of reading."""
    shown = TURNS_DIRECTION.sub("", UNSEEN.sub("", " ".join(text.split())))
    return shown[:limit].strip()


def compared(name: str) -> str:
    """A name as names are compared: look-alike forms, case and spaces do not tell them apart."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
