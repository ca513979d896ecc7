"""The page that computes the pay of a contract, for whoever signs it."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from catalogue.figures import pay
from catalogue.figures.wages import Wage
from catalogue.models import MinimumWage, Programme
from catalogue.pay_form import FREE, PayForm
from catalogue.sheet.pay_answer import PayAnswer
from catalogue.sheet.pay_defaults import defaults, explanation, paid_status
from charmilles.pages import public_page


@public_page("formation", free=FREE)
def earnings(request):
    """Answers a form in the address; what is typed in it is not kept (`charmilles.pages`)."""
    today = timezone.localdate()
    typed = {name: value for name, value in request.GET.items() if name in FREE}
    programme = _programme(request.GET.get("formation", ""))
    if "formation" in request.GET and programme is None and not typed:
        return redirect("catalogue:earnings")
    form = PayForm(typed or None, initial=defaults(programme, on=today), on=today)
    context = {
        "form": form,
        "programme": programme,
        "explanation": explanation(programme) if programme else "",
        "wage": MinimumWage.objects.in_force(on=today),
        "errors": [(form[name], messages[0]) for name, messages in form.errors.items()],
        **_answered(form, programme),
    }
    status = 422 if form.errors else 200
    return render(request, "catalogue/earnings.html", context, status=status)


def _programme(slug):
    """Returns the public programme of that address, if the law fixes the pay of its contract."""
    if "\x00" in slug:
        return None
    found = Programme.objects.published().for_cards().filter(slug=slug).first()
    return found if found and paid_status(found) else None


def _answered(form, programme):
    """Computes the answer of a valid form, or the rules that refuse the contract."""
    nothing = {"answer": None, "refused": [], "shared": ""}
    if not form.is_bound or not form.is_valid():
        return nothing
    wages = [Wage(row.effective_on, row.hourly) for row in MinimumWage.objects.all()]
    try:
        answer = PayAnswer(pay.schedule(form.contract, wages))
    except pay.Refused as refused:
        return nothing | {"refused": refused.rules}
    return nothing | {"answer": answer, "shared": _shared(form, answer, programme)}


def _shared(form, answer, programme):
    """Returns the second address: an age at the start, and never a date of birth."""
    if not form.may_be_shared:
        return ""
    named = {"formation": programme.slug} if programme else {}
    return reverse("catalogue:earnings", query=named | form.shared(answer.shared_age))
