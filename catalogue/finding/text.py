"""Reads words the way people type them: without accents, in the plural, with old names of levels.

The words of a programme and those of a visitor go through the same functions, so that they meet.
Nothing here knows a database or a search engine.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST = 100  # characters of a search that are read: enough for a sentence
MOST_WORDS = 12  # of them, those that are searched for
_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"([a-z]{1,4})(\d{4,})")  # « RNCP34606 » is also found by its number
_MARKS = re.compile("[\u0300-\u036f]")  # accents, once apart from their letters
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})

# Words of a request that say nothing of a programme.
LINKS = {
    *("a", "au", "aux", "avec", "ce", "cette", "chez", "d", "dans", "de", "des", "du", "en", "et"),
    *("l", "la", "le", "les", "leur", "leurs", "n", "ou", "par", "pour", "qu", "sans", "ses"),
    *("sur", "un", "une"),
}
REQUESTS = {
    *("aimerais", "apprendre", "cherche", "comment", "devenir", "diplome", "diplomes", "etre"),
    *("faire", "formation", "formations", "j", "je", "m", "me", "metier", "metiers", "mon"),
    *("preparer", "quel", "quelle", "quelles", "quels", "s", "travailler", "trouver", "veux"),
    "voudrais",
}

# « Niveau V » names the levels of 1969, « niveau 5 » those of 2019 (code du travail, D6113-19).
FORMER_LEVELS = {"v": 3, "iv": 4, "iii": 5, "ii": 6, "i": 7}
AFTER_BAC = {2: 5, 3: 6, 4: 6, 5: 7, 8: 8}  # « bac +2 » is level 5; bac +4 has none since 2019
SCHOOLS = {
    **{"3e": 2, "3eme": 2, "troisieme": 2, "brevet": 2},
    **{"cap": 3, "bep": 3, "2de": 3, "2nde": 3, "seconde": 3, "bac": 4, "terminale": 4},
}
_AFTER_BAC = re.compile(r"\b(?:niveaux? )?bac ?\+ ?([23458])\b")
_LEVEL = re.compile(r"\bniveaux? (?:du )?(iii|ii|iv|i|v|[3-8]|cap|bep|bac|brevet)\b")
_GLUED = re.compile(r"\b(bac|licence|titre)pro\b")
_NO_DIPLOMA = re.compile(r"\b(?:sans|aucun) diplome\b")
_AFTER = re.compile(
    rf"\b(?:apres|post)[ -]?(?:la |le |un |une )?(?:niveau([3-8])|({'|'.join(SCHOOLS)}))\b"
)

# Endings of one family of words, and the one that stands for all of them: « électricien » and
# « électricité » meet at « electric ». The first that fits is replaced; four letters must stay.
ENDINGS = (
    ("abilite", "abl"),
    ("ibilite", "ibl"),
    ("isticienne", "ist"),
    ("isticien", "ist"),
    ("istique", "ist"),
    ("isme", "ist"),
    ("icienne", "ic"),
    ("icien", "ic"),
    ("icite", "ic"),
    ("ique", "ic"),
    ("ariat", "air"),
    ("ionnaire", "ion"),
    ("aire", "air"),
    ("ateur", ""),
    ("atrice", ""),
    ("ation", ""),
    ("ative", ""),
    ("atif", ""),
    ("trice", "teur"),
    ("euse", "eur"),
    ("erie", "er"),
    ("iere", "er"),
    ("ier", "er"),
    ("ere", "er"),
    ("ance", "ant"),
    ("ence", "ent"),
    ("ienne", "ien"),
)
SHORTEST_STEM = 4


def folded(text: str) -> str:
    """Writes in small letters without accents: « Électricité » becomes « electricite »."""
    plain = text.lower()
    if plain.isascii():
        return plain
    return _MARKS.sub("", unicodedata.normalize("NFKD", plain.translate(_LIGATURES)))


def typed(text: str) -> str:
    """Returns what somebody typed on one line, without signs that have no shape, not too long."""
    shown = "".join(letter for letter in text if letter.isprintable() or letter.isspace())
    return " ".join(shown.split())[:LONGEST].strip()


def words(text: str) -> list[str]:
    """Lists the words of a text, « bac +2 » and « niveau V » as those levels of today."""
    plain = _GLUED.sub(r"\1 pro", folded(text))
    says_level = any(hint in plain for hint in ("niveau", "+", "diplome", "apres", "post"))
    return _WORD.findall(_with_levels(plain) if says_level else plain)


def _with_levels(plain):
    plain = _AFTER_BAC.sub(lambda said: level(AFTER_BAC[int(said[1])]), plain)
    plain = _LEVEL.sub(lambda said: level(_known(said[1])), plain)
    plain = _NO_DIPLOMA.sub(after(0), plain)
    return _AFTER.sub(lambda said: after(int(said[1] or SCHOOLS[said[2]])), plain)


def level(number: int) -> str:
    """Returns the word that stands for a level: what a programme leads to, or asks at entry."""
    return f"niveau{number}"


def after(number: int) -> str:
    """Returns the word that stands for a level asked at entry, and for that alone."""
    return f"apres{number}"


def _known(said):
    return int(said) if said.isdecimal() else FORMER_LEVELS.get(said) or SCHOOLS[said]


def asked(text: str) -> list[str]:
    """Lists the first words of a request that tell one programme from another, each once."""
    known = LINKS | REQUESTS
    return list(dict.fromkeys(word for word in words(text) if word not in known))[:MOST_WORDS]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Returns what a word has in common with its plural, its feminine and its family."""
    if len(word) <= SHORTEST_STEM - 1 or not word.isalpha():
        return word
    one = _singular(word)
    for ending, common in ENDINGS:
        kept = one.removesuffix(ending)
        if kept != one and len(kept) + len(common) >= SHORTEST_STEM:
            return kept + common
    bare = one.rstrip("e")
    return bare if len(bare) >= SHORTEST_STEM else one


def _singular(word):
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux"):
        return f"{word[:-3]}al"
    return word[:-1] if word[-1] in "sx" else word


@lru_cache(maxsize=5_000)
def forms(text: str) -> frozenset[str]:
    """Returns what a text is found by: its words, their stems, the two parts of a code."""
    found = words(text)
    codes = (part for word in found if (code := _CODE.fullmatch(word)) for part in code.groups())
    return frozenset([*found, *map(stem, found), *codes])


def acronym(title: str) -> str:
    """Makes the acronym of a title: « Gestion de la PME » gives « gpme »; "" of a single word."""
    parts = [part for part in _WORD.findall(title) if folded(part) not in LINKS]
    whole = (part if part.isupper() and len(part) > 1 else part[0] for part in parts)
    return folded("".join(whole)) if len(parts) > 1 else ""


def typing_mistakes(word: str) -> int:
    """Returns how many mistakes are forgiven in a word: none in a short one or in a number."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) < 8 else 2
