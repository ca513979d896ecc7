"""Base class of the staff pages: what may be read, searched and filtered there, and by whom."""

from collections.abc import Iterator
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import get_fields_from_path
from django.db import connection
from django.forms.models import _get_foreign_key
from django.forms.widgets import Script
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from charmilles import formsets, versions
from charmilles.entries import Entries
from charmilles.menus import Menus

# What Django's filters write in a URL, after the name of a field that is not a relation.
COMPARISONS = ("", "__exact", "__isnull", "__gte", "__lt")
PERIODS = ("__year", "__month", "__day", "__gte", "__lt")  # those of a date hierarchy


GONE = (
    "Rien n’a été fait : ce que vous avez coché n’est plus dans cette liste. Quelqu’un l’a changé "
    "ou supprimé entre-temps."
)


class Screen(Entries, Menus, admin.ModelAdmin):
    """A staff page whose list can only be filtered as its own filters do.

    Django accepts in the URL a lookup on any field of the model, shown or not: counting the results
    of « ?field__startswith=a » reads the field letter by letter. Here a lookup is refused unless a
    filter that this member of staff sees in the list makes it.
    """

    # {field or column: the right that lets one read it, None when nobody may}
    under_a_right: dict[str, str | None] = {}

    # Two people on one form: nothing of either is lost

    def get_object(self, request, object_id, from_field=None):
        """Holds the row while a form about it is saved: two saves come one after the other."""
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST" and connection.in_atomic_block:
            held = self.model._base_manager.select_for_update().filter(pk=row.pk)
            if not held.values_list("pk").first():
                return None
            row = super().get_object(request, object_id, from_field)
        return row

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            return super().get_form(request, obj, change=change, **kwargs)
        kwargs.setdefault("form", versions.versioned(self.form))
        made = super().get_form(request, obj, change=change, **kwargs)
        made.seen = versions.seen_in(request).get("", "")
        made.who = staticmethod(partial(versions.last_author, obj, but=request.user))
        return made

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        if form.instance.pk and isinstance(form, versions.Versioned):
            lists = [rows.formset for rows in context["inline_admin_formsets"]]
            context["version"] = versions.token(form, lists)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        rows = (row for some in formsets for row in some.forms)
        if labels := versions.joined_labels([form, *rows]):
            who = versions.last_author(form.instance, but=request.user)
            kept = ", ".join(labels)
            messages.info(request, f"{who} a enregistré entre-temps, et c’est gardé : {kept}.")

    def may_read(self, request, name: str) -> bool:
        if name not in self.under_a_right:
            return True
        right = self.under_a_right[name]
        return right is not None and request.user.has_perm(right)

    def lookup_allowed(self, lookup, value, request):
        return lookup in self._offered(request)

    def _offered(self, request) -> Iterator[str]:
        """Gives the lookups of the filters of the list, and those of its date hierarchy."""
        for item in self.get_list_filter(request):
            if hasattr(item, "parameter_name"):
                yield item.parameter_name
            else:
                yield from self._lookups_of(_name(item))
        if self.date_hierarchy:
            yield from (self.date_hierarchy + period for period in PERIODS)

    def _lookups_of(self, path):
        field = get_fields_from_path(self.model, path)[-1]
        if field.is_relation:
            return [f"{path}__{field.target_field.name}__exact", f"{path}__isnull"]
        return [path + comparison for comparison in COMPARISONS]

    def changelist_view(self, request, extra_context=None):
        """Says on a page that a filter is refused; Django would answer an error without words."""
        try:
            return super().changelist_view(request, extra_context)
        except DisallowedModelAdminLookup:
            context = {
                **self.admin_site.each_context(request),
                "title": "Ce filtre n’est pas proposé",
                "opts": self.opts,
            }
            return TemplateResponse(request, "admin/refused_filter.html", context, status=400)

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        """Says in the title of each list how many rows it holds; unfolds one with an error."""
        lists = super().get_inline_formsets(request, formsets, inline_instances, obj)
        for rows in lists:
            count = rows.formset.initial_form_count()
            rows.opts.verbose_name_plural = f"{rows.opts.verbose_name_plural} : {count}"
            if rows.formset.is_bound and rows.formset.non_form_errors():
                rows.classes = rows.classes.replace("collapse", "")  # no error in a closed fold
        return lists

    def response_action(self, request, queryset):
        """Says that no ticked row is left in the list; Django would show it again in silence."""
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if ticked and not queryset.filter(pk__in=ticked).exists():
            messages.warning(request, GONE)
            return redirect(request.get_full_path())
        return super().response_action(request, queryset)

    # Fields under a right leave the page of whoever lacks it

    def get_list_display(self, request):
        return self._readable(request, super().get_list_display(request))

    def get_list_filter(self, request):
        return self._readable(request, super().get_list_filter(request))

    def get_search_fields(self, request):
        return self._readable(request, super().get_search_fields(request))

    def get_fieldsets(self, request, obj=None):
        readable = [
            (title, options | {"fields": self._lines(request, options["fields"])})
            for title, options in super().get_fieldsets(request, obj)
        ]
        return [(title, options) for title, options in readable if options["fields"]]

    def _lines(self, request, lines):
        parted = [[line] if isinstance(line, str) else line for line in lines]
        kept = [[name for name in line if self.may_read(request, name)] for line in parted]
        return [line for line in kept if line]

    def _readable(self, request, items):
        return [item for item in items if self.may_read(request, _name(item))]


class Inline(Entries, Menus):
    """Rows shown on the page of their parent, read in one query with all that they name."""

    formset = formsets.Rows
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        kwargs.setdefault("form", versions.versioned(self.form))
        made = super().get_formset(request, obj, **kwargs)
        made.seen = versions.seen_in(request)
        made.who = staticmethod(partial(versions.last_author, obj, but=request.user))
        return made

    def get_queryset(self, request):
        parent = _get_foreign_key(self.parent_model, self.model, fk_name=self.fk_name)
        named = [field.name for field in self.opts.fields if field.is_relation and field != parent]
        lists = [field.name for field in self.opts.many_to_many]
        rows = super().get_queryset(request).prefetch_related(*lists)
        return rows.select_related(*named) if named else rows


class InlineTable(Inline, admin.TabularInline):
    template = "admin/inline/table.html"

    class Media:
        js = [Script("js/rows.js", defer=True)]


class InlineStack(Inline, admin.StackedInline):
    template = "admin/inline/stacked.html"


class FixedRows(Screen):
    """A screen whose rows nobody adds or deletes by hand: the site makes them, and keeps them."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _name(item):
    """The field of a column, of a filter or of a search; empty when it is none."""
    path = item[0] if isinstance(item, list | tuple) else item
    return path.lstrip("^=@") if isinstance(path, str) else ""
