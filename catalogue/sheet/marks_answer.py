"""Says in words what the known marks of an exam make, and what is missing to pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from catalogue.figures.marks import PASS, Answer
from catalogue.figures.weights import Exam, Floor
from charmilles import typography
from charmilles.typography import number


@dataclass(frozen=True)
class MarksAnswer:
    exam: Exam
    answer: Answer

    @property
    def sentence(self) -> str:
        if self.answer.is_complete:
            return f"Votre moyenne : {number(self.answer.average)} sur 20. {self._judged}"
        if self.answer.is_reached:
            return f"{PASS} de moyenne sont déjà atteints, quelles que soient les autres notes."
        if self.answer.is_out_of_reach:
            best = number(self.answer.best)
            return f"Même avec 20 partout ailleurs, la moyenne serait de {best} sur 20."
        return f"Il vous faut en moyenne {number(self.answer.needed or 0)} sur {self._others}."

    @property
    def _judged(self) -> str:
        if not self.answer.is_reached:
            return f"Il manque {typography.quantity(self.answer.gap, 'point')} pour avoir {PASS}."
        if self.answer.failed:
            return "Elle suffit, mais une note ne suffit pas."
        return f"Vous avez les {PASS} demandés."

    @property
    def _others(self) -> str:
        is_blank = self.answer.remaining == self.answer.total
        return "l’ensemble des épreuves" if is_blank else "les épreuves restantes"

    @property
    def details(self) -> list[str]:
        return list(self._details())

    def _details(self) -> Iterator[str]:
        if self.answer.missing and not self.answer.is_complete:
            yield self._weighed
        yield from (f"Insuffisant à {_demand(one)}." for one in self.answer.failed)
        yield from (f"Il faudra aussi, à {_demand(one)}." for one in self.answer.pending)
        if self.answer.may_add and self.answer.missing:
            yield "Une épreuve facultative peut encore ajouter des points."
        if self.exam.has_other_conditions:
            yield (
                "Une condition du tableau des examens n’est pas dans ce calcul : lisez-la sur la "
                "page de la formation."
            )

    @property
    def _weighed(self) -> str:
        """Says what is known and what remains, in points times their coefficients."""
        wanted = number(PASS * self.exam.total)
        return f"Vous avez {_points(self.answer.points)} sur {wanted}, coefficients compris."


def _points(value: Fraction) -> str:
    rounded = Decimal(value.numerator * 100 // value.denominator) / 100
    return typography.quantity(rounded, "point")


def _demand(floor: Floor) -> str:
    """Writes « Mémoire » : 8 sur 20 au moins, sinon c’est éliminatoire."""
    said = f"{number(floor.limit.least)} sur {number(floor.limit.out_of)} au moins"
    eliminating = ", sinon c’est éliminatoire" if floor.limit.is_eliminating else ""
    return f"« {floor.name} » : {said}{eliminating}"
