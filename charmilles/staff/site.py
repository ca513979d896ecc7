"""The staff site: Django's admin, with our own sign-in."""

from django.contrib import admin
from django.urls import path
from django.utils import timezone

from charmilles.staff import attempts, home, second_factor, sign_in
from charmilles.staff.forms import SignInForm
from charmilles.staff.pages import too_many
from charmilles.throttle import TooMany


class StaffSite(admin.AdminSite):
    site_header = "Gestion des formations"
    site_title = "Gestion"
    index_title = "Que voulez-vous modifier ?"
    empty_value_display = "—"
    login_form = SignInForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages = []  # (route, view, name): those that are of no model

    def get_urls(self):
        own = [path(route, self.admin_view(view), name=name) for route, view, name in self.pages]
        return [*own, *super().get_urls()]

    def index(self, request, extra_context=None):
        notes = home.notes(request.user, now=timezone.now())
        return super().index(request, {"notes": notes} | (extra_context or {}))

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

    def password_change(self, request, extra_context=None):
        """Counts wrong former passwords, as at sign-in: nobody guesses one at an open screen."""
        if request.method != "POST":
            return super().password_change(request, extra_context)
        name = request.user.get_username()
        limits = attempts.of_password(name, sign_in.origin(request, name))
        try:
            attempts.count(limits, now=timezone.now())
        except TooMany as refusal:
            return too_many(request, refusal)
        response = super().password_change(request, extra_context)
        form = None if response.status_code == 302 else response.context_data["form"]
        if form is None or "old_password" not in form.errors:
            attempts.forgive(limits)
        return response
