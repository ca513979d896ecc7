"""Forms of the staff site that do more than a plain ModelForm."""

from calendar import monthrange

from django import forms

from catalogue.models import CohortYear, Precision


class CohortYearForm(forms.ModelForm):
    """Stores a date known only to the month or year as the first or last day of that period."""

    BEGINNINGS = ("registration_opens", "starts")
    ENDS = ("registration_closes", "ends")

    class Meta:
        model = CohortYear
        fields = [
            "number",
            "school_year",
            "registration_opens",
            "registration_opens_precision",
            "registration_closes",
            "registration_closes_precision",
            "starts",
            "starts_precision",
            "ends",
            "ends_precision",
            "first_week",
            "hours_a_day",
        ]

    def clean(self):
        cleaned = super().clean()
        for name in (*self.BEGINNINGS, *self.ENDS):
            value, precision = cleaned.get(name), cleaned.get(f"{name}_precision")
            if value and precision:
                edge = first_day if name in self.BEGINNINGS else last_day
                cleaned[name] = edge(value, precision)
        return cleaned


def first_day(value, precision):
    """Returns the first day of the month or year that contains `value`."""
    if precision == Precision.DAY:
        return value
    return value.replace(day=1, month=1 if precision == Precision.YEAR else value.month)


def last_day(value, precision):
    """Returns the last day of the month or year that contains `value`."""
    if precision == Precision.DAY:
        return value
    month = 12 if precision == Precision.YEAR else value.month
    return value.replace(day=1, month=month).replace(day=monthrange(value.year, month)[1])
