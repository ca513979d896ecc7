"""Reads what an address asks of the list, and writes the address of anything it could ask."""

from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse

from catalogue.finding import text
from catalogue.finding.facets import FACETS, Sets

SORTS = {"titre": "Titre", "duree": "Durée", "rentree": "Prochaine rentrée"}


class Asked(NamedTuple):
    """A search, the choices of each criterion and an order; what makes no sense is left out."""

    text: str
    chosen: dict[str, list[str]]
    sort: str = ""  # the most relevant, or what takes applications

    @classmethod
    def read(cls, query: QueryDict, sets: Sets) -> "Asked":
        chosen = {}
        for facet in FACETS:
            given = set(query.getlist(facet.name))
            if values := [value for value in sets.choices[facet.name] if value in given]:
                chosen[facet.name] = values
        sort = query.get("tri", "")
        return cls(text.typed(query.get("q", "")), chosen, sort if sort in SORTS else "")

    @property
    def is_whole(self):
        """Tells whether it asks for everything, in the order of the page."""
        return not (self.text or self.chosen or self.sort)

    @property
    def query(self) -> dict[str, str | list[str]]:
        """Returns its parameters in one order, so that a list has one address."""
        said = {"q": self.text, **self.chosen, "tri": self.sort}
        return {name: value for name, value in said.items() if value}

    @property
    def lists(self) -> dict[str, list[str]]:
        """Returns the same as a query holds them: a list of values for each name."""
        return {
            name: value if name in self.chosen else [value] for name, value in self.query.items()
        }

    @property
    def address(self):
        return reverse("catalogue:programmes", query=self.query)

    def without(self, name: str, value: str) -> "Asked":
        """Asks the same with one choice less."""
        kept = [one for one in self.chosen[name] if one != value]
        others = {key: values for key, values in self.chosen.items() if key != name or kept}
        return self._replace(chosen=others | ({name: kept} if kept else {}))
