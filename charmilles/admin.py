"""The staff site: its words, and what it leaves out."""

from django.apps import apps
from django.contrib import admin

admin.site.site_header = "Gestion des formations"
admin.site.site_title = "Gestion"
admin.site.index_title = "Que voulez-vous modifier ?"
admin.site.empty_value_display = "—"

# The library's own pages are in English and edit the queue itself: nothing for staff to touch.
for model in apps.get_app_config("post_office").get_models():
    if admin.site.is_registered(model):
        admin.site.unregister(model)
