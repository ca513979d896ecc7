"""The pages of one's own account: the second factor, the sessions; and a colleague's reset."""

from functools import wraps

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from charmilles.models import StaffEvent
from charmilles.private import private
from charmilles.staff import attempts, forms, letters, register, second_factor, sessions, sign_in
from charmilles.staff.pages import destination, show, too_many
from charmilles.throttle import TooMany

KEY = "second_factor_key"  # session key of the secret that is shown and not confirmed yet
FEW = 3  # recovery codes: from here on, say how many are left
What = StaffEvent.What


def page(view):
    """A page for signed-in staff, which no cache keeps and which asks to wait past a limit."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except TooMany as refusal:
            return too_many(request, refusal)

    safe = require_http_methods(["GET", "HEAD", "POST"])(wrapped)
    return admin.site.admin_view(private(sensitive_post_parameters()(safe)))


@page
def code(request):
    """Asks for the second factor; sends whoever has none yet to set it up."""
    if not second_factor.is_missing(request):
        return redirect(destination(request))
    if not second_factor.is_set_up(request.user):
        return redirect(reverse("staff:set_up", query={"next": destination(request)}))
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proof = _checked(request, form.cleaned_data["code"])
        if proof:
            return _let_in(request, proof)
        form.add_error("code", "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant.")
    return show(request, "code", form, title="Double authentification")


def _checked(request, typed):
    """Checks a code, and counts it if it is wrong. Raises TooMany."""
    now = timezone.now()
    where = sign_in.origin(request, request.user.get_username())
    limits = attempts.of_code(request.user.pk, where)
    attempts.count(limits, now=now)
    proof = second_factor.check(request.user, typed)
    if proof:
        attempts.forgive(limits)
    else:
        register.note(What.CODE_REFUSED, request.user, now=now)
    return proof


def _let_in(request, proof):
    now = timezone.now()
    second_factor.remember(request.session)
    if proof == second_factor.RECOVERY:
        register.note(What.RECOVERY_USED, request.user, now=now)
        left = second_factor.recovery_codes_left(request.user)
        if left <= FEW:
            messages.warning(request, f"Codes de secours restants : {left}. Refaites-en bientôt.")
    return sign_in.complete(request, redirect(destination(request)), now=now)


@page
def set_up(request):
    """Sets the second factor up, or replaces it, then shows the recovery codes once.

    Whoever has one must have given it in this session: a password alone replaces nothing.
    """
    has_one = second_factor.is_set_up(request.user)
    if has_one and second_factor.is_missing(request):
        return redirect(reverse("staff:code", query={"next": destination(request)}))
    form = (forms.ReplaceForm if has_one else forms.SetUpForm)(request.POST or None)
    key = request.session.setdefault(KEY, second_factor.new_key())
    if request.method == "POST" and form.is_valid() and _knows_password(request, form):
        codes = _set_up(request, key, form.cleaned_data["code"])
        if codes:
            return _show_recovery_codes(request, codes, is_sign_in=not has_one)
        form.add_error("code", "Ce code n’est pas le bon : écrivez celui que l’application montre.")
    shown = second_factor.shown(request.user, key)
    title = "Changer d’application de codes" if has_one else "Protéger votre compte"
    return show(request, "set_up", form, title=title, has_one=has_one, **shown)


def _knows_password(request, form):
    """Checks the password of whoever replaces a second factor. Raises TooMany."""
    if "password" not in form.fields:
        return True
    now, name = timezone.now(), request.user.get_username()
    limits = attempts.of_password(name, sign_in.origin(request, name))
    attempts.count(limits, now=now)
    if not request.user.check_password(form.cleaned_data["password"]):
        register.note(What.REFUSED, request.user, now=now, detail="pour changer d’application")
        form.add_error("password", "Ce mot de passe n’est pas le vôtre.")
        return False
    attempts.forgive(limits)
    return True


def _set_up(request, key, typed):
    now = timezone.now()
    codes = second_factor.set_up(request.user, key, typed, session=request.session, now=now)
    if codes:
        del request.session[KEY]
    return codes


def _show_recovery_codes(request, codes, *, is_sign_in):
    """Shows the codes in the answer itself: they are kept nowhere from which to show them again."""
    shown = {"title": "Vos codes de secours", "codes": codes, "where": destination(request)}
    response = show(request, "recovery_codes", **shown)
    return sign_in.complete(request, response, now=timezone.now()) if is_sign_in else response


@page
def access(request):
    return show(
        request,
        "access",
        title="Mon accès",
        is_set_up=second_factor.is_set_up(request.user),
        codes_left=second_factor.recovery_codes_left(request.user),
        idle=settings.SESSION_IDLE,
        life=settings.SESSION_LIFE,
    )


@require_POST
@page
def close_sessions(request):
    """Closes every session of the person, this one too."""
    sessions.close_all(request.user)
    register.note(What.SESSIONS_CLOSED, request.user, now=timezone.now())
    logout(request)
    messages.success(request, "Toutes vos sessions sont fermées. Connectez-vous de nouveau.")
    return redirect("admin:login")


@page
def reset(request, pk):
    """Resets the second factor of a colleague who has lost it; never one's own."""
    colleague = get_object_or_404(User, pk=pk)
    if not may_reset(request.user, colleague):
        raise PermissionDenied
    if request.method == "POST":
        now = timezone.now()
        second_factor.reset(colleague, by=request.user, now=now)
        letters.factor_reset(colleague, by=request.user, now=now)
        messages.success(request, f"{colleague} choisira une autre application à sa connexion.")
        return redirect("admin:index")
    return show(request, "reset", title="Réinitialiser la double authentification", who=colleague)


def may_reset(user: User, colleague: User) -> bool:
    """Whether a person may reset another's second factor; only a superuser resets a superuser's."""
    if user == colleague or (colleague.is_superuser and not user.is_superuser):
        return False
    return user.has_perm("charmilles.reset_second_factor")
