"""The staff site: Django's admin, with our own sign-in."""

from django.contrib import admin
from django.utils import timezone

from charmilles.staff import second_factor, sign_in
from charmilles.staff.forms import SignInForm
from charmilles.staff.pages import too_many
from charmilles.throttle import TooMany


class StaffSite(admin.AdminSite):
    site_header = "Gestion des formations"
    site_title = "Gestion"
    index_title = "Que voulez-vous modifier ?"
    empty_value_display = "—"
    login_form = SignInForm

    def login(self, request, extra_context=None):
        """Checks name and password. Without a second factor, that is the whole sign-in."""
        try:
            response = super().login(request, extra_context)
        except TooMany as refusal:
            return too_many(request, refusal)
        is_signed_in = request.method == "POST" and response.status_code == 302
        if is_signed_in and not second_factor.is_missing(request):
            sign_in.complete(request, response, now=timezone.now())
        return response
