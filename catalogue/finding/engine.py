"""Finds rows by their words, and words by others that resemble them: the one user of tantivy.

An engine lives in the memory of its process and is never written again once it is made. A row has
several fields (its title, its jobs…); a wish says how much a word is worth in each of them.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

MEMORY = 30_000_000  # bytes that tantivy may use while it makes an engine; then it keeps far less
ROW = "row"


class Form(NamedTuple):
    """One way to meet a word: as it is, or as the beginning of a longer one."""

    word: str
    worth: float  # a share of what the field gives
    begins: bool = False


Wish = list[list[Form]]  # all of these words, each in one of its forms


class Engine:
    def __init__(self, weights: Mapping[str, float], rows: Iterable[Mapping[str, Iterable[str]]]):
        """Reads each row as {field: words}; `weights` names the fields and what each gives."""
        import tantivy

        self.weights = weights
        builder = tantivy.SchemaBuilder()
        for field in weights:
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="basic")
        builder.add_unsigned_field(ROW, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(heap_size=MEMORY, num_threads=1)
        for number, row in enumerate(rows):
            document = tantivy.Document()
            document.add_unsigned(ROW, number)
            for field, said in row.items():
                document.add_text(field, " ".join(said))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def find(self, wishes: Iterable[Wish]) -> dict[int, float]:
        """Returns what each row that answers one of the wishes is worth, by its number."""
        import tantivy

        made = [(tantivy.Occur.Should, self._all(wish)) for wish in wishes]
        return self._found(tantivy.Query.boolean_query(made))

    def resembling(self, field: str, word: str, mistakes: int) -> list[int]:
        """Lists the rows with a word that so many letters added, missing or changed turn into it.

        Two letters exchanged are one mistake.
        """
        import tantivy

        query = tantivy.Query.fuzzy_term_query(self._schema, field, word, mistakes)
        return sorted(self._found(query))

    def _all(self, wish):
        import tantivy

        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, self._best(forms)) for forms in wish]
        )

    def _best(self, forms):
        """Takes the best of the forms and fields of a word: none adds to another."""
        import tantivy

        met = [self._met(field, form) for field in self.weights for form in forms]
        return tantivy.Query.disjunction_max_query(met)

    def _met(self, field, form):
        from tantivy import Query

        if form.begins:
            query = Query.fuzzy_term_query(self._schema, field, form.word, 0, prefix=True)
        else:
            query = Query.term_query(self._schema, field, form.word, "basic")
        return Query.const_score_query(query, self.weights[field] * form.worth)

    def _found(self, query):
        hits = self._searcher.search(query, limit=max(1, self._searcher.num_docs), count=False).hits
        rows = self._searcher.fast_field_values(ROW, [address for _, address in hits])
        return {row: score for row, (score, _) in zip(rows, hits, strict=True)}
