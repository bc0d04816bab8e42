"""A `tsvector` for each case with a GIN index, and triggers that write it again."""

from herefor.answer.search.wanted import Term, Wanted

CONDITION = "answer_found.words @@ to_tsquery('simple', %s)"
WEIGHT = {"": "", "from": "B"}
PROBE = """
SELECT count(*) >= 26 FROM (SELECT words FROM answer_found ORDER BY rowid DESC LIMIT 2000) newest
WHERE words @@ to_tsquery('simple', %s)
"""
"""Of words that are rare the newest come from the GIN index and are sorted; of words that are
everywhere they come first in the order of numbers. The statistics of words cannot tell: they know
nothing of phrases and take a word they never saw for one that is in every 200th case."""

PLAIN = r"""
CREATE OR REPLACE FUNCTION answer_plain(given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT regexp_replace(
    regexp_replace(lower(normalize(given, NFKD)), '[\u0300-\u036f]', '', 'g'),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g'
) $$
"""

DOCUMENT = """
CREATE OR REPLACE FUNCTION answer_document(number bigint) RETURNS tsvector
LANGUAGE sql STABLE AS $$
SELECT setweight(to_tsvector('simple', answer_plain(c.reference || ' ' || c.title)), 'A')
    || setweight(to_tsvector('simple', answer_plain(coalesce(p.name, '') || ' ' || coalesce((
        SELECT string_agg(w.value, ' ' ORDER BY w.id)
        FROM people_contactpoint w WHERE w.customer_id = p.id), ''))), 'B')
    || setweight(to_tsvector('simple', answer_plain(left(coalesce((
        SELECT string_agg(m.text, chr(10) ORDER BY m.said_at DESC, m.id DESC)
        FROM answer_message m WHERE m.case_id = c.id), ''), {most}))), 'C')
FROM answer_case c LEFT JOIN people_customer p ON p.id = c.customer_id WHERE c.id = number $$
"""

WRITE = """
CREATE OR REPLACE FUNCTION answer_find_again(number bigint) RETURNS void LANGUAGE sql AS $$
INSERT INTO answer_found (rowid, words)
SELECT id, answer_document(id) FROM answer_case WHERE id = number
ON CONFLICT (rowid) DO UPDATE SET words = excluded.words $$
"""

BODIES = {
    "found_case": """
IF TG_OP = 'DELETE' THEN DELETE FROM answer_found WHERE rowid = OLD.id; RETURN NULL; END IF;
IF TG_OP = 'UPDATE' AND (NEW.title, NEW.reference) = (OLD.title, OLD.reference)
    AND NEW.customer_id IS NOT DISTINCT FROM OLD.customer_id THEN RETURN NULL; END IF;
PERFORM answer_find_again(NEW.id); RETURN NULL;""",
    "found_said": """
IF TG_OP <> 'INSERT' THEN PERFORM answer_find_again(OLD.case_id); END IF;
IF TG_OP <> 'DELETE' THEN PERFORM answer_find_again(NEW.case_id); END IF; RETURN NULL;""",
    "found_named": """
IF NEW.name <> OLD.name THEN
    PERFORM answer_find_again(id) FROM answer_case WHERE customer_id = NEW.id;
END IF; RETURN NULL;""",
    "found_reached": """
IF TG_OP <> 'INSERT' THEN
    PERFORM answer_find_again(id) FROM answer_case WHERE customer_id = OLD.customer_id;
END IF;
IF TG_OP <> 'DELETE' THEN
    PERFORM answer_find_again(id) FROM answer_case WHERE customer_id = NEW.customer_id;
END IF; RETURN NULL;""",
    "found_emptied": "DELETE FROM answer_found; RETURN NULL;",
}
TRIGGERS = {
    "found_case": "AFTER INSERT OR UPDATE OR DELETE ON answer_case FOR EACH ROW",
    "found_said": "AFTER INSERT OR UPDATE OR DELETE ON answer_message FOR EACH ROW",
    "found_named": "AFTER UPDATE ON people_customer FOR EACH ROW",
    "found_reached": "AFTER INSERT OR UPDATE OR DELETE ON people_contactpoint FOR EACH ROW",
    "found_emptied": "AFTER TRUNCATE ON answer_case FOR EACH STATEMENT",
}


def is_installed(cursor, most: int) -> bool:  # type: ignore[no-untyped-def]
    cursor.execute(
        "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'found\\_%%' AND NOT tgisinternal "
        "AND tgrelid IN ('answer_case'::regclass, 'answer_message'::regclass, "
        "'people_customer'::regclass, 'people_contactpoint'::regclass)",
        [],
    )
    return bool(cursor.fetchone()[0] == len(TRIGGERS))


def installation(most: int) -> list[str]:
    made = [
        "CREATE TABLE IF NOT EXISTS answer_found (rowid bigint PRIMARY KEY, words tsvector)",
        "CREATE INDEX IF NOT EXISTS answer_found_words ON answer_found USING gin (words)",
        PLAIN,
        DOCUMENT.format(most=most),
        WRITE,
    ]
    for name, when in TRIGGERS.items():
        made += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {BODIES[name]} END $$",
            f"DROP TRIGGER IF EXISTS {name} ON {when.split(' ON ')[1].split()[0]}",
            f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()",
        ]
    return made


def rebuilding(most: int) -> list[str]:
    return [
        "DELETE FROM answer_found",
        "INSERT INTO answer_found (rowid, words) SELECT id, answer_document(id) FROM answer_case",
    ]


def out_of_step(most: int) -> str:
    """A sentence of SQL that counts documents that differ from what they should be."""
    return (
        "SELECT count(*) FROM answer_case c FULL JOIN answer_found f ON f.rowid = c.id "
        "WHERE f.words IS DISTINCT FROM answer_document(c.id)"
    )


def asked(words: Wanted) -> str:
    return " & ".join(_term(term) for term in words.terms)


def _term(term: Term) -> str:
    marks = ("*" if term.is_prefix else "") + WEIGHT[term.where]
    last = len(term.words) - 1
    spoken = [
        f"'{word}'" + (f":{WEIGHT[term.where]}" if WEIGHT[term.where] else "")
        for word in term.words[:last]
    ]
    spoken.append(f"'{term.words[last]}'" + (f":{marks}" if marks else ""))
    return "(" + " <-> ".join(spoken) + ")"
