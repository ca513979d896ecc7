"""Asks for sign-in mails, sends those that wait as the sender of the site does, reads them."""

import re
from datetime import timedelta

from django.conf import settings
from django.core import mail
from django.test import override_settings
from django.utils import timezone

from enrolment import sign_in
from enrolment.forms.sign_in import EmailForm
from enrolment.models import AccessToken

LOCAL = {"BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}}


def give(client, path, email, *, shown=timedelta(minutes=1), headers=None, follow=False, **filled):
    """Gives an e-mail address in a page shown that long ago."""
    form = EmailForm(now=timezone.now() - shown)
    answers = {"email": email, "shown": form["shown"].value(), **filled}
    return client.post(path, answers, headers=headers, follow=follow)


def sent(email, *, browser, code, link, now):
    """Makes a request to sign in whose mail has left, with this code and this link."""
    token = AccessToken(
        email=email,
        link_hash=sign_in._hash("link", link),
        browser_hash=sign_in._hash("browser", browser),
        asked_at=now,
        drawn_at=now,
    )
    token.code_hash = sign_in._code_hash(code, token)
    token.save()
    return token


def delivered(*, now=None):
    """Sends what waits; returns the mails sent."""
    mail.outbox = []
    with override_settings(POST_OFFICE=settings.POST_OFFICE | LOCAL):
        while sign_in.send_next(now=now or timezone.now()):
            pass
    return mail.outbox


def code_in(text):
    """Returns the code of this mail, empty when it has none."""
    found = re.search(r"code\s*:\s*(\d{3,4})\s(\d{3,4})\b", text)
    return "".join(found.groups()) if found else ""


def link_in(text):
    return re.search(r"/lien/([\w-]+)/", text)[1]


def last_code():
    """Sends what waits; returns the code of the last mail."""
    return code_in(delivered()[-1].body)
