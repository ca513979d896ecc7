"""The public programmes as one may search them, made anew in each process when they change."""

import gc
import threading
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from catalogue.finding import text
from catalogue.finding.engine import Engine, Wish
from catalogue.finding.facets import Sets
from catalogue.finding.listed import Listed, read
from catalogue.finding.vocabulary import Vocabulary
from catalogue.models import Synonym
from charmilles.pages import present

# What a word gives where it is found; the order is that of the reasons said of a hit.
WEIGHTS = {
    "name": 10,
    "code": 12,
    "official": 8,
    "award": 7,
    "jobs": 6,
    "option": 5,
    "domain": 4,
    "entry": 4,
    "contract": 2,
    "place": 2,
}
ON_CARD = {"name", "award", "entry"}  # the card of a programme says them
REASONS = {
    "code": "code",
    "official": "certification",
    "jobs": "métier visé",
    "option": "option",
    "domain": "domaine",
    "contract": "contrat ou statut",
    "place": "site",
}
LARGE = 1_000  # programmes
MOST_WISHES = 8  # ways to say a request with the synonyms of staff


class Found(NamedTuple):
    """What a search found: what each programme is worth, by its place in the list."""

    worth: dict[int, float]
    wishes: list[Wish]


class Index:
    def __init__(self, *, on: date):
        self.on = on
        self.listed = read(on=on)
        words: set[str] = set()
        self._engine = Engine(WEIGHTS, (_words_of(one, words) for one in self.listed))
        self._vocabulary = Vocabulary(words)
        self._synonyms = _synonyms()
        self.sets = Sets(self.listed)
        self._orders = {sort: _sorted(self.listed, key) for sort, key in SORT_KEYS.items()}

    def order(self, sort: str) -> list[int]:
        """Lists the places of all the programmes in this order; that of the index by default."""
        return self._orders[sort]

    def search(self, request: str) -> Found:
        """Finds the programmes in which every word of a request, or of a synonym of it, is met.

        A request of link words alone (« une formation ») is answered by all; one without a single
        word, such as an emoji, by none.
        """
        words = text.asked(request)
        if not words:
            everything = range(len(self.listed)) if text.words(request) else ()
            return Found(dict.fromkeys(everything, 0.0), [])
        wishes = [wish for said in self._ways(words) if (wish := self._wish(said))]
        return Found(self._engine.find(wishes) if wishes else {}, wishes)

    def reason(self, place: int, found: Found) -> str:
        """Says why a programme was found when its card does not: « métier visé : comptable »."""
        said = self.listed[place].said
        for wish in found.wishes:
            met = _met(said, wish)
            if met is not None:
                return " ; ".join(_in_a_sentence(REASONS[field], words) for field, words in met)
        return ""

    def _wish(self, words):
        """Returns the forms of each word, [] when one of them resembles nothing."""
        wish = []
        for word in words:
            forms = self._vocabulary.forms(word)
            if not forms:
                return []
            wish.append(forms)
        return wish

    def _ways(self, words):
        """Lists the request, then the same with synonyms in place of some of its words."""
        ways = [words]
        for said, meant in self._synonyms:
            for way in list(ways):
                place = _place(said, way)
                if place is not None:
                    ways.append([*way[:place], *meant, *way[place + len(said) :]])
        return ways[:MOST_WISHES]


# What each order of the list compares; the unknown comes last.
SORT_KEYS = {
    "": lambda one: one.readiness,
    "titre": lambda one: one.name,
    "duree": lambda one: (not one.lengths, min(one.lengths, default=0)),
    "rentree": lambda one: one.starts or date.max,
}


def _sorted(listed, key):
    return sorted(range(len(listed)), key=lambda place: key(listed[place]))


def _words_of(listed: Listed, words: set[str]) -> dict[str, Iterable[str]]:
    """Returns the words of each field of a programme, and adds them to those of the catalogue."""
    row = {}
    for field, said in listed.said.items():
        if said:
            forms = [text.forms(one) for one in said]
            row[field] = forms[0] if len(forms) == 1 else frozenset().union(*forms)
            words.update(row[field])
    return row


def _synonyms():
    """Lists (words, words meant) both ways: each of the two is searched for the other."""
    pairs = []
    for row in Synonym.objects.all():
        one, other = text.asked(row.said), text.asked(row.meant)
        if one and other:
            pairs += [(one, other), (other, one)]
    return pairs


def _place(part, whole):
    """Returns where the words of a synonym begin in a request, compared by their stems."""
    wanted, stems = list(map(text.stem, part)), list(map(text.stem, whole))
    places = range(len(stems) - len(wanted) + 1)
    return next((n for n in places if stems[n : n + len(wanted)] == wanted), None)


def _met(said, wish):
    """Lists the fewest texts beside the card that meet the words it does not say, as (field, text).

    The text that meets most of the request comes first: « aide comptable » before « comptable ».
    Returns None when a word is met nowhere.
    """
    texts = [(field, words) for field in REASONS for words in said[field]]
    left = [forms for forms in wish if not _is_on_card(said, forms)]
    found = []
    while left:
        useful = [one for one in texts if any(_worth(forms, one[1]) for forms in left)]
        if not useful:
            return None
        best = max(useful, key=lambda one: sum(_worth(forms, one[1]) for forms in wish))
        found.append(best)
        left = [forms for forms in left if not _worth(forms, best[1])]
    return found


def _is_on_card(said, forms):
    return any(_worth(forms, words) for field in ON_CARD for words in said[field])


def _worth(forms, words):
    """Returns what a text is worth for a word, 0 when it does not hold it."""
    known = text.forms(words)
    return max((form.worth for form in forms if _meets(form, known)), default=0)


def _meets(form, words):
    if form.word in words:
        return True
    return form.begins and any(word.startswith(form.word) for word in words)


def _in_a_sentence(label, words):
    """Writes « métier visé : aide comptable », but leaves « DRH », and « Option A » alone."""
    said = f"{words[0].lower()}{words[1:]}" if words[1:2].islower() else words
    return said if said.startswith(label) else f"{label} : {said}"


class Held:
    """The index of this process, made once for each state of the content and each day."""

    def __init__(self):
        self._lock = threading.Lock()
        self._stamp: tuple[int, date] | None = None
        self._index: Index | None = None

    def get(self, stamp: tuple[int, date]) -> Index:
        with self._lock:
            if self._index is None or self._stamp != stamp:
                self._index, self._stamp = Index(on=stamp[1]), stamp
                if len(self._index.listed) > LARGE:
                    _set_aside()
            return self._index


def _set_aside():
    """Keeps a large index out of the collections of cycles, which would read it all for nothing.

    One visitor in twenty would wait for them, a tenth of a second with ten thousand programmes.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


held = Held()


def current(stamp: tuple[int, date] | None = None) -> Index:
    """Returns the index of the present content, or of that of a page to be kept.

    It is made at the first search after a change.
    """
    return held.get(stamp or present())
