"""The pages that compute the pay of a contract: for whoever signs it, and for the employer."""

from typing import NamedTuple

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from catalogue.figures import aids, pay
from catalogue.figures.wages import Wage
from catalogue.models import MinimumWage, Programme
from catalogue.pay_form import contract, employer
from catalogue.sheet.pay_answer import PayAnswer, cost_in_words
from catalogue.sheet.pay_defaults import defaults, explanation, level, paid_status
from charmilles.pages import public_page


class Asked(NamedTuple):
    """What an address asks: a form, the programme that fills it, and the rules that refuse it."""

    form: contract.PayForm
    programme: Programme | None
    answer: PayAnswer | None
    refused: list
    explanation: str

    @property
    def leads_nowhere(self):
        """Tells whether it names a programme that it cannot be about, and says nothing else."""
        return self.programme is None and not self.form.is_bound

    def context(self, **others):
        errors = [(self.form[name], said[0]) for name, said in self.form.errors.items()]
        wage = MinimumWage.objects.in_force(on=self.form.on)
        return {**self._asdict(), "errors": errors, "wage": wage, **others}


@public_page("formation", free=contract.FREE)
def earnings(request):
    """Answers a form in the address; what is typed in it is not kept (`charmilles.pages`)."""
    asked = _read(request, contract.PayForm, contract.FREE)
    if "formation" in request.GET and asked.leads_nowhere:
        return redirect("catalogue:earnings")
    context = asked.context(shared=_shared(asked))
    return render(request, "catalogue/earnings.html", context, status=_status(asked))


@public_page("formation", free=employer.FREE)
def employers(request):
    """Says what a contract costs a company each year, with the aid of the State."""
    asked = _read(request, employer.EmployerForm, employer.FREE)
    if "formation" in request.GET and asked.leads_nowhere:
        return redirect("catalogue:employers")
    context = asked.context(**_costs(asked))
    return render(request, "catalogue/employers.html", context, status=_status(asked))


def _read(request, form_class, names):
    today = timezone.localdate()
    typed = {name: value for name, value in request.GET.items() if name in names}
    programme = _programme(request.GET.get("formation", ""))
    first = defaults(programme, on=today)
    if form_class is employer.EmployerForm:
        first["niveau_prepare"] = min(max(level(programme) or aids.BACCALAUREATE, 3), 6)
    form = form_class(typed or None, initial=first, on=today)
    answer, refused = _answer(form)
    said = explanation(programme) if programme else ""
    return Asked(form, programme, answer, refused, said)


def _programme(slug):
    """Returns the public programme of that address, if the law fixes the pay of its contract."""
    if "\x00" in slug:
        return None
    found = Programme.objects.published().for_cards().filter(slug=slug).first()
    return found if found and paid_status(found) else None


def _answer(form):
    """Computes the answer of a valid form, or the rules that refuse the contract."""
    if not form.is_bound or not form.is_valid():
        return None, []
    wages = [Wage(row.effective_on, row.hourly) for row in MinimumWage.objects.all()]
    try:
        return PayAnswer(pay.schedule(form.contract, wages), form.whose), []
    except pay.Refused as refused:
        return None, refused.rules


def _status(asked):
    return 422 if asked.form.errors else 200


def _shared(asked):
    """Returns the second address: an age at the start, and never a date of birth."""
    if asked.answer is None or not asked.form.may_be_shared:
        return ""
    named = {"formation": asked.programme.slug} if asked.programme else {}
    said = asked.form.shared(asked.answer.shared_age)
    return reverse("catalogue:earnings", query=named | said)


def _costs(asked):
    if asked.answer is None:
        return {"aid": None, "costs": [], "cost": ""}
    signed = asked.form.contract
    given = aids.aid(asked.form.employer, signed)
    costs = aids.costs(asked.answer.schedule, given)
    return {"aid": given, "costs": costs, "cost": cost_in_words(costs)}
