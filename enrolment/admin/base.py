"""What staff pages share."""

from django.contrib import admin


class Shown(admin.TabularInline):
    """Rows to read, for whoever may read the file."""

    template = "admin/enrolment/shown.html"
    extra = 0
    can_delete = False

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
