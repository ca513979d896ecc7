"""Knows the words of the catalogue: how each may be met, and which one a typing mistake meant."""

from bisect import bisect_left
from collections.abc import Iterable

from catalogue.finding import text
from catalogue.finding.engine import Engine, Form

SHORTEST_BEGINNING = 3  # letters; shorter ones begin too many words
SHORTEST_BEGINNING_OF_STEM = 6  # « vent », the stem of « vente », begins « ventilation »
# What each way to meet a word is worth, beside the word itself.
AS_STEM, AS_BEGINNING, AS_STEM_BEGINNING, CORRECTED = 0.9, 0.6, 0.5, 0.5
MOST_CORRECTIONS = 5


class Vocabulary:
    """Corrects only a word that the catalogue does not know, not even as a beginning."""

    def __init__(self, words: Iterable[str]):
        self._words = sorted(set(words))
        self._known = set(self._words)
        self._spelt = [word for word in self._words if text.typing_mistakes(word)]
        self._spelling = Engine({"word": 1}, ({"word": [word]} for word in self._spelt))

    def forms(self, word: str) -> list[Form]:
        """Returns the ways to meet this word, none when nothing in the catalogue resembles it."""
        if self._is_known(word):
            return _forms(word)
        corrected = [form for near in self._corrections(word) for form in _forms(near)]
        return [form._replace(worth=form.worth * CORRECTED) for form in corrected]

    def _is_known(self, word):
        stem = text.stem(word)
        return word in self._known or stem in self._known or any(map(self._begins, _begun(word)))

    def _begins(self, start):
        place = bisect_left(self._words, start)
        return place < len(self._words) and self._words[place].startswith(start)

    def _corrections(self, word):
        """Lists the words that the fewest mistakes turn into this one.

        The first letter is right when there are two: « question » is not a way to type « gestion ».
        """
        for mistakes in range(1, text.typing_mistakes(word) + 1):
            near = [self._spelt[row] for row in self._spelling.resembling("word", word, mistakes)]
            if found := [one for one in near if mistakes == 1 or one[0] == word[0]]:
                return found[:MOST_CORRECTIONS]
        return []


def _forms(word):
    stem = text.stem(word)
    begun = [Form(start, AS_BEGINNING, begins=True) for start in _begun(word) if start == word]
    begun += [Form(start, AS_STEM_BEGINNING, True) for start in _begun(word) if start != word]
    return [Form(word, 1), Form(stem, AS_STEM), *begun]


def _begun(word):
    """Gives the word, and its stem when long enough, as the beginnings of others."""
    stem = text.stem(word)
    if len(word) >= SHORTEST_BEGINNING:
        yield word
    if stem != word and len(stem) >= SHORTEST_BEGINNING_OF_STEM:
        yield stem
