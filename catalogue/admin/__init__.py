"""Staff edit here every word and figure the public sees, in the order of the page."""

from django.contrib import admin

from catalogue.admin import centre, pay, programme, section, teaching

__all__ = ["centre", "pay", "programme", "section", "teaching"]

admin.site.site_header = "Gestion des formations"
admin.site.site_title = "Gestion"
admin.site.index_title = "Que voulez-vous modifier ?"
admin.site.empty_value_display = "—"
