"""The pages of a forgotten password: Django's own, asked for in the same time by everybody."""

from django.contrib.auth import views
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from charmilles.models import PasswordRequest
from charmilles.private import private
from charmilles.staff import attempts, forms, letters, sessions
from charmilles.staff.pages import show, too_many
from charmilles.throttle import TooMany, visitor


@require_http_methods(["GET", "HEAD", "POST"])
@private
def forgotten(request):
    """Keeps the address that is typed; the sender of mails looks for its account, not this page."""
    form = forms.ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, now = form.cleaned_data["email"], timezone.now()
        try:
            attempts.count(attempts.of_mail(email, visitor(request)), now=now)
        except TooMany as refusal:
            return too_many(request, refusal)
        PasswordRequest.objects.create(email=email, at=now)
        return redirect("password_reset_done")
    return show(request, "password/forgotten", form, title="Mot de passe oublié")


@require_safe
@private
def sent(request):
    title = "Regardez vos courriels"
    return show(request, "password/sent", title=title, life=letters.LINK_LIFE)


@require_safe
@private
def done(request):
    return show(request, "password/done", title="Votre mot de passe est changé")


@method_decorator(private, name="dispatch")
class ChoosePassword(views.PasswordResetConfirmView):
    """Django's page, which takes the token out of the URL before it shows anything."""

    form_class = forms.NewPasswordForm
    http_method_names = ["get", "head", "post"]

    @method_decorator(sensitive_variables())
    def form_valid(self, form):
        """Changes the password and closes the sessions opened with the former one."""
        response = super().form_valid(form)
        sessions.close_all(self.user)
        return response

    def render_to_response(self, context, **kwargs):
        known, life = context["validlink"], letters.LINK_LIFE
        title = "Choisir un nouveau mot de passe" if known else "Ce lien ne sert plus"
        status = None if known else 410
        form = context["form"]
        shown = {"title": title, "known": known, "life": life}
        return show(self.request, "password/choose", form, status=status, **shown)


choose = ChoosePassword.as_view()
