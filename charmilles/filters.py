"""The filters of staff lists over the rows of another model, such as the programmes."""

from django.contrib.admin import RelatedFieldListFilter
from django.contrib.admin.views.main import PAGE_VAR

from charmilles.typed import LONGEST, name_of_typed, number, numbers

NOBODY = "-1"  # the number of no row


class BoundedFilter(RelatedFieldListFilter):
    """Lists the rows to filter by; past LONGEST, one types which, as in the forms."""

    def __init__(self, field, request, params, model, model_admin, field_path):
        name = f"{field_path}__{field.target_field.name}__exact"
        self.typed = ", ".join(params.get(name, []))
        if self.typed:
            found = map(number, numbers(field.related_model, params[name]))
            params[name] = [NOBODY if one is None else str(one) for one in found]
        super().__init__(field, request, params, model, model_admin, field_path)

    def field_choices(self, field, request, model_admin):
        """Reads the rows, or only the one that was typed when they are too many."""
        rows = field.related_model._default_manager.select_related()
        ordering = self.field_admin_ordering(field, request, model_admin)
        first = list((rows.order_by(*ordering) if ordering else rows)[: LONGEST + 1])
        if len(first) > LONGEST:
            self.template = "admin/typed_filter.html"
            self.help_text = f"À taper : {name_of_typed(field.related_model)}."
            first = rows.filter(pk__in=self.lookup_val or [])
        return [(row.pk, str(row)) for row in first]

    def has_output(self):
        return hasattr(self, "help_text") or super().has_output()

    def choices(self, changelist):
        left = {self.lookup_kwarg, self.lookup_kwarg_isnull, PAGE_VAR}
        self.kept = [pair for pair in changelist.params.items() if pair[0] not in left]
        return super().choices(changelist)
