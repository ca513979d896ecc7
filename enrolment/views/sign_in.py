"""Pages to sign in without a password: e-mail address, then a code or a link; and sign out."""

import secrets

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from catalogue.models import Programme
from catalogue.sheet.admission import last_step
from catalogue.sheet.channels import ways
from catalogue.sheet.sheet import Sheet
from charmilles.private import private
from charmilles.throttle import TooMany, visitor
from enrolment import sign_in
from enrolment.applications import beforehand, drafts, tasks
from enrolment.forms import sign_in as forms
from enrolment.interviews.appointment import PREPARE
from enrolment.mails.letter import ADMISSIONS, contact_for
from enrolment.models import Application, DocumentKind
from enrolment.views import refused
from enrolment.views.base import BROWSER, DEVICE, ask_to_wait, form_page, show

WRONG_CODE = (
    "Ce code n’est pas le bon, ou il n’est plus valable. Tapez celui du dernier courriel, ou "
    "ouvrez son lien."
)
LINK_ONLY = (
    "Trop de codes faux ont été tapés aujourd’hui. Ouvrez le lien du dernier courriel : il marche "
    "toujours."
)


CORRECT = "corriger"  # in the address of the page where the last one typed is shown again


@form_page
@private
def start(request, slug):
    programme = get_object_or_404(Programme.objects.published().with_cohorts(), slug=slug)
    if not programme.takes_applications:
        context = {"programme": programme, "ways": ways(programme)}
        return render(request, "enrolment/sign_in/not_online.html", context, status=404)
    sheet = Sheet(programme, on=timezone.localdate())
    context = {
        "programme": programme,
        "intake": sheet.intake,
        "kind": sheet.cohort_kind,
        "last_step": last_step(programme),
        "ways": ways(programme),
        **_beforehand(programme, now=timezone.now()),
        "documents": DocumentKind.objects.required_by(programme),
    }
    return _ask(request, "enrolment/sign_in/start.html", context, destination=slug)


def _beforehand(programme, *, now):
    """What is said before anything is typed; the file is announced to whom it is said."""
    return {
        "beforehand": beforehand.about(programme, today=timezone.localdate(now)),
        "answer": beforehand.answer(programme, now=now),
        "prepare": PREPARE,
        "reader": contact_for(programme, *ADMISSIONS, reached_by="email"),
        "human": contact_for(programme, *ADMISSIONS, reached_by="phone"),
    }


@form_page
@private
def come_back(request):
    if sign_in.mailbox_of(request.COOKIES.get(DEVICE, ""), now=timezone.now()):
        return redirect("enrolment:mine")
    return _ask(request, "enrolment/sign_in/come_back.html", {}, destination="")


def _ask(request, template, context, *, destination):
    """Asks for the e-mail address. Once given, sends the code and opens the page to type it."""
    to_correct = CORRECT in request.GET and sign_in.last_asked(request.COOKIES.get(BROWSER, ""))
    known = to_correct.email if to_correct else ""
    form = forms.EmailForm(refused.data_for(request), now=timezone.now(), email=known)
    if request.method != "POST" or not form.is_valid():
        return show(request, template, form, **context)
    browser = request.COOKIES.get(BROWSER) or secrets.token_urlsafe(24)
    if not form.cleaned_data["site"]:
        try:
            sign_in.ask(
                form.cleaned_data["email"],
                browser=browser,
                destination=destination,
                now=timezone.now(),
                ip=visitor(request),
            )
        except TooMany as refusal:
            return _too_many(request, refusal)
    response = redirect("enrolment:code")
    _set_cookie(response, BROWSER, browser, age=sign_in.LINK_LIFE)
    return response


def _too_many(request, refusal):
    template, seconds = "enrolment/sign_in/too_many.html", refusal.retry_after
    lives = {"code_life": sign_in.CODE_LIFE, "link_life": sign_in.LINK_LIFE}
    return ask_to_wait(request, template, seconds=seconds, **lives)


@form_page
@private
def code(request):
    form, browser = forms.CodeForm(refused.data_for(request)), request.COOKIES.get(BROWSER, "")
    if request.method == "POST" and form.is_valid():
        try:
            token = sign_in.check_code(
                form.cleaned_data["code"],
                browser=browser,
                now=timezone.now(),
                network=visitor(request),
            )
            if token:
                return _let_in(request, token)
            form.add_error("code", WRONG_CODE)
        except sign_in.LinkOnly:
            form.add_error("code", LINK_ONLY)
    asked = sign_in.last_asked(browser)
    context = {"mailbox": asked and asked.mailbox, "correct": _page_to_correct(asked)}
    return show(request, "enrolment/sign_in/code.html", form, **context)


def _page_to_correct(asked):
    """Where to write another address: the page of the same programme, if one was asked for."""
    programme = asked and asked.destination
    name, args = ("start", [programme]) if programme else ("come_back", [])
    return reverse(f"enrolment:{name}", args=args, query={CORRECT: 1})


@form_page
@private
def link(request, token):
    """Signs in on POST only, and once: mail scanners open the links they see."""
    now = timezone.now()
    if request.method == "POST":
        used = sign_in.use_link(token, now=now)
        if used:
            return _let_in(request, used)
    known = request.method != "POST" and sign_in.peek_link(token, now=now)
    lives = {"remembered": sign_in.DEVICE_LIFE, "link_life": sign_in.LINK_LIFE}
    context = {"known": known, **lives}
    status = 200 if known else 410
    return render(request, "enrolment/sign_in/link.html", context, status=status)


def _let_in(request, token):
    """Remembers this browser under a new secret; the one it had before opens nothing more."""
    now = timezone.now()
    sign_in.forget(request.COOKIES.get(DEVICE, ""))
    response = redirect(_destination(token, now=now))
    _set_cookie(response, DEVICE, sign_in.remember(token.email, now=now), age=sign_in.DEVICE_LIFE)
    return response


def _destination(token, *, now):
    """The page to open after signing in.

    It is the application to the programme asked for, else the only open one, else the list.
    """
    programme = Programme.objects.taking_applications().filter(slug=token.destination).first()
    if token.destination and programme:
        application = drafts.start(token.email, programme, now=now)
        return _first_page(application, is_new=application.created_at == now)
    applications = Application.objects.of(token.mailbox).going_on()[:2]
    if len(applications) == 1:
        return reverse("enrolment:dossier", args=[applications[0].reference])
    return reverse("enrolment:mine")


def _first_page(application, *, is_new):
    """The first task of a new application; the overview of an existing one, which says so."""
    reference = application.reference
    if not is_new:
        return reverse("enrolment:dossier", args=[reference], query={"existant": 1})
    return reverse("enrolment:task", args=[reference, tasks.IDENTITY.slug])


def _set_cookie(response, name, value, *, age):
    secure = settings.PRODUCTION
    response.set_cookie(name, value, max_age=age, httponly=True, secure=secure, samesite="Lax")


@require_POST
@private
def leave(request):
    """Forgets this browser, then shows the site, or asks for another address."""
    sign_in.forget(request.COOKIES.get(DEVICE, ""))
    refused.forget(request)
    response = redirect("enrolment:come_back" if "autre" in request.POST else "catalogue:home")
    response.delete_cookie(DEVICE)
    return response
