"""The ways in: the question of the address, the code, the link, and the browser that is known."""

import secrets
from functools import wraps

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.models import Programme
from catalogue.sheet.sheet import Sheet
from charmilles.throttle import TooMany, visitor
from enrolment import sign_in
from enrolment.applications import drafts, tasks
from enrolment.forms import sign_in as forms
from enrolment.models import Application, DocumentKind

PREFIX = "__Host-" if settings.PRODUCTION else ""
DEVICE, BROWSER = f"{PREFIX}dossier", f"{PREFIX}navigateur"
DAY = 24 * 60 * 60
form_page = require_http_methods(["GET", "HEAD", "POST"])


def private(view):
    """Not kept by any cache, not told to any other site.

    `same-origin`, not `no-referrer`: with the latter a form arrives from nowhere (Origin: null)
    and the protection against forged requests refuses it.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def candidate(view):
    """Hands the view the address that this browser has proved; else sends to the way back in."""

    @private
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        email = sign_in.who(request.COOKIES.get(DEVICE, ""), now=timezone.now())
        if email is None:
            return redirect("enrolment:come_back")
        return view(request, email, *args, **kwargs)

    return wrapped


def own(email, reference):
    """The candidate's own file; somebody else's is as unknown as one that does not exist."""
    files = Application.objects.of(email).select_related("programme", "cohort")
    return get_object_or_404(files.prefetch_related("cohort__years"), reference=reference)


def show(request, template, form, *, others=(), **context):
    """A form page; with errors, they are listed first and the answer says so (422)."""
    errors = [
        (field, message)
        for one in (form, *others)
        for field in one.visible_fields()
        for message in field.errors
    ]
    status = 422 if errors else 200
    return render(request, template, {"form": form, "errors": errors, **context}, status=status)


@form_page
@private
def start(request, slug):
    programme = get_object_or_404(Programme.objects.published().with_cohorts(), slug=slug)
    context = {
        "programme": programme,
        "intake": Sheet(programme, on=timezone.localdate()).intake,
        "documents": DocumentKind.objects.required_by(programme),
    }
    return _ask(request, "enrolment/start.html", context, destination=slug)


@form_page
@private
def come_back(request):
    if sign_in.who(request.COOKIES.get(DEVICE, ""), now=timezone.now()):
        return redirect("enrolment:mine")
    return _ask(request, "enrolment/come_back.html", {}, destination="")


def _ask(request, template, context, *, destination):
    """Shows the question of the address; answered, sends the code and waits for it."""
    form = forms.EmailForm(request.POST or None)
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
    _set_cookie(response, BROWSER, browser, age=60 * 60)
    return response


def _too_many(request, refusal):
    response = render(
        request, "enrolment/too_many.html", {"minutes": -(-refusal.retry_after // 60)}
    )
    response.status_code = 429
    response["Retry-After"] = str(refusal.retry_after)
    return response


@form_page
@private
def code(request):
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = sign_in.check_code(
            form.cleaned_data["code"],
            browser=request.COOKIES.get(BROWSER, ""),
            now=timezone.now(),
        )
        if token:
            return _let_in(token)
        form.add_error("code", "Ce code n’est pas le bon, ou il n’est plus valable.")
    return show(request, "enrolment/code.html", form)


@form_page
@private
def link(request, token):
    """A mail scanner may open the link: only the button lets in, and only once."""
    now = timezone.now()
    if request.method == "POST":
        used = sign_in.use_link(token, now=now)
        if used:
            return _let_in(used)
    known = request.method != "POST" and sign_in.peek_link(token, now=now)
    return render(request, "enrolment/link.html", {"known": known}, status=200 if known else 410)


def _let_in(token):
    now = timezone.now()
    response = redirect(_destination(token, now=now))
    _set_cookie(response, DEVICE, sign_in.remember(token.email, now=now), age=30 * DAY)
    return response


def _destination(token, *, now):
    """What was asked for; else the file of this person, when there is only one going on."""
    programme = Programme.objects.published().filter(slug=token.destination).first()
    if token.destination and programme:
        application = drafts.start(token.email, programme, now=now)
        return _first_page(application, is_new=application.created_at == now)
    files = Application.objects.of(token.email).going_on()[:2]
    if len(files) == 1:
        return reverse("enrolment:dossier", args=[files[0].reference])
    return reverse("enrolment:mine")


def _first_page(application, *, is_new):
    """The first question of a new file; a file already begun is shown, and said to be there."""
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
    sign_in.forget(request.COOKIES.get(DEVICE, ""))
    response = redirect("catalogue:home")
    response.delete_cookie(DEVICE)
    return response
