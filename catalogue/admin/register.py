"""Staff page of the national register: a file is read, compared with what is here, taken over."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone

from catalogue.exchange import register, rncp
from catalogue.models import RegisterEntry
from catalogue.sheet.register import Comparison, news_of
from charmilles import typography
from charmilles.screens import Screen

TOO_LARGE = (
    f"Ce fichier pèse plus de {typography.megabytes(settings.STAFF_UPLOAD_SIZE)} : donnez "
    "l’archive (.zip) plutôt que le XML qu’elle contient."
)


class FileForm(forms.ModelForm):
    """Stores the entries of a file that are of our certifications, and the one asked for."""

    file = forms.FileField(
        label="fichier de France compétences",
        help_text="Sur data.gouv.fr, jeu « Répertoire national des certifications professionnelles "
        "et répertoire spécifique » : export-fiches-rncp-v4-1 (ou rs), l’archive ou le XML.",
    )
    wanted = forms.CharField(
        label="code de la fiche à reprendre",
        required=False,
        help_text="RNCP40705. Vide : les fiches des certifications déjà ici, pour voir ce qui a "
        "changé depuis.",
    )

    class Meta:
        model = RegisterEntry
        fields: list[str] = []

    def clean_wanted(self):
        """Reads the code as that of a certification is read: « rncp n° 40705 » is RNCP40705."""
        typed = self.cleaned_data["wanted"]
        return RegisterEntry._meta.get_field("code").clean(typed, None) if typed else ""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.STAFF_UPLOAD_SIZE:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def clean(self):
        """Reads the file here, so that its faults are told beside it."""
        cleaned = super().clean()
        if (file := cleaned.get("file")) and "wanted" in cleaned:
            try:
                code, today = cleaned["wanted"], timezone.localdate()
                self.entries = register.read(file, code, on=today)
            except rncp.WrongFile as error:
                self.add_error("file", str(error))
        return cleaned

    def save(self, commit=True):
        """Stores all the entries; the page then shows the one asked for, else the first."""
        self.entries = register.store(self.entries)
        wanted = (one for one in self.entries if one.code == self.cleaned_data["wanted"])
        self.instance = next(wanted, self.entries[0])
        return self.instance

    def save_m2m(self):
        """Has nothing to save: an entry has no list."""


class TakeOverForm(forms.ModelForm):
    """Takes an entry over into its certification, if it is still what was shown."""

    sealed = forms.CharField(label="reprise", widget=forms.HiddenInput, required=False)

    class Meta:
        model = RegisterEntry
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["sealed"] = register.seal(Comparison(self.instance))

    def clean(self):
        """Takes it over here, so that a refusal is told on the page with what would change now."""
        cleaned = super().clean()
        try:
            self.certification = register.take_over(self.instance, sealed=cleaned["sealed"])
        except register.Refused as refused:
            self.data = self.data.copy()
            self.data["sealed"] = register.seal(Comparison(self.instance))
            raise forms.ValidationError(str(refused)) from refused
        return cleaned

    def save(self, commit=True):
        return self.instance

    def save_m2m(self):
        """Has nothing to save."""


@admin.register(RegisterEntry)
class RegisterEntryAdmin(Screen):
    list_display = ["code", "title", "registered_until", "is_active", "replaced_by", "read_on"]
    search_fields = ["code", "title"]
    readonly_fields = ["would_change", "active", "read_on"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            return FileForm
        if self.has_change_permission(request, obj):
            return TakeOverForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["wanted", "file"]
        sealed = ["sealed"] if self.has_change_permission(request, obj) else []
        return [*self.readonly_fields, *sealed]

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is None else self.readonly_fields

    def has_change_permission(self, request, obj=None):
        """Asks for the rights on certifications too: taking an entry over writes one."""
        rights = ("catalogue.add_certification", "catalogue.change_certification")
        return super().has_change_permission(request, obj) and request.user.has_perms(rights)

    def response_add(self, request, obj, post_url_continue=None):
        """Says how many were read and what is new, then shows the entry."""
        read = request.register_entries
        count = typography.quantity(len(read), "fiche")
        codes = ", ".join(one.code for one in read)
        messages.success(request, f"Lues dans le fichier : {count} ({codes}).")
        for said in news_of(read):
            messages.warning(request, said)
        if len(read) > 1:
            return redirect("admin:catalogue_registerentry_changelist")
        return redirect("admin:catalogue_registerentry_change", obj.pk)

    def save_form(self, request, form, change):
        saved = super().save_form(request, form, change)
        request.register_entries = getattr(form, "entries", [])
        request.certification = getattr(form, "certification", None)
        return saved

    def save_model(self, request, obj, form, change):
        """Has nothing to save: the forms have stored the entries, or written the certification."""

    def response_change(self, request, obj):
        """Leads to the certification, where staff check it."""
        messages.success(request, f"Reprise dans la certification : {obj.code}.")
        return redirect("admin:catalogue_certification_change", request.certification.pk)

    @admin.display(description="ce qui changerait")
    def would_change(self, entry):
        return render_to_string(
            "admin/catalogue/registerentry/changes.html", {"found": Comparison(entry)}
        )

    @admin.display(description="état")
    def active(self, entry):
        return "active" if entry.is_active else "n’est plus active"
