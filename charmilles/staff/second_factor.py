"""The second factor of staff: a code from an application (TOTP), or a recovery code used once.

django-otp keeps both. The session remembers that a code was right.
"""

import hashlib
import re
import secrets
import time
from datetime import datetime

import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from charmilles.models import StaffEvent
from charmilles.staff import register, sessions

PASSED, ASKED = "second_factor", "second_factor_asked"  # keys of the session
APPLICATION, RECOVERY = "application", "recovery"  # what proved who somebody is
CODE, RECOVERY_CODE = 6, 12  # digits
RECOVERY_CODES = 10
SCRYPT_COST = 2**14  # of hashing a recovery code: about 30 ms and 16 MB
What = StaffEvent.What


def is_required(user: User) -> bool:
    """Whether this person has a right for which a second factor is required."""
    return any(user.has_module_perms(app) for app in settings.SECOND_FACTOR_FOR)


def is_set_up(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_missing(request) -> bool:
    """Whether this session still has to give its second factor.

    It is asked of those for whom it is required, and of those who have set it up.
    """
    if request.session.get(PASSED):
        return False
    return bool(request.session.get(ASKED)) or is_required(request.user)


def _ask_at_sign_in(sender, request, user, **kwargs):
    """Forgets what an earlier sign-in of this session proved, and asks again."""
    request.session.pop(PASSED, None)
    request.session[ASKED] = is_set_up(user)


def connect():
    user_logged_in.connect(_ask_at_sign_in, dispatch_uid="charmilles.staff.second_factor")


def remember(session) -> None:
    """Notes in the session that the second factor was given, and changes its key."""
    session[PASSED] = True
    session.cycle_key()


# Setting it up


def new_key() -> str:
    return default_key()


def shown(user: User, key: str) -> dict:
    """Gives what the page of this key shows: a QR code, and the same secret to be typed."""
    device = TOTPDevice(user=user, key=key)
    address = device.config_url
    secret = re.search(r"secret=([A-Z2-7]+)", address)[1]
    return {
        "qr": segno.make(address, error="m", micro=False).svg_data_uri(scale=5, light="#fff"),
        "secret": " ".join(re.findall(".{1,4}", secret)),
        "issuer": settings.OTP_TOTP_ISSUER,
    }


def set_up(user: User, key: str, typed: str, *, session, now: datetime) -> list[str] | None:
    """Sets this key up if the code is right; returns the recovery codes, None for a wrong code.

    It replaces the application and the codes of before, and closes the other sessions.
    """
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time()
    digits = _digits(typed)
    if len(digits) != CODE or not totp.verify(int(digits), tolerance=1):
        return None
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two set-ups at once leave one key
        _forget(user)
        TOTPDevice.objects.create(
            user=user, key=key, name="application", last_t=totp.t(), drift=totp.drift
        )
        codes = new_recovery_codes(user)
        register.note(What.FACTOR_SET, user, now=now)
    remember(session)
    sessions.close_all(user, but=session.session_key)
    return codes


def reset(user: User, *, by: User | None, now: datetime) -> None:
    """Removes the second factor of somebody who has lost it; the next sign-in sets up another."""
    with transaction.atomic():
        _forget(user)
        register.note(What.FACTOR_RESET, user, now=now, by=by)
        sessions.close_all(user)


def _forget(user):
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def new_recovery_codes(user: User) -> list[str]:
    """Makes the codes, and keeps them hashed: they can be shown now only."""
    device = StaticDevice.objects.create(user=user, name="codes de secours")
    numbers = [secrets.randbelow(10**RECOVERY_CODE) for _ in range(RECOVERY_CODES)]
    codes = [str(number).zfill(RECOVERY_CODE) for number in numbers]
    hashes = [_hash(device, code) for code in codes]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=one) for one in hashes)
    return [" ".join(re.findall(".{4}", code)) for code in codes]


def _hash(device, code):
    """Hashes a recovery code, slowly, since it is short; the salt is secret and of this device."""
    salt = salted_hmac("charmilles.staff.recovery", str(device.pk), algorithm="sha256").digest()
    return hashlib.scrypt(code.encode(), salt=salt, n=SCRYPT_COST, r=8, p=1, dklen=8).hex()


# Giving it


def check(user: User, typed: str) -> str:
    """Returns what the person proved themselves with: APPLICATION, RECOVERY, or "" for neither."""
    digits = _digits(typed)
    if len(digits) == CODE and _is_right_code(user, digits):
        return APPLICATION
    if len(digits) == RECOVERY_CODE and _use_recovery_code(user, digits):
        return RECOVERY
    return ""


def _digits(typed):
    return re.sub(r"[^0-9]", "", typed)


def _is_right_code(user, digits):
    """Checks a code of the application. The row is locked, so that a code serves once."""
    with transaction.atomic():
        devices = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True)
        return any(device.verify_token(digits) for device in devices)


def _use_recovery_code(user, digits):
    """Deletes the recovery code, which says whether it was there: it serves once."""
    device = StaticDevice.objects.filter(user=user, confirmed=True).first()
    if device is None:
        return False
    return bool(StaticToken.objects.filter(device=device, token=_hash(device, digits)).delete()[0])


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()
