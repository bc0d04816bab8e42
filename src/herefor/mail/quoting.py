"""What is new in a letter, and what it only repeats: earlier letters and the signature.

Nothing is thrown away: what is split off is shown folded. Where answers stand between the quoted
lines, the whole stays together, because apart neither could be understood.
"""

import re
from dataclasses import dataclass

QUOTE = re.compile(r"\s{0,3}(?:>|\|\s)")
SIGNATURE = re.compile(r"--\s?$")
LONGEST_SIGNATURE = 12
# "On ... Bo wrote:", in the languages whose mail programs are most common
WROTE = re.compile(
    r"(?:On|Am|Le|El|Il|Op|Den|Em|Dnia|Ke|Vào|Pada|W dniu)\b.{0,300}"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev|escreveu|napisał|kirjoitti)"
    r".{0,80}:\s*$|.{0,200}(?:<[^<>\s]+@[^<>\s]+>|\d{4}).{0,80}"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev|escreveu|"
    r"пишет|написал|写道|כתב|كتب)"
    r".{0,80}[:：]\s*$",
    re.IGNORECASE,
)
ORIGINAL = re.compile(
    r"\s*[-_]{3,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|"
    r"Messaggio originale|Oorspronkelijk bericht|Originalmeddelande|Forwarded message)\b.*",
    re.IGNORECASE,
)
OUTLOOK = re.compile(r"\s*\*?(?:From|Von|De|Da|Van|Från|Fra)\s?:\*?\s.{1,200}", re.IGNORECASE)
OUTLOOK_NEXT = re.compile(
    r"\s*\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|Verzonden|Skickat|Sendt)\s?:\*?\s",
    re.IGNORECASE,
)
LONGEST_LINE = 400


@dataclass(frozen=True)
class Said:
    text: str
    quoted: str


def split(text: str) -> Said:
    """What is said now, and what was said before."""
    lines = text.split("\n")
    start = _quote_begins(lines)
    if start is None or not _all_said_before(lines[start:]):
        return _without_leading_quote(lines)
    return _parted(lines, _signature_begins(lines, until=start))


def _quote_begins(lines: list[str]) -> int | None:
    """The first line of the last letter that is repeated, with the line that introduces it."""
    for number, line in enumerate(lines):
        if len(line) > LONGEST_LINE:
            continue
        following = _following(lines, number)
        if QUOTE.match(line):
            return number
        if ORIGINAL.match(line):
            return number
        if OUTLOOK.match(line) and OUTLOOK_NEXT.match(following):
            return number
        if _introduces(line, following):
            return number
        broken = f"{line} {lines[number + 1]}" if number + 1 < len(lines) else ""
        if line.strip() and _introduces(broken, _following(lines, number + 1)):
            return number
    return None


def _following(lines: list[str], number: int) -> str:
    return next((one for one in lines[number + 1 : number + 4] if one.strip()), "")


def _introduces(line: str, following: str) -> bool:
    return bool(WROTE.match(line[:LONGEST_LINE])) and bool(QUOTE.match(following))


def _all_said_before(rest: list[str]) -> bool:
    """Whether nothing new stands after the first quoted line, a signature aside."""
    first = next((number for number, line in enumerate(rest) if QUOTE.match(line)), None)
    if first is None or any(ORIGINAL.match(line) for line in rest[: first + 1]):
        return True
    if OUTLOOK.match(rest[0]):
        return True
    for number, line in enumerate(rest[first:]):
        if SIGNATURE.fullmatch(line):
            return len(rest) - first - number <= LONGEST_SIGNATURE
        if line.strip() and not QUOTE.match(line):
            before = rest[first + number - 1] if first + number else ""
            if not (QUOTE.match(before) and len(before) > 70 and len(line) < 30):  # a broken line
                return False
    return True


def _without_leading_quote(lines: list[str]) -> Said:
    """An answer under the whole quoted letter; between its lines, everything stays."""
    first_said = next(
        (n for n, line in enumerate(lines) if line.strip() and not _is_repeated(lines, n)), None
    )
    leads = first_said is not None and any(QUOTE.match(line) for line in lines[:first_said])
    later = leads and any(QUOTE.match(line) for line in lines[first_said or 0 :])
    end = _signature_begins(lines, until=len(lines))
    if not leads or later:
        return _parted(lines, end)
    own, before = lines[first_said:end], lines[:first_said]
    return Said(_joined(own), _joined([*before, *lines[end:]]))


def _is_repeated(lines: list[str], number: int) -> bool:
    following = next((line for line in lines[number + 1 :] if line.strip()), "")
    return bool(QUOTE.match(lines[number])) or _introduces(lines[number], following)


def _signature_begins(lines: list[str], *, until: int) -> int:
    for number in range(until - 1, max(-1, until - 1 - LONGEST_SIGNATURE - 2), -1):
        if SIGNATURE.fullmatch(lines[number]):
            return number
    return until


def _parted(lines: list[str], at: int) -> Said:
    own = _joined(lines[:at])
    if not own:  # nothing but a quote or a signature: then that is what was said
        return Said(_joined(lines), "")
    return Said(own, _joined(lines[at:]))


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()
