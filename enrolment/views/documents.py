"""Pages where candidates send documents. `applications/documents.py` has the rules."""

from typing import NamedTuple

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_safe

from charmilles.download import attachment
from charmilles.throttle import TooMany, in_minutes
from enrolment.applications import asked, documents, tasks
from enrolment.forms.documents import DocumentForm
from enrolment.models import Document, DocumentKind, Status
from enrolment.privacy import access_log
from enrolment.views import refused
from enrolment.views.base import candidate, form_page, own
from enrolment.workflow import PartGone, Refused

MORE = "suite"  # the button that adds pages to those already there
NOT_ASKED = "Le centre a changé la liste des documents : votre dossier dit ceux qu’il demande."


class Row(NamedTuple):
    """One document of the page: the kind asked for, the answer, and what may be done now."""

    kind: DocumentKind
    document: Document | None
    form: DocumentForm | None
    fold: str  # label of the button that unfolds the form; empty: the form is open
    reusable: Document | None
    may_decline: bool
    may_take_back: bool

    @property
    def may_add(self):
        """Whether pages may be added to those of a draft's document."""
        return self.may_take_back and bool(self.document.file)


@candidate
@require_safe
def page(request, mailbox, reference):
    kept = refused.find(request)
    wrong = _refused_form(kept) if kept and kept["page"] == request.path else None
    return _page(request, own(mailbox, reference), wrong=wrong)


def _refused_form(kept):
    """The form that was refused before a redirection, without its file."""
    ((prefix, said),) = kept["errors"][0].items()
    form = DocumentForm({}, MultiValueDict(), prefix=prefix)
    form.refuse(said)
    return form


def _page(request, application, *, wrong=None, status=200):
    """Shows the list of documents. `wrong` is the form that was refused, shown with its error."""
    today, others = timezone.localdate(), asked.reusable(application)
    pairs = asked.documents_asked(application, today=today)
    context = {
        "application": application,
        "rows": [_row(application, *pair, wrong=wrong, others=others) for pair in pairs],
        "errors": [(wrong["file"], text) for text in wrong["file"].errors] if wrong else [],
        "largest": settings.UPLOAD_SIZE,
        "onward": _onward(application, today),
        "step": _step(application, today),
    }
    return render(request, "enrolment/documents/page.html", context, status=status)


def _row(application, kind, document, *, wrong, others):
    may = asked.may_answer(application, document)
    is_refused = wrong is not None and wrong.prefix == _prefix(kind)
    return Row(
        kind,
        document,
        (wrong if is_refused else _form(kind)) if may or is_refused else None,
        _fold(application, kind, document),
        others.get(kind.pk) if may and _is_owed(document) else None,
        asked.may_decline(application, kind, document),
        document is not None and application.status == Status.DRAFT,
    )


def _is_owed(document):
    """Whether a file still has to be sent, for the first time or again."""
    return document is None or not document.file or document.state == Document.State.TO_REPLACE


def _fold(application, kind, document):
    if not _is_owed(document):
        return "Ajouter des pages, ou remplacer"
    is_early = application.status == Status.DRAFT and kind.need == DocumentKind.Need.LATER
    return "Je l’ai déjà : l’envoyer" if is_early else ""


def _step(application, today):
    """The place of the documents among the parts of a draft."""
    if application.status != Status.DRAFT:
        return None
    return tasks.find_step(application, tasks.DOCUMENTS.slug, today=today)


def _form(kind, *data):
    return DocumentForm(*data, prefix=_prefix(kind))


def _prefix(kind):
    return f"document-{kind.pk}"


def _onward(application, today):
    """The URL of « Continuer » on a draft: the first task to do after the documents."""
    if application.status != Status.DRAFT:
        return ""
    following = tasks.next_task(application, today=today, after=tasks.DOCUMENTS)
    if following in (None, tasks.DOCUMENTS):
        page = "dossier" if following else "check"
        return reverse(f"enrolment:{page}", args=[application.reference])
    return reverse("enrolment:task", args=[application.reference, following.slug])


def _kind_asked(application, pk):
    """The kind with this primary key, if this candidate has to answer it. Raises PartGone."""
    pairs = asked.documents_asked(application, today=timezone.localdate())
    kind = next((kind for kind, _ in pairs if kind.pk == pk), None)
    if kind is None:
        raise PartGone("Ce document ne vous est pas demandé", NOT_ASKED)
    return kind


def answer(act):
    """Makes a view that runs `act` on POST, and shows its refusal. GET redirects to the list."""

    @candidate
    @form_page
    def view(request, mailbox, reference, kind):
        application = own(mailbox, reference)
        kind = _kind_asked(application, kind)
        back = f"{reverse('enrolment:documents', args=[reference])}#{_prefix(kind)}"
        if request.method != "POST":
            return redirect(back)
        form = _form(kind, request.POST, request.FILES)
        try:
            act(application, kind, form, now=timezone.now())
        except Refused as refusal:
            form.refuse(str(refusal))
        except TooMany as refusal:
            return _too_many(request, application, form, refusal.retry_after)
        else:
            return redirect(back)
        return _show_again(request, application, form)

    return view


def _show_again(request, application, form):
    """Leads to the list, which shows the error of this form."""
    to, said = reverse("enrolment:documents", args=[application.reference]), form.errors["file"][0]
    key = refused.keep(request, form, [{form.prefix: said}], page=to)
    if not key:
        return _page(request, application, wrong=form, status=422)
    return redirect(f"{to}?{refused.KEY}={key}")


@answer
def send(application, kind, form, *, now):
    if not form.is_valid():
        raise Refused(form.errors["file"][0])
    act = documents.add_pages if MORE in form.data else documents.send
    act(application, kind, *form.cleaned_data["file"], now=now)


@answer
def reuse(application, kind, form, *, now):
    documents.reuse(application, kind, now=now)


@answer
def not_concerned(application, kind, form, *, now):
    documents.not_concerned(application, kind, now=now)


@answer
def take_back(application, kind, form, *, now):
    documents.take_back(application, kind, now=now)


def _too_many(request, application, form, seconds):
    minutes = in_minutes(seconds)
    wait = f"dans {minutes} minute{'s' if minutes > 1 else ''}"
    form.refuse(f"Beaucoup de fichiers sont arrivés en une heure. Envoyez celui-ci {wait}.")
    response = _page(request, application, wrong=form, status=429)
    response["Retry-After"] = str(seconds)
    return response


@candidate
@require_safe
def opened(request, mailbox, reference, document):
    """Downloads a file that the candidate sent, even if a later one has replaced it."""
    application = own(mailbox, reference)
    document = get_object_or_404(application.documents.exclude(file=""), pk=document)
    access_log.note_opening(application, f"Document : {document}", now=timezone.now())
    return attachment(document.file, name=document.name, content_type=document.content_type)
