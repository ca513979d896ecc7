"""Hides some models from the staff site, and shows accounts and the staff register there."""

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from charmilles.filters import BoundedFilter
from charmilles.models import StaffEvent
from charmilles.screens import FixedRows, Screen

admin.FieldListFilter.register(lambda field: field.remote_field, BoundedFilter, take_priority=True)

# Pages of libraries, in English: post_office's edit the mail queue directly, django-otp's show the
# secrets of second factors. Staff need neither.
for label in ("post_office", "otp_static", "otp_totp"):
    for model in apps.get_app_config(label).get_models():
        if admin.site.is_registered(model):
            admin.site.unregister(model)

admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(Screen, UserAdmin):
    """Django's page; a new account also gets the address that a forgotten password needs."""

    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "email", "usable_password", "password1", "password2"],
                "description": "L’adresse électronique sert si le mot de passe est oublié.",
            },
        ),
    ]

    def get_deleted_objects(self, objs, request):
        """Lets the register's entries about an account go with it, though nobody deletes them."""
        shown, counts, missing, protected = super().get_deleted_objects(objs, request)
        return shown, counts, missing - {StaffEvent._meta.verbose_name}, protected


@admin.register(StaffEvent)
class StaffEventAdmin(FixedRows):
    """Shows the register, read-only: nobody corrects it, and housekeeping forgets old entries."""

    list_display = ["at", "what", "user", "by", "detail"]
    list_filter = ["what"]
    list_select_related = ["user", "by"]
    search_fields = ["user__username", "by__username"]
    search_help_text = "Nom d’un compte"
    fields = ["at", "what", "user", "by", "detail"]

    def changelist_view(self, request, extra_context=None):
        title = {"title": "Registre de l’équipe"}
        return super().changelist_view(request, title | (extra_context or {}))

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Group)
class GroupOfStaffAdmin(Screen, GroupAdmin):
    pass
