"""Signs staff in for the tests, and gives the codes of their second factor."""

import time

from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from charmilles.staff import second_factor

KEY = "3132333435363738393031323334353637383930"
PASSWORD = "pour-les-tests-seulement"
SIGN_IN = "/gestion/login/"
force_login = Client.force_login


def sign_in(client, user, backend=None):
    """Signs this client in with both factors; `client.login` gives the password only."""
    force_login(client, user, backend)
    session = client.session
    session[second_factor.PASSED] = True
    session.save()


def protect(user):
    """Sets a second factor up for this account; returns its recovery codes."""
    TOTPDevice.objects.create(user=user, key=KEY, name="application")
    return second_factor.new_recovery_codes(user)


def current_code(key=KEY, *, now=None):
    """Gives the code that the application shows now, or at this time in seconds."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = now or time.time()
    return f"{totp.token():06}"


def type_password(client, name, password=PASSWORD, *, address="192.0.2.1"):
    typed = {"username": name, "password": password}
    return client.post(SIGN_IN, typed, REMOTE_ADDR=address)


def type_code(client, code, *, address="192.0.2.1"):
    return client.post(reverse("staff:code"), {"code": code}, REMOTE_ADDR=address)


def password_link(user):
    """Gives the path of the link that a forgotten password gets by mail."""
    number = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return reverse("password_reset_confirm", args=[number, token])


def is_in(client):
    """Whether this client reads the staff site."""
    return client.get(reverse("admin:index")).status_code == 200
