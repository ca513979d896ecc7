"""Staff pages of documents: the kinds to ask for, and those that candidates have sent.

One page shows all the documents of an application; `applications/documents.py` has the rules.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from charmilles.download import attachment
from charmilles.screens import Screen
from enrolment import workflow
from enrolment.admin import rights
from enrolment.applications import asked, documents
from enrolment.models import Application, Document, DocumentKind
from enrolment.privacy import access_log
from enrolment.workflow import Gone, Refused


@admin.register(DocumentKind)
class DocumentKindAdmin(Screen):
    list_display = ["title", "need", "condition", "is_asked", "position"]
    list_filter = ["need", "is_asked"]
    fieldsets = [
        (
            "Ce que lit le candidat",
            {
                "fields": ["title", "why", "example"],
                "description": "Ne demandez que ce qui sert à étudier la candidature (article "
                "L6353-9 du code du travail) : ni numéro de sécurité sociale, ni relevé "
                "d’identité bancaire, ni photo de la personne. Un changement se voit tout de "
                "suite dans les dossiers qui ne sont pas encore envoyés.",
            },
        ),
        ("À qui, et quand", {"fields": ["need", "condition", "programmes"]}),
        ("Affichage", {"fields": ["is_asked", "position"]}),
    ]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(
            db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi le remplacer (le candidat le lira)",
        max_length=Document._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        required=False,  # documents.refuse asks for it, with its own sentence
    )


@admin.register(Document)
class DocumentAdmin(Screen):
    """Replaces Django's list and form: one page has all the documents of an application."""

    def has_module_permission(self, request):
        return False

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("dossier/<int:pk>/", wrap(self.list_view), name="enrolment_document_list"),
            path("<int:pk>/fichier/", wrap(self.file_view), name="enrolment_document_file"),
            path("<int:pk>/accepter/", wrap(self.accept_view), name="enrolment_document_accept"),
            path("<int:pk>/remplacer/", wrap(self.refuse_view), name="enrolment_document_refuse"),
        ]

    def list_view(self, request, pk):
        return self._page(request, self._application(request, pk))

    def file_view(self, request, pk):
        document = self._document(request, pk)
        now = timezone.now()
        access_log.note_opening(
            document.application, f"Document : {document}", now=now, by=request.user
        )
        return attachment(document.file, name=document.name, content_type=document.content_type)

    def accept_view(self, request, pk):
        return self._decide(request, pk, documents.accept)

    def refuse_view(self, request, pk):
        reason = request.POST.get(f"document-{pk}-reason", "")
        return self._decide(request, pk, documents.refuse, reason=reason)

    def _decide(self, request, pk, verb, **options):
        document = self._document(request, pk)
        application = document.application
        if request.method != "POST":
            return self._page(request, application)
        if not request.user.has_perm(rights.CHANGE_APPLICATION):
            raise PermissionDenied
        try:
            verb(document, now=timezone.now(), by=request.user, **options)
        except Refused as refusal:
            messages.warning(request, f"{document} : {refusal}")
            return self._page(request, application, wrong=document, status=422)
        messages.success(request, f"{document} : {document.get_state_display().lower()}.")
        return redirect("admin:enrolment_document_list", application.pk)

    def _page(self, request, application, *, wrong=None, status=200):
        openings = application.openings.exclude(by=None).select_related("by")
        rows = [
            (document, self._form(request, document, wrong), _openings_of(document, openings))
            for document in application.documents.select_related("kind", "decided_by")
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Documents du dossier {application}",
            "application": application,
            "rows": rows,
            "may_decide": request.user.has_perm(rights.CHANGE_APPLICATION),
            "missing": asked.documents_missing(application, today=timezone.localdate()),
        }
        return TemplateResponse(request, "admin/enrolment/documents.html", context, status=status)

    def _form(self, request, document, wrong):
        if document.replaced_at or not document.file:
            return None
        posted = request.POST if document == wrong else None
        return ReasonForm(posted, prefix=f"document-{document.pk}", label_suffix="")

    def _application(self, request, pk):
        if not self._may_read(request):
            raise PermissionDenied
        return workflow.find(Application.objects.received(), pk=pk)

    def _document(self, request, pk):
        if not self._may_read(request):
            raise PermissionDenied
        received = Document.objects.filter(application__in=Application.objects.received())
        readable = received.exclude(file="").select_related("application", "kind")
        document = readable.filter(pk=pk).first()
        if document is None:
            raise Gone("Ce document n’existe pas, ou plus")
        return document

    def _may_read(self, request):
        enough = (rights.VIEW_APPLICATION, rights.CHANGE_APPLICATION)
        return any(request.user.has_perm(right) for right in enough)


def _openings_of(document, openings):
    """Who has opened documents of this kind in this application, and when."""
    return [opening for opening in openings if opening.what == f"Document : {document}"]
