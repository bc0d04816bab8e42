"""FTS5: the table holds each document, and a trigger writes it again."""

from herefor.answer.search.wanted import Term, Wanted

CONDITION = "answer_found MATCH %s"
PROBE = None
"""FTS5 gives the newest first by itself, however many there are."""
COLUMN = {"": "", "from": "who : "}

TABLE = """
CREATE VIRTUAL TABLE answer_found
USING fts5(head, who, said, tokenize = "unicode61 remove_diacritics 2", prefix = "1 2 3")
"""

TRIGGERS = {
    "found_case_new": "AFTER INSERT ON answer_case BEGIN {insert} WHERE c.id = NEW.id; END",
    "found_case_changed": (
        "AFTER UPDATE OF title, reference, customer_id ON answer_case WHEN NEW.title <> OLD.title "
        "OR NEW.reference <> OLD.reference OR NEW.customer_id IS NOT OLD.customer_id BEGIN "
        "UPDATE answer_found SET head = NEW.reference || ' ' || NEW.title, "
        "who = {who_of_new} WHERE rowid = NEW.id; END"
    ),
    "found_case_gone": (
        "AFTER DELETE ON answer_case BEGIN DELETE FROM answer_found WHERE rowid = OLD.id; END"
    ),
    "found_said": "AFTER INSERT ON answer_message BEGIN {said_new} END",
    "found_said_anew": (
        "AFTER UPDATE OF text, case_id, said_at ON answer_message BEGIN {said_old} {said_new} END"
    ),
    "found_unsaid": "AFTER DELETE ON answer_message BEGIN {said_old} END",
    "found_named": (
        "AFTER UPDATE OF name ON people_customer WHEN NEW.name <> OLD.name BEGIN {named} END"
    ),
    "found_reached": "AFTER INSERT ON people_contactpoint BEGIN {reached_new} END",
    "found_reached_anew": (
        "AFTER UPDATE OF value, customer_id ON people_contactpoint BEGIN "
        "{reached_old} {reached_new} END"
    ),
    "found_not_reached": "AFTER DELETE ON people_contactpoint BEGIN {reached_old} END",
}


def is_installed(cursor, most: int) -> bool:  # type: ignore[no-untyped-def]
    """Whether the table and every trigger are there, each made by the words below."""
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'answer_found' OR type = 'trigger'")
    made = {sql.strip() for (sql,) in cursor.fetchall()}
    return made >= {sql.strip() for sql in _made_by(most)}


def installation(most: int) -> list[str]:
    gone = [f"DROP TRIGGER IF EXISTS {name}" for name in TRIGGERS]
    return [*gone, "DROP TABLE IF EXISTS answer_found", *_made_by(most)]


def _made_by(most: int) -> list[str]:
    parts = {
        "insert": f"INSERT INTO answer_found (rowid, head, who, said) {_document(most)}",
        "who_of_new": _who("NEW.customer_id"),
        "said_new": _say_again("NEW.case_id", most),
        "said_old": _say_again("OLD.case_id", most),
        "named": _name_again("NEW.id"),
        "reached_new": _name_again("NEW.customer_id"),
        "reached_old": _name_again("OLD.customer_id"),
    }
    made = [f"CREATE TRIGGER {name} {body.format(**parts)}" for name, body in TRIGGERS.items()]
    return [TABLE, *made]


def rebuilding(most: int) -> list[str]:
    return [
        "DELETE FROM answer_found",
        f"INSERT INTO answer_found (rowid, head, who, said) {_document(most)}",
    ]


def out_of_step(most: int) -> str:
    """A sentence of SQL that counts documents that differ from what they should be."""
    kept, right = "SELECT rowid AS id, head, who, said FROM answer_found", _document(most)
    return (
        f"SELECT count(DISTINCT id) FROM (SELECT id FROM ({right} EXCEPT {kept}) "
        f"UNION ALL SELECT id FROM ({kept} EXCEPT {right}))"
    )


def asked(words: Wanted) -> str:
    return " AND ".join(_term(term) for term in words.terms)


def _term(term: Term) -> str:
    return f'{COLUMN[term.where]}"{" ".join(term.words)}"{" *" if term.is_prefix else ""}'


def _document(most: int) -> str:
    return (
        "SELECT c.id AS id, c.reference || ' ' || c.title, "
        f"{_who('c.customer_id')}, {_said('c.id', most)} FROM answer_case c"
    )


def _who(customer: str) -> str:
    ways = f"SELECT value FROM people_contactpoint WHERE customer_id = {customer} ORDER BY id"
    return (
        f"coalesce((SELECT name FROM people_customer WHERE id = {customer}), '') || ' ' || "
        f"coalesce((SELECT group_concat(value, ' ') FROM ({ways})), '')"
    )


def _said(case: str, most: int) -> str:
    """Newest first, so that what is cut off is the oldest."""
    texts = f"SELECT text FROM answer_message WHERE case_id = {case} ORDER BY said_at DESC, id DESC"
    return f"coalesce((SELECT substr(group_concat(text, char(10)), 1, {most}) FROM ({texts})), '')"


def _say_again(case: str, most: int) -> str:
    return f"UPDATE answer_found SET said = {_said(case, most)} WHERE rowid = {case};"


def _name_again(customer: str) -> str:
    cases = f"SELECT id FROM answer_case WHERE customer_id = {customer}"
    return f"UPDATE answer_found SET who = {_who(customer)} WHERE rowid IN ({cases});"
