"""Whoever proves a mailbox reads its applications, and nobody else: each comparison, each spelling.

PostgreSQL compares as its collation says: the same must hold with each one.
"""

import unicodedata
import zipfile
from datetime import timedelta
from io import BytesIO
from itertools import count

import pytest
from django.db import IntegrityError, connection, transaction

from charmilles.throttle import TooMany
from enrolment import sign_in
from enrolment.applications import drafts
from enrolment.applications.asked import reusable
from enrolment.mails import applications
from enrolment.models import AccessToken, Application, Device, Guardian, Status
from enrolment.privacy import erasure, export
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
DOMAIN = "école.fr"
# Ways to write one mailbox. The part before the @ differs from one test to the next.
SAME = {
    "as first typed": lambda local: f"{local}@{DOMAIN}",
    "capitals": lambda local: f"{local}@{DOMAIN}".upper(),
    "unseen characters": lambda local: f"{local}\u200b@éco\u00adle\u2060.fr\ufe0f",
    "decomposed": lambda local: unicodedata.normalize("NFD", f"{local}@{DOMAIN}"),
    "punycode": lambda local: f"{local}@xn--cole-9oa.fr",
    "full width": lambda local: f"{local}@éｃｏｌｅ．ｆｒ",
}
# Mailboxes of other people that look alike, or are equal for a database that folds letters.
OTHER = {
    "no accent": lambda local: f"{local}@ecole.fr",
    "Cyrillic": lambda local: f"{local}@éсole.fr",
    "dotless i": lambda local: f"{local}@école.fr.gmaıl.com",
    "sharp s": lambda local: f"{local}@école.fr.straße.de",
    "wildcard": lambda local: f"{local[:-1]}_@{DOMAIN}",
}
# What each of them would be confused with.
OWNER = {
    "dotless i": lambda local: f"{local}@école.fr.gmail.com",
    "sharp s": lambda local: f"{local}@école.fr.strasse.de",
}
COLLATIONS = ["default", "C", "C.utf8", "fr-x-icu"]
_serial = count(1)


@pytest.fixture(params=COLLATIONS if connection.vendor == "postgresql" else ["default"])
def collation(request):
    """Gives the mailboxes this collation; SQLite has one way to compare."""
    if request.param == "default":
        return
    with connection.cursor() as cursor:
        for model in (Application, Guardian, AccessToken, Device):
            cursor.execute(
                f"ALTER TABLE {model._meta.db_table} ALTER COLUMN mailbox "
                f'TYPE varchar(300) COLLATE "{request.param}"'
            )


# Each comparison: whether somebody who types this address meets the owner of that one.


def lists(typed, owner):
    application = people.application(email=owner)
    mailbox = sign_in.mailbox_of(sign_in.remember(typed, now=NOW), now=NOW)
    return application in Application.objects.of(mailbox)


def resumes(typed, owner):
    programme = factories.programme(slug=f"programme-{next(_serial)}")
    begun = drafts.start(owner, programme, now=NOW)
    return drafts.start(typed, programme, now=NOW) == begun


def is_refused_a_second(typed, owner):
    first = people.application(email=owner, status=Status.DRAFT)
    try:
        with transaction.atomic():
            people.application(email=typed, status=Status.DRAFT, programme=first.programme)
    except IntegrityError:
        return True
    return False


def shares_the_limit_of_mails(typed, owner):
    for _ in range(sign_in.MAILS_PER_ADDRESS):
        sign_in.ask(owner, browser="b", destination="", now=NOW)
    try:
        sign_in.ask(typed, browser="b", destination="", now=NOW)
    except TooMany:
        return True
    return False


def reuses_documents(typed, owner):
    people.document(application=people.application(email=owner))
    return bool(reusable(people.application(email=typed)))


def exports(typed, owner):
    reference = people.application(email=owner).reference
    mailbox = sign_in.mailbox_of(sign_in.remember(typed, now=NOW), now=NOW)
    with zipfile.ZipFile(BytesIO(export.export(mailbox, now=NOW))) as archive:
        return reference.encode() in archive.read("donnees.json")


def forgets_browsers(typed, owner):
    device = sign_in.remember(owner, now=NOW)
    erasure.erase(people.application(email=typed), cause="asked", now=NOW)
    return sign_in.mailbox_of(device, now=NOW + timedelta(minutes=1)) is None


COMPARISONS = [
    lists,
    resumes,
    is_refused_a_second,
    shares_the_limit_of_mails,
    reuses_documents,
    exports,
    forgets_browsers,
]


def local():
    return f"ines.morel{next(_serial)}x"


@pytest.mark.usefixtures("collation")
@pytest.mark.parametrize("meets", COMPARISONS)
@pytest.mark.parametrize("way", SAME)
def test_every_spelling_is_its_owner(meets, way):
    who = local()
    assert meets(SAME[way](who), f"{who}@{DOMAIN}")


@pytest.mark.usefixtures("collation")
@pytest.mark.parametrize("meets", COMPARISONS)
@pytest.mark.parametrize("way", OTHER)
def test_what_looks_alike_is_somebody_else(meets, way):
    who = local()
    owner = OWNER.get(way, SAME["as first typed"])(who)
    assert not meets(OTHER[way](who), owner)


def test_two_guardians_with_one_mailbox_are_written_to_once():
    application = people.application()
    for rank, email in enumerate(("Paule@École.fr", "paule@xn--cole-9oa.fr"), start=1):
        people.guardian(application=application, rank=rank, email=email)
    mails = applications.submitted(application)
    assert [mail.to for mail in mails] == [[application.mailbox], ["paule@xn--cole-9oa.fr"]]
