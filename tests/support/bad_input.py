"""Bad input that people, phones and robots send, for forms and URLs (Hypothesis strategies)."""

from urllib.parse import quote

from hypothesis import strategies as st

# Each breaks something somewhere: a database, a number, a date, a mail, a log, a file name.
WORST = [
    "",
    "Léa\x00Martin",
    "\ud800",
    "é" * 5_000,
    "9" * 5_000,  # more digits than Python turns into a number
    "99999999999999999999",
]
NASTY = [
    *WORST,
    " ",
    "\x00",
    "\ufffe\uffff",
    "\u202egnp.exe",
    "a" * 5_000,
    "a" * 300,
    "-1",
    "1e309",
    "NaN",
    "²",
    "٣",
    "\r\nBcc: tous@exemple.fr",
    "{{ settings.SECRET_KEY }}",
    "{% debug %}",
    "%s%(x)s{0}",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "=cmd|'/c calc'!A0",
]
PLAUSIBLE = [
    "oui",
    "non",
    "on",
    "1",
    "27",
    "mars",
    "2009",
    "Léa",
    "06 12 34 56 78",
    "+33612345678;ext=" + "1" * 60,
    "lea@exemple.fr",
    "é@exemple.fr",
    '"a b"@exemple.fr',
    "lea@[127.0.0.1]",
    "a" * 64 + "@" + "b." * 90 + "fr",
    "123 456",
]
# Not st.emails(), whose list of every domain of the world takes longer than our pages.
addresses = st.builds(
    "{}@{}.{}".format,
    st.text("abé0.+-_'\"", min_size=1, max_size=70),
    st.text("abé0.-", min_size=1, max_size=70),
    st.sampled_from(["fr", "test", "xn--p1ai", "c"]),
)
texts = st.one_of(
    st.sampled_from(NASTY),
    st.sampled_from(PLAUSIBLE),
    st.text(st.characters(), max_size=40),  # lone surrogates included
    addresses,
    st.integers().map(str),
)


def each_nasty(right, values):
    """Yields the right answers with one field at a time replaced by each of these values."""
    for name in right:
        for value in values:
            yield [(box, value if box == name else known) for box, known in right.items()]


def bodies(right, choices):
    """Gives the right answers with some fields changed, absent, or sent twice."""
    names = st.sampled_from(sorted(right)) if right else texts
    values = st.one_of(texts, st.sampled_from(choices)) if choices else texts
    changed = st.lists(st.tuples(names | texts, values), max_size=6)
    absent = st.sets(names, max_size=2)
    return st.builds(_mixed, st.just(right), changed, absent)


def _mixed(right, changed, absent):
    left_out = absent | {name for name, _ in changed}
    unchanged = [pair for pair in right.items() if pair[0] not in left_out]
    return unchanged + changed


def quoted(text):
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def encoded(pairs):
    """Encodes as a browser would, but keeps a lone surrogate, as three bytes."""
    return "&".join("=".join(map(quoted, pair)) for pair in pairs)


# Parameters that the views read, and others that Django reads.
NAMES = ["f", "page", "mode", "semaine", "creneau", "existant", "garde", "next", "q", "o", "e"]
queries = st.lists(st.tuples(st.sampled_from(NAMES) | texts, texts), max_size=4).map(encoded)

# Multipart bodies that no browser makes
EDGE = "----limite"
PART = (
    f'--{EDGE}\r\nContent-Disposition: form-data; name="{{name}}"{{more}}\r\n'
    "{headers}\r\n{value}\r\n"
)


def multipart(name, *, more="", headers="", value="x", end=f"--{EDGE}--\r\n"):
    return PART.format(name=name, more=more, headers=headers, value=value) + end


def abuses(name):
    """Yields (label, content type, body) of wrong requests around one field of a form."""
    usual = f"multipart/form-data; boundary={EDGE}"
    yield "no boundary", "multipart/form-data", multipart(name)
    yield "empty boundary", "multipart/form-data; boundary=", multipart(name)
    yield "long boundary", f"multipart/form-data; boundary={'b' * 500}", multipart(name)
    yield "unknown charset", f"{usual}; charset=klingon", multipart(name)
    yield "utf-16", f"{usual}; charset=utf-16", multipart(name)
    yield "never ends", usual, multipart(name, end="")
    yield "empty", usual, ""
    yield "not multipart", usual, "a=b"
    yield "no name", usual, multipart("")
    yield "surrogate in a name", usual, multipart(name, more='; filename="\\ud800.pdf"')
    yield "path in a file name", usual, multipart(name, more='; filename="../../x\x00.pdf"')
    yield "empty file name", usual, multipart(name, more='; filename=""')
    yield "file for a text", usual, multipart(name, more='; filename="a.pdf"')
    yield (
        "wrong base64",
        usual,
        multipart(name, headers="Content-Transfer-Encoding: base64\r\n", value="!!!"),
    )
    yield (
        "base64 file",
        usual,
        multipart(
            name,
            more='; filename="a.pdf"',
            headers="Content-Transfer-Encoding: base64\r\n",
            value="!",
        ),
    )
    yield "long header", usual, multipart(name, headers=f"X-A: {'a' * 20_000}\r\n")
    yield "2 000 fields", usual, multipart(name, end="") * 2_000 + f"--{EDGE}--\r\n"
    yield (
        "200 files",
        usual,
        multipart(name, more='; filename="a"', end="") * 200 + f"--{EDGE}--\r\n",
    )
    yield "4 Mo of text", usual, multipart(name, value="a" * 4_000_000)
    yield "other type", "application/json", "{"
    yield "no type", "", "a=b"
    yield "urlencoded, 5 000 fields", "application/x-www-form-urlencoded", "a=1&" * 5_000
    yield "urlencoded, not utf-8", "application/x-www-form-urlencoded", f"{name}=%ff%fe%00"
