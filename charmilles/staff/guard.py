"""Stands before every page of the staff site: the limits of a session, then the second factor."""

import logging

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from charmilles import held
from charmilles.staff import register, second_factor, sessions

logger = logging.getLogger(__name__)

# Pages for who has not given the second factor yet.
OPEN = {
    "admin:login",
    "admin:logout",
    "staff:code",
    "staff:set_up",
    "admin_password_reset",
    "password_reset_done",
    "password_reset_confirm",
    "password_reset_complete",
}


class StaffGuard:
    """Public pages do not pass here: they read no session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(reverse("admin:index")):
            return self.get_response(request)
        self._limit(request, now=timezone.now())
        with register.acting(request.user if request.user.is_authenticated else None):
            return self.get_response(request)

    def _limit(self, request, *, now):
        if not request.user.is_authenticated:
            return
        if sessions.is_over(request.session, now=now):
            logout(request)
            messages.info(request, "Votre session est terminée. Connectez-vous de nouveau.")
        else:
            sessions.touch(request.session, now=now)

    def process_view(self, request, view, args, kwargs):
        """Sends whoever still owes a second factor to its page, and back afterwards.

        A form sent once the session has ended is given back with what was typed.
        """
        match = request.resolver_match
        if not request.path_info.startswith(reverse("admin:index")) or match.view_name in OPEN:
            return None
        if request.method == "POST" and not request.user.is_authenticated:
            return held.answer(request) if held.holds_no_secret(request) else None
        if request.user.is_authenticated and second_factor.is_missing(request):
            return redirect(reverse("staff:code", query={"next": request.get_full_path()}))
        return held.refuse(request) if held.is_of_another(request) else None

    def process_exception(self, request, exception):
        """Logs that a member of staff asked for what is not theirs to see or do."""
        if isinstance(exception, PermissionDenied) and request.user.is_authenticated:
            view = request.resolver_match.view_name
            logger.warning("Accès refusé au compte n° %s : « %s ».", request.user.pk, view)
