"""The page that answers whatever was not done: refused, repeated, or about something just erased.

The only place that does: a view catches `NotDone` itself only to answer better, such as by the
form with what was typed, or the nearest free slots.
"""

import logging

from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.shortcuts import render
from django.urls import reverse

from charmilles.private import private
from enrolment.models import Application
from enrolment.workflow import Gone, NotDone, PartGone

logger = logging.getLogger(__name__)

# A row that another request deleted, or wrote first: foreign keys, unique values, exclusions. Any
# other error of the database is a fault of ours, and stays one.
MET = {
    "23503",
    "23505",
    "23P01",
    "SQLITE_CONSTRAINT_FOREIGNKEY",
    "SQLITE_CONSTRAINT_UNIQUE",
    "SQLITE_CONSTRAINT_PRIMARYKEY",
}


class Overtaken(NotDone):
    """Another request changed the same rows at the same moment, and the database kept that one."""

    title = "Cela vient de changer"

    def __init__(self):
        super().__init__(
            "Quelqu’un d’autre, ou un autre onglet, a changé la même chose au même moment. Ce que "
            "vous venez d’envoyer n’est pas enregistré : voyez ce qu’il en est, puis recommencez "
            "si besoin."
        )


class AnswersNotDone:
    """The middleware: Django gives it the exceptions that views let through."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        not_done = _not_done(request, exception)
        return not_done and private(_page)(request, not_done)


def _not_done(request, exception) -> NotDone | None:
    if isinstance(exception, NotDone):
        return exception
    if isinstance(exception, ObjectDoesNotExist | IntegrityError) and _is_erased(request):
        return Gone()
    if isinstance(exception, IntegrityError) and _has_met_another(exception):
        where, rule = request.resolver_match.view_name, _rule(exception)
        logger.warning("Deux écritures se sont rencontrées : %s, %s.", where, rule)
        return Overtaken()
    return None


def _is_erased(request):
    """Whether the application that the URL names does not exist any more."""
    reference = request.resolver_match.kwargs.get("reference")
    return bool(reference) and not Application.objects.filter(reference=reference).exists()


def _has_met_another(error):
    cause = error.__cause__
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    return code in MET or isinstance(error, ProtectedError | RestrictedError)


def _rule(error):
    """Names what the database refused, for who looks for a fault of ours; its message quotes data.

    That of SQLite names columns only.
    """
    cause = error.__cause__
    if hasattr(cause, "diag"):
        return cause.diag.constraint_name
    return cause or type(error).__name__


def _page(request, not_done):
    status = 404 if isinstance(not_done, Gone) else 409
    is_gone = status == 404 and not isinstance(not_done, PartGone)
    is_staff_page = request.resolver_match.app_name == "admin"
    template = "admin/enrolment/not_done.html" if is_staff_page else "enrolment/not_done.html"
    shared = admin.site.each_context(request) if is_staff_page else {}
    way_on = _staff_way_on if is_staff_page else _way_on
    context = {"title": not_done.title, "why": str(not_done), "way_on": way_on(request, is_gone)}
    return render(request, template, shared | context, status=status)


def _way_on(request, is_gone):
    """(label, URL) of the page where the candidate sees how things stand."""
    known = request.resolver_match.kwargs
    if "token" in known:
        url = reverse("enrolment:interview_link", args=[known["token"]])
        return "Voir où en est mon entretien", url
    if "reference" in known and not is_gone:
        return "Voir où en est mon dossier", reverse("enrolment:dossier", args=[known["reference"]])
    return "Voir mes dossiers", reverse("enrolment:mine")


def _staff_way_on(request, is_gone):
    if is_gone:
        return "Revenir à l’accueil de la gestion", reverse("admin:index")
    return "Voir ce qu’il en est", request.path
