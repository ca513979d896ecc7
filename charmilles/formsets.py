"""The rows that staff edit on the page of their parent, such as the cohorts of a programme."""

from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from charmilles.typed import Typed
from charmilles.versions import GONE, Versioned

POSITION = "position"
DELETED = (
    "Quelqu’un d’autre a supprimé entre-temps une ligne de cette liste. Ce que vous y aviez écrit "
    "est gardé, à la fin de la liste : enregistrez pour la remettre, ou retirez-la."
)


class Rows(BaseInlineFormSet):
    """Says which rows were deleted since the page was shown, and keeps what was typed in them.

    Django would refuse such a row for its hidden key, with an error that no page shows. It becomes
    a row to be added, after those that still exist.
    """

    has_lost_rows = False
    last = None  # the highest position of the list, once a row has asked for it
    seen: dict[str, str] = {}  # the marks of what each row showed (versions)
    who = staticmethod(Versioned.who)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for row in self.get_queryset():
            setattr(row, self.fk.name, self.instance)  # its name may cite its parent
        if self.is_bound and self.management_form.is_valid():
            self._move_lost_rows()

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.seen = self.seen.get(f"{self.prefix}:{form.instance.pk}", "")
        form.who = self.who
        return form

    def add_fields(self, form, index):
        """Hands what a row refers to, read with it, to the fields that write its name."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)  # under its + and pencil links
            if isinstance(widget, Typed) and form.instance.pk:
                widget.know(_referred(form.instance, name))
        if POSITION in form.fields:
            form.fields[POSITION].required = False
            if not form.instance.pk:
                form.initial[POSITION] = None  # it comes last, unless a place is written
                form.fields[POSITION].has_changed = _never  # alone, it makes no row

    def save_new(self, form, commit=True):
        self._place(form)
        return super().save_new(form, commit)

    def save_existing(self, form, obj, commit=True):
        self._place(form)
        return super().save_existing(form, obj, commit)

    def _place(self, form):
        """Puts a row without a written position at the end of the list."""
        if POSITION in form.fields and form.instance.position is None:
            if self.last is None:
                known = [f.instance.position for f in self.initial_forms]
                self.last = max(filter(None, known), default=0)
            self.last += 1
            form.instance.position = self.last

    def _move_lost_rows(self):
        """Numbers the rows again: those that exist, those that were deleted, those to be added."""
        key = self.model._meta.pk.name
        exist = {str(row.pk) for row in self.get_queryset()}
        shown, total = self.initial_form_count(), self.total_form_count()
        lost = [n for n in range(shown) if self.data.get(f"{self.prefix}-{n}-{key}") not in exist]
        if not lost:
            return
        kept = [n for n in range(shown) if n not in lost]
        order = {old: new for new, old in enumerate([*kept, *lost, *range(shown, total)])}
        self.data = self._numbered(order)
        self.data[f"{self.prefix}-INITIAL_FORMS"] = str(len(kept))
        for number in lost:
            self.data[f"{self.prefix}-{order[number]}-{key}"] = ""
        del self.management_form  # it was read from the former numbers
        self.has_lost_rows = any(not self._is_ticked(order[number]) for number in lost)

    def _numbered(self, order):
        """What was sent, with the new number of each row of this list."""
        data = self.data.copy()
        own = [name for name in self.data if name.startswith(f"{self.prefix}-")]
        for name in own:
            del data[name]
        for name in own:
            number, dash, field = name.removeprefix(f"{self.prefix}-").partition("-")
            number = order.get(int(number), number) if number.isdecimal() else number
            data.setlist(f"{self.prefix}-{number}{dash}{field}", self.data.getlist(name))
        return data

    def _is_ticked(self, number):
        """Whether this row was to be deleted anyway."""
        return bool(self.data.get(f"{self.prefix}-{number}-DELETE"))

    def clean(self):
        super().clean()
        if self.has_lost_rows:
            raise ValidationError(DELETED)
        deleted = [form for form in self.initial_forms if self._should_delete_form(form)]
        changed = [str(form.instance) for form in deleted if getattr(form, "changed_since", ())]
        if changed:
            raise ValidationError(GONE.format(who=self.who(), rows=", ".join(changed)))


def _never(initial, data):
    return False


def _referred(row, name):
    value = getattr(row, name)
    if row._meta.get_field(name).many_to_many:
        return value.all()
    return [value] if value else []
