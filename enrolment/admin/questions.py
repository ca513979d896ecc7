"""Staff pages of the questions that visitors ask: those that wait first, one answer each."""

from datetime import datetime

from django.contrib import admin, messages
from django.urls import reverse
from django.utils import timezone

from charmilles.screens import FixedRows
from charmilles.staff.home import Note
from enrolment import questions
from enrolment.admin import rights
from enrolment.forms.question import AnswerForm
from enrolment.models import Question
from enrolment.workflow import Refused


class StateFilter(admin.SimpleListFilter):
    title = "réponse"
    parameter_name = "reponse"

    def lookups(self, request, model_admin):
        return [("attend", "attendue"), ("faite", "faite")]

    def queryset(self, request, queryset):
        if self.value() in ("attend", "faite"):
            return queryset.filter(answered_at__isnull=self.value() == "attend")
        return queryset


@admin.register(Question)
class QuestionAdmin(FixedRows):
    form = AnswerForm
    list_display = ["received_at", "beginning", "programme", "state"]
    list_filter = [StateFilter]
    list_select_related = ["programme"]
    asked = ["programme", "email", "received_at", "text"]
    readonly_fields = [*asked, "answered_at", "answered_by"]

    def get_queryset(self, request):
        return super().get_queryset(request).received()

    def get_fieldsets(self, request, obj=None):
        done = ["answered_at", "answered_by"] if obj and obj.answered_at else []
        return [(None, {"fields": [*self.asked, "answer", *done]})]

    def has_change_permission(self, request, obj=None):
        """Shows a question that has its answer, and lets nobody change it: it has left."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.answered_at is None or request.method == "POST")

    def save_model(self, request, obj, form, change):
        try:
            questions.answer(obj, obj.answer, by=request.user, now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))

    @admin.display(description="question")
    def beginning(self, question):
        text = " ".join(question.text.split())
        return text if len(text) <= 80 else f"{text[:79]}…"

    @admin.display(description="réponse", ordering="answered_at")
    def state(self, question):
        return "faite" if question.answered_at else "attendue"


def about_questions(user, now: datetime) -> Note | None:
    """The note of the home of staff: how many wait for an answer."""
    if not user.has_perm(rights.CHANGE_QUESTION):
        return None
    count = Question.objects.waiting().count()
    if not count:
        return None
    text = f"{count} questions attendent" if count > 1 else "Une question attend"
    url = reverse("admin:enrolment_question_changelist")
    return Note(f"{text} une réponse.", f"{url}?reponse=attend")
