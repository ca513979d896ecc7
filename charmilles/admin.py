"""Hides some models from the staff site, and shows accounts and the staff register there."""

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.forms import CheckboxSelectMultiple

from charmilles.filters import BoundedFilter
from charmilles.models import StaffEvent
from charmilles.screens import FixedRows, Screen
from charmilles.staff import roles

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

    def get_fieldsets(self, request, obj=None):
        """Shows the roles; rights one by one, and that of all, to who has them all."""
        if obj is None:
            return super().get_fieldsets(request, obj)
        shown = [(None, {"fields": [("first_name", "last_name"), "email", "username", "password"]})]
        shown.append(("Accès et rôles", {"fields": ["is_active", "is_staff", "groups"]}))
        if request.user.is_superuser:
            raw = {"classes": ["collapse"], "fields": ["is_superuser", "user_permissions"]}
            shown.append(("Droits un à un", raw))
        return [*shown, ("Dates", {"fields": [("last_login", "date_joined")]})]

    def get_readonly_fields(self, request, obj=None):
        """Nobody changes their own rights, save who has them all."""
        fixed = super().get_readonly_fields(request, obj)
        is_own = obj is not None and obj.pk == request.user.pk
        dates = ("last_login", "date_joined")
        own = ("is_active", "is_staff", "groups") if is_own else ()
        return [*fixed, *dates, *(() if request.user.is_superuser else own)]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs |= {
                "queryset": roles.may_give(by=request.user).order_by("name"),
                "widget": CheckboxSelectMultiple,
                "label": "Rôles",
                "help_text": "Chaque rôle donne ses droits ; ils s’ajoutent.",
            }
            return db_field.formfield(**kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_within(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_within(request, obj)

    def _is_within(self, request, account):
        return account is None or roles.may_change(account, by=request.user)

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
    """Only who has all rights makes other groups than the roles: a group gives any right."""

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser
