"""Sets the titles of the staff site, hides some models from it, and guards Django's own lists."""

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from charmilles.screens import Screen

admin.site.site_header = "Gestion des formations"
admin.site.site_title = "Gestion"
admin.site.index_title = "Que voulez-vous modifier ?"
admin.site.empty_value_display = "—"

# post_office's own pages are in English and edit the mail queue directly: staff do not need them.
for model in apps.get_app_config("post_office").get_models():
    if admin.site.is_registered(model):
        admin.site.unregister(model)

admin.site.unregister([User, Group])


@admin.register(User)
class StaffAdmin(Screen, UserAdmin):
    pass


@admin.register(Group)
class GroupOfStaffAdmin(Screen, GroupAdmin):
    pass
