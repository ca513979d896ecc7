"""Pages of « Poser une question »: ask, send from the mailbox, read the answer, erase."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.models import Programme
from charmilles.private import private
from charmilles.throttle import TooMany, visitor
from enrolment import questions, sign_in
from enrolment.forms.question import QuestionForm
from enrolment.views import refused
from enrolment.views.base import DEVICE, ask_to_wait, form_page, show


@form_page
@private
def ask(request, slug=None):
    """Asks for the question and an address, which a browser that is signed in has proved."""
    now = timezone.now()
    programme = slug and get_object_or_404(Programme.objects.published(), slug=slug)
    proved = sign_in.mailbox_of(request.COOKIES.get(DEVICE, ""), now=now)
    form = QuestionForm(refused.data_for(request), now=now, email=proved or "")
    context = {"programme": programme, "keep": settings.RETENTION}
    if request.method != "POST" or not form.is_valid():
        return show(request, "enrolment/question/ask.html", form, **context)
    typed = form.cleaned_data
    if typed["site"]:
        return redirect("enrolment:question_sent")
    try:
        who = {"email": typed["email"], "proved": proved, "ip": visitor(request)}
        asked = questions.ask(typed["text"], programme=programme, now=now, **who)
    except TooMany as refusal:
        template, seconds = "enrolment/alert/too_many.html", refusal.retry_after
        return ask_to_wait(request, template, seconds=seconds)
    if asked.received_at:
        return redirect("enrolment:question_link", asked.token)
    return redirect("enrolment:question_sent")


@require_safe
@private
def sent(request):
    return render(request, "enrolment/question/sent.html", {"keep": settings.RETENTION})


@form_page
@private
def link(request, token):
    """Shows a question. Sends it on POST only: mail scanners open the links they see."""
    now = timezone.now()
    question = questions.read(token, now=now)
    if question is None:
        return _over(request)
    if request.method == "POST":
        questions.send(question, now=now)
        return redirect("enrolment:question_link", token)
    context = {"question": question, "keep": settings.RETENTION}
    return render(request, "enrolment/question/link.html", context)


@form_page
@private
def erase(request, token):
    question = questions.read(token, now=timezone.now())
    if question is None:
        return _over(request)
    if request.method == "POST":
        questions.erase(question)
        return render(request, "enrolment/question/erased.html")
    return render(request, "enrolment/question/erase.html", {"question": question})


def _over(request):
    return render(request, "enrolment/question/over.html", status=410)
