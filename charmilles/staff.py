"""What every list of the staff site does."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.shortcuts import redirect

GONE = (
    "Rien n’a été fait : ce que vous avez coché n’est plus dans cette liste. Quelqu’un l’a changé "
    "ou supprimé entre-temps."
)


class StaffPages(admin.ModelAdmin):
    """The base of every model of the staff site, instead of Django's own."""

    def response_action(self, request, queryset):
        """Says that no ticked row is left in the list; Django would show it again in silence."""
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if ticked and not queryset.filter(pk__in=ticked).exists():
            messages.warning(request, GONE)
            return redirect(request.get_full_path())
        return super().response_action(request, queryset)
