"""Staff forms to evaluate an interview: the grid, a second opinion, the decision."""

from django import forms

from enrolment.forms.base import Plain
from enrolment.forms.words import Paragraphs
from enrolment.models import Evaluation, Mark, Transition

LONGEST = Evaluation._meta.get_field("comment").max_length
FACTS = "Des faits en lien avec la formation. Le candidat peut demander à le lire."


def advice(label):
    return forms.ChoiceField(
        label=label,
        choices=Evaluation.Advice,
        widget=forms.RadioSelect,
        error_messages={"required": "Donnez votre avis."},
    )


def comment():
    return forms.CharField(
        label="Commentaire",
        required=False,
        max_length=LONGEST,
        help_text=FACTS,
        widget=Paragraphs(attrs={"rows": 5}),
    )


class EvaluationForm(Plain):
    """Asks for a level on each criterion, then for the advice and a comment."""

    def __init__(self, *args, criteria, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = {self.name(criterion.pk): criterion for criterion in criteria}
        for name, criterion in self.criteria.items():
            self.fields[name] = forms.TypedChoiceField(
                label=criterion.label,
                help_text=criterion.hint,
                coerce=int,
                choices=Mark.Level,
                widget=forms.RadioSelect,
                error_messages={"required": f"Appréciez : {criterion.label.lower()}."},
            )
        self.fields |= {"advice": advice("Votre avis"), "comment": comment()}

    @staticmethod
    def name(key):
        return f"criterion-{key}"

    @classmethod
    def filled(cls, evaluation):
        """The initial values: the answers already saved, if any."""
        if evaluation is None:
            return {}
        levels = {cls.name(mark.criterion_id): mark.level for mark in evaluation.marks.all()}
        return levels | {"advice": evaluation.advice, "comment": evaluation.comment}

    @property
    def answers(self):
        data, criteria = self.cleaned_data, self.criteria.items()
        levels = {criterion.pk: data[name] for name, criterion in criteria}
        return {"marks": levels} | {key: data[key] for key in ("advice", "comment")}


class SecondOpinionForm(Plain):
    advice = advice("Votre avis, en second")
    comment = comment()

    @classmethod
    def filled(cls, evaluation):
        return {"advice": evaluation.second_advice, "comment": evaluation.second_comment}

    @property
    def answers(self):
        return self.cleaned_data


class DecisionForm(Plain):
    """Asks for the reason only: the decision itself is in the URL."""

    reason = forms.CharField(
        label="Motif",
        required=False,
        max_length=Transition._meta.get_field("reason").max_length,
        help_text="Le candidat le lit dans son message ; l’évaluation ne lui est pas envoyée.",
    )
