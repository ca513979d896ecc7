"""Staff pages of e-mails: the text of each message, the messages sent, those that failed.

The URL of a text has the name of its message: a text nobody has rewritten has no row.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from post_office.models import STATUS

from charmilles.screens import FixedRows
from enrolment.admin import rights
from enrolment.admin.rows import sending_state
from enrolment.forms.texts import TextForm
from enrolment.mails import letter, texts
from enrolment.models import AccessToken, LostMail, Message, MessageText


@admin.register(MessageText)
class MessageTextAdmin(FixedRows):
    def get_object(self, request, object_id, from_field=None):
        return MessageText.objects.filter(name=object_id).first()

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        changed = dict(MessageText.objects.values_list("name", "updated_at"))
        rows = [
            (
                name,
                texts.title(name),
                texts.opening(name),
                texts.audience(name).label,
                changed.get(name),
            )
            for name in texts.names()
        ]
        return self._page(request, "change_list", title="Textes des courriels", rows=rows)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if object_id not in texts.names():
            raise Http404
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if request.method == "POST":
            return self._write(request, object_id, row)
        form = TextForm(instance=row, name=object_id, initial=texts.current(object_id)._asdict())
        return self._form(request, object_id, row, form)

    def _write(self, request, name, row):
        if not self.has_change_permission(request):
            raise PermissionDenied
        if "restore" in request.POST:
            return self._restore(request, name, row)
        form = TextForm(request.POST, instance=row or MessageText(name=name), name=name)
        if not form.is_valid():
            return self._form(request, name, row, form)
        if "preview" in request.POST:
            preview = letter.preview(form.text, name)
            return self._form(request, name, row, form, preview=preview)
        saved = form.save()
        self.log_change(request, saved, f"Texte de « {texts.title(name)} » modifié.")
        messages.success(request, f"Le texte de « {texts.title(name)} » est enregistré.")
        return redirect("admin:enrolment_messagetext_changelist")

    def _restore(self, request, name, row):
        if row:
            self.log_change(request, row, f"Texte de « {texts.title(name)} » remis.")
            row.delete()
        messages.success(request, f"« {texts.title(name)} » a de nouveau le texte du site.")
        return redirect("admin:enrolment_messagetext_changelist")

    def _form(self, request, name, row, form, **context):
        return self._page(
            request,
            "change_form",
            title=f"{texts.title(name)} ({texts.audience(name).label})",
            form=form,
            row=row,
            variables=texts.variables(name).items(),
            site=texts.built_in(name),
            may_write=self.has_change_permission(request),
            **context,
        )

    def _page(self, request, template, **context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        path = f"admin/enrolment/messagetext/{template}.html"
        return TemplateResponse(request, path, context)


class FateFilter(admin.SimpleListFilter):
    title = "envoi"
    parameter_name = "envoi"

    def lookups(self, request, model_admin):
        return [("echec", "échec"), ("attente", "en attente"), ("parti", "parti")]

    def queryset(self, request, queryset):
        states = {
            "echec": [STATUS.failed],
            "attente": [STATUS.queued, STATUS.requeued],
            "parti": [STATUS.sent],
        }
        wanted = states.get(self.value())
        return queryset.filter(email__status__in=wanted) if wanted else queryset


@admin.register(Message)
class MessageAdmin(FixedRows):
    """Shows the messages sent, read-only. An action sends again those that failed."""

    list_display = ["subject", "application", "audience", "at", "fate"]
    list_filter = [FateFilter, "audience"]
    list_select_related = ["application", "email"]
    search_fields = ["application__reference", "subject"]
    search_help_text = "Référence du dossier ou objet"
    fields = ["application", "audience", "subject", "at", "fate", "letter"]
    actions = ["send_again"]

    def has_change_permission(self, request, obj=None):
        """Allows the action of the list; the page of a message stays read-only."""
        return obj is None and super().has_change_permission(request)

    @admin.display(description="envoi")
    def fate(self, message):
        return sending_state(message.email)

    @admin.display(description="texte")
    def letter(self, message):
        return message.email.message if message.email else "Ce texte n’est plus gardé."

    @admin.action(description="Renvoyer ce qui a échoué", permissions=["change"])
    def send_again(self, request, queryset):
        send_again(request, queryset.values("email"))


class ListOnly(FixedRows):
    """Shows a list whose rows do not open, to whoever may read messages."""

    list_display_links = None
    search_help_text = "Adresse électronique"

    def has_view_permission(self, request, obj=None):
        return obj is None and request.user.has_perm(rights.VIEW_MESSAGE)

    def has_change_permission(self, request, obj=None):
        return obj is None and request.user.has_perm(rights.CHANGE_MESSAGE)


@admin.register(LostMail)
class LostMailAdmin(ListOnly):
    """Lists the failed e-mails of no application by recipient and subject, to send them again."""

    under_a_right = dict.fromkeys(["message", "html_message", "context"])  # nobody's
    list_display = ["reader", "about", "written"]
    search_fields = ["to"]
    actions = ["send_again"]

    def get_queryset(self, request):
        return super().get_queryset(request).stuck()

    @admin.display(description="à", ordering="to")
    def reader(self, mail):
        return ", ".join(mail.to)

    @admin.display(description="objet", ordering="subject")
    def about(self, mail):
        return mail.subject

    @admin.display(description="écrit le", ordering="created")
    def written(self, mail):
        return mail.created

    @admin.action(description="Renvoyer", permissions=["change"])
    def send_again(self, request, queryset):
        send_again(request, queryset.values("pk"))


@admin.register(AccessToken)
class AccessTokenAdmin(ListOnly):
    """Lists the people who wait for a code that the mail server refuses, by e-mail address."""

    list_display = ["email", "asked_at", "attempts", "drawn_at", "next_try_at"]
    search_fields = ["email"]

    def get_queryset(self, request):
        return super().get_queryset(request).refused()

    def has_change_permission(self, request, obj=None):
        return False


def send_again(request, keys):
    count = letter.send_again(keys)
    plural = "s" if count > 1 else ""
    messages.success(request, f"{count} courriel{plural} remis dans la file d’envoi.")
