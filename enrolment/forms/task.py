"""What the forms of all tasks share: they read their answers, and write no others."""

from datetime import date, datetime

from enrolment.applications import drafts
from enrolment.forms.base import not_empty
from enrolment.forms.elsewhere import SeenForm
from enrolment.models import Application


class TaskForm(SeenForm):
    """The form of one task: it writes its own fields of the draft and nothing else."""

    page = "enrolment/draft/task.html"
    note = ""  # what the page says above the questions
    ends = ()  # fields that declare the task finished

    def __init__(self, *args, today: date, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)

    def apply(self, application: Application, *, now: datetime) -> None:
        """Writes the answers of a valid form. Raises what `drafts.save` raises."""
        drafts.save(application, self.answers, now=now)

    def keep(self, application: Application, *, now: datetime) -> None:
        """Writes what is right so far, for whoever stops here: nothing is required before a stop.

        An answer that was emptied is emptied, if it may be; a wrong one stays as it was before, and
        `lost` names it.
        """
        self.full_clean()
        kept = self.answers
        if self.errors:
            kept = {name: value for name, value in kept.items() if name not in self.ends}
        drafts.save(application, kept, now=now)

    @property
    def lost(self) -> list[dict]:
        """What was typed and is not kept by a stop: its errors, by field, for each part."""
        return [not_empty(self)]

    @property
    def answers(self):
        """The right answers, by the name of their field."""
        fields = self.Meta.fields
        return {name: self.cleaned_data[name] for name in fields if name in self.cleaned_data}
