"""What every form shares: sentences, labels without a colon, the list of errors."""

from django import forms


class Plain(forms.Form):
    """A form whose labels have no colon, and whose errors are ours instead of the browser's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    @property
    def corrected(self) -> dict:
        """What the boxes show instead of what was sent, by their HTML name."""
        return {}

    @property
    def parts(self):
        """The forms that a page shows for this one: itself, unless it is made of several."""
        return [self]


def not_empty(part: forms.Form) -> dict[str, list[str]]:
    """The errors of what was typed, by field: not those of the boxes left empty."""
    errors = part.errors.as_data()
    typed = {name for name in errors if any(error.code != "required" for error in errors[name])}
    return {name: list(part.errors[name]) for name in part.errors if name in typed}


def form_errors(form: Plain) -> list[tuple]:
    """(field, message) for every error of the form, in order: what a page lists at its top."""
    fields = [field for part in form.parts for field in part.visible_fields()]
    return [(field, message) for field in fields for message in field.errors]
