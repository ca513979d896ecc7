"""The small forms of the desk, made of the stock forms and lists of a programme and of a text."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect

from catalogue.admin.desk.addresses import desk_address, next_to_repair
from catalogue.admin.desk.parts import IN_WORDS, Edit
from catalogue.admin.programme import ProgrammeAdmin
from catalogue.admin.section import SectionAdmin, SectionItemRows
from catalogue.models import Programme, Section, SectionItem
from charmilles.screens import Screen

BLANK = 3  # more rows for each press of the button


class Small(Screen):
    """A form of the desk: a few boxes, blank rows for who has no JavaScript, then back there."""

    change_form_template = "admin/catalogue/desk/part.html"
    prepopulated_fields: dict[str, list[str]] = {}
    save_on_top = False

    def get_form(self, request, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change=change, **kwargs)
        if _asks_for_rows(request):
            made.is_valid = _is_shown_again
        return made

    def get_inline_instances(self, request, obj=None):
        found = super().get_inline_instances(request, obj)
        for rows in found:
            rows.classes, rows.extra = [], 1
        return found

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Adds the blank rows asked for, after what is typed."""
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if _asks_for_rows(request) == prefix and "data" in options:
            options["data"] = data = options["data"].copy()
            total = f"{prefix}-TOTAL_FORMS"
            data[total] = _more_than(data.get(total, ""))
        return options

    def render_change_form(self, request, context, *args, **kwargs):
        context["is_nav_sidebar_enabled"] = False
        if _asks_for_rows(request):
            context["errors"] = []
        return super().render_change_form(request, context, *args, **kwargs)


def _asks_for_rows(request) -> str:
    """Returns the list to which more rows are asked, or "": nothing is then saved."""
    return request.POST.get("_more", "")


def _more_than(count: str) -> str:
    """Returns the number of rows once the blank ones are added; a page of ours sends it short."""
    return str(int(count) + BLANK) if count.isdecimal() and len(count) < 5 else "0"


def _is_shown_again(form) -> bool:
    """Reads a form that is shown again with what was typed, and not saved."""
    form.full_clean()
    return False


def leave(request, programme: Programme, part: str):
    """Leads back to the part of the desk, or to what keeps the draft from being published."""
    after = next_to_repair(programme) if "_next" in request.POST else None
    return redirect(after or desk_address(programme, part))


class PartScreen(Small, ProgrammeAdmin):
    """Some fields and lists of a programme, by the forms of its whole page."""

    readonly_fields: list[str] = []

    def __init__(self, edit: Edit):
        super().__init__(Programme, admin.site)
        self.edit, self.inlines = edit, list(edit.lists)

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": list(self.edit.fields)})] if self.edit.fields else []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {
            "title": self.edit.title if obj else "Nouvelle formation",
            "programme": obj,
            "back": desk_address(obj, self.edit.part) if obj else None,
            "can_delete_text": False,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, f"Créée, en brouillon : {obj}.")
        return leave(request, obj, self.edit.part)

    def response_change(self, request, obj):
        messages.success(request, f"Enregistré : {self.edit.title}.")
        return leave(request, obj, self.edit.part)


class TextForm(forms.ModelForm):
    """A text of the programme; a list may be typed or pasted at once, a line for each point."""

    listed = forms.CharField(
        label="Ajouter à la liste",
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        required=False,
        help_text="Une ligne par élément. Un tiret au début d’une ligne en fait un sous-point.",
    )

    class Meta:
        model = Section
        fields = ["title", "prose", "closing"]

    def save_listed(self):
        """Adds the typed lines after the points that are there."""
        last = self.instance.items.order_by("-position").values_list("position", flat=True).first()
        lines = filter(None, map(str.strip, self.cleaned_data["listed"].splitlines()))
        SectionItem.objects.bulk_create(
            SectionItem(
                section=self.instance,
                position=position,
                text=line.lstrip("-–—•* \t"),
                is_detail=line.startswith(("-", "–", "—")),
            )
            for position, line in enumerate(lines, (last or 0) + 1)
            if line.strip("-–—•* \t")
        )


class TextScreen(Small, SectionAdmin):
    """One text of a programme: nothing to choose but its words."""

    form = TextForm
    inlines = [SectionItemRows]
    fields = ["title", "prose", "listed", "closing"]

    def __init__(self, programme: Programme, kind: str, part: str):
        super().__init__(Section, admin.site)
        self.programme, self.kind, self.part = programme, kind, part

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Says beforehand whose text it is: the rules of its points depend on its subject."""
        made = super().get_form(request, obj, change=change, **kwargs)
        begin = made.__init__

        def say(form, *args, **options):
            begin(form, *args, **options)
            if form.instance.pk is None:
                form.instance.programme, form.instance.kind = self.programme, self.kind

        made.__init__ = say
        return made

    def get_fieldsets(self, request, obj=None):
        is_list = self.kind != Section.Kind.QUESTIONS
        return [(None, {"fields": [n for n in self.fields if is_list or n != "listed"]})]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.cleaned_data.get("listed"):
            form.save_listed()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {
            "title": IN_WORDS[self.kind],
            "programme": self.programme,
            "back": desk_address(self.programme, self.part),
            "can_delete_text": obj is not None and self.has_delete_permission(request, obj),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        messages.success(request, f"Enregistré : {IN_WORDS[self.kind]}.")
        return leave(request, self.programme, self.part)
