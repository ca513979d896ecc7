"""Two tabs on one form: the second one saved says what the first one changed, and loses neither."""

import hashlib
import json

from django import forms

from enrolment.forms.base import Plain

LONGEST = 1000  # characters of the marks of a form


class SeenForm(Plain, forms.ModelForm):
    """A form that carries a mark of the answers kept when its page was shown.

    An answer that has changed since, in another tab or on another device, is refused once. Its box
    takes the kept answer if this tab left it alone; else the error gives the kept one, and the box
    what was typed here. The same form sent again then decides.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = {name: _mark(getattr(self.instance, name)) for name in self._meta.fields}
        self.initial["seen"] = json.dumps(self.kept)
        self.to_correct: dict[str, object] = {}

    @property
    def corrected(self):
        return self.to_correct

    @property
    def changed_elsewhere(self) -> list[str]:
        """The fields whose kept answer is not the one that the page had shown."""
        seen = self._seen()
        return [name for name, mark in self.kept.items() if seen.get(name, mark) != mark]

    def _seen(self):
        written = self.data.get(self.add_prefix("seen")) or "{}"
        try:
            seen = json.loads(written) if len(written) <= LONGEST else {}
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def clean(self):
        cleaned, seen = super().clean(), self._seen()
        for name in self.changed_elsewhere:
            if name not in self.fields:
                continue
            here = _mark(cleaned[name] if name in cleaned else self[name].data or "")
            if here == self.kept[name]:
                continue
            if here == seen[name]:
                self.errors.pop(name, None)
                self.to_correct |= self._boxes(name)
                said = "Vous avez changé cette réponse dans un autre onglet : la voici. Continuez "
                said += "si elle est juste."
            else:
                said = f"Dans un autre onglet, vous avez répondu « {self._words(name)} ». Gardez "
                said += "ici la bonne réponse, puis continuez."
            self.add_error(name, forms.ValidationError(said, code="elsewhere"))
        self.to_correct[self.add_prefix("seen")] = self.initial["seen"]
        return cleaned

    def _boxes(self, name):
        """What the boxes of a field hold when they show the kept answer, by their HTML name."""
        box, value = self.fields[name].widget, self._shown(name)
        if isinstance(box, forms.MultiWidget):
            parts = zip(box.widgets_names, box.decompress(value), strict=True)
            return {self.add_prefix(name) + suffix: part or "" for suffix, part in parts}
        return {self.add_prefix(name): value or ""}

    def _words(self, name):
        """The kept answer, as its boxes or its choices write it."""
        choices = dict(getattr(self.fields[name], "choices", ()))
        written = " ".join(map(str, filter(None, self._boxes(name).values())))
        return choices.get(written, written) or "rien"

    def _shown(self, name):
        field = self.fields[name]
        return field.prepare_value(self.get_initial_for_field(field, name))


def _mark(value):
    """A short mark of an answer: pages compare it, they do not read it."""
    return hashlib.sha256(("" if value is None else str(value)).encode()).hexdigest()[:16]
