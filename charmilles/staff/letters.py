"""Mails to a member of staff about their own account; they wait in the queue as all mails do."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template import Context, loader
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from post_office.models import PRIORITY
from post_office.validators import validate_email_with_name

from charmilles import sending, typography
from charmilles.addresses import absolute_url
from charmilles.models import PasswordRequest, StaffEvent
from charmilles.staff import register

LINK_LIFE = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def new_device(user: User, *, now: datetime) -> None:
    """Tells a person that somebody signed in to their account with an unknown browser."""
    _post(user, "new_device", "Connexion depuis un nouvel appareil", when=_when(now))


def factor_reset(user: User, *, by: User, now: datetime) -> None:
    """Tells a person that a colleague reset their second factor."""
    subject = "Votre double authentification est réinitialisée"
    _post(user, "factor_reset", subject, when=_when(now), by=by.get_username())


def answer_password_requests(*, now: datetime) -> int:
    """Mails a link to each account of each address that was typed, then forgets the address."""
    requests = list(PasswordRequest.objects.all())
    for request in requests:
        with transaction.atomic():
            if PasswordRequest.objects.filter(pk=request.pk).delete()[0]:
                for user in PasswordResetForm().get_users(request.email):
                    _password(user, now=now)
    return len(requests)


def _password(user, *, now):
    number = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    link = absolute_url("password_reset_confirm", number, token)
    life = typography.span(LINK_LIFE)
    _post(
        user, "password", "Choisir un nouveau mot de passe", now + LINK_LIFE, link=link, life=life
    )
    register.note(StaffEvent.What.PASSWORD_ASKED, user, now=now)


def is_address(text: str) -> bool:
    """Whether a mail can be sent there: one that cannot must not block the others."""
    try:
        validate_email_with_name(text)
    except ValidationError:
        return False
    return True


def _when(now):
    return typography.moment(now, weekday=True)


def _post(user, name, subject, expires_at=None, **values):
    """Puts a letter in the queue, before all others, if the account has a right address."""
    if not is_address(user.email):
        return
    values |= {"name": user.get_username(), "access": absolute_url("staff:access")}
    template = loader.get_template(f"charmilles/staff/mail/{name}.txt").template
    text = template.render(Context(values, autoescape=False))
    texts = {"subject": subject, "message": text}
    sending.queue(user.email, texts, expires_at=expires_at, priority=PRIORITY.high)
