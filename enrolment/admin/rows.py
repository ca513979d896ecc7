"""Read-only tables on the page of an application: guardians, documents, history, access log…"""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from post_office.models import STATUS

from charmilles.screens import InlineTable
from enrolment.models import Act, Document, Guardian, Message, Opening, Transition


class ReadOnlyRows(InlineTable):
    """A read-only table, for everybody who may read the application."""

    template = "admin/enrolment/shown.html"
    can_delete = False

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class GuardianRows(ReadOnlyRows):
    model = Guardian
    fields = ["first_name", "last_name", "relation", "phone", "email"]


class TransitionRows(ReadOnlyRows):
    model = Transition
    fields = ["at", "before", "after", "by", "reason"]
    verbose_name_plural = "journal du dossier"


class ActRows(ReadOnlyRows):
    """What staff asked for: done, taken back in time, or refused because life went on."""

    model = Act
    fields = readonly_fields = [
        *("asked_at", "verb", "by", "reason", "due_at", "ending", "ended_at", "ended_by"),
        "refusal",
    ]
    verbose_name_plural = "actes demandés"

    @admin.display(description="suite")
    def ending(self, act):
        return act.get_outcome_display() or "attend"


class MessageRows(ReadOnlyRows):
    model = Message
    fields = ["at", "subject", "audience", "fate"]
    readonly_fields = ["at", "fate"]
    verbose_name_plural = "messages envoyés"
    ordering = ["at", "pk"]

    @admin.display(description="envoi")
    def fate(self, message):
        return sending_state(message.email)


class DocumentRows(ReadOnlyRows):
    model = Document
    fields = readonly_fields = ["kind", "state", "reason", "file_link", "sent_at", "read_by"]
    verbose_name_plural = "documents"

    @admin.display(description="fichier")
    def file_link(self, document):
        if not document.file:
            return "–"
        url = reverse("admin:enrolment_document_list", args=[document.application_id])
        return format_html('<a href="{}#document-{}">Lire</a>', url, document.pk)

    @admin.display(description="lu par")
    def read_by(self, document):
        return document.decided_by or "–"


class OpeningRows(ReadOnlyRows):
    """The access log: which members of staff have read this application."""

    model = Opening
    fields = ["at", "what", "by"]
    verbose_name_plural = "consultations de ce dossier"


def sending_state(email):
    """Says in French whether an e-mail was sent, failed or waits."""
    if email is None:
        return "plus gardé"
    words = {STATUS.sent: "parti", STATUS.failed: "échec", None: "en préparation"}
    return words.get(email.status, "en attente")
