"""What a case is called when nobody gave it a name: the first sentence that was said."""

TITLE_LENGTH = 80


def title_of(words: str, *, otherwise: str) -> str:
    """The first line, cut at a word; without words, what we know."""
    first = words.strip().split("\n", 1)[0].strip()
    if not first:
        return otherwise
    if len(first) <= TITLE_LENGTH:
        return first
    return first[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(".,;:!? ") + "…"
