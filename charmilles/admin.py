"""Sets the titles of the staff site and hides some models from it."""

from django.apps import apps
from django.contrib import admin

admin.site.site_header = "Gestion des formations"
admin.site.site_title = "Gestion"
admin.site.index_title = "Que voulez-vous modifier ?"
admin.site.empty_value_display = "—"

# post_office's own pages are in English and edit the mail queue directly: staff do not need them.
for model in apps.get_app_config("post_office").get_models():
    if admin.site.is_registered(model):
        admin.site.unregister(model)
