"""The migration that names mailboxes never stops, never merges, and hides nothing from staff."""

from datetime import timedelta

import pytest

from enrolment import sign_in
from enrolment.models import Application
from tests.support import catalogue_factories as catalogue
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("enrolment", "0009_interview_event"), ("catalogue", "0008_public_documents")]
# In the order in which they were begun: all of one mailbox, or of none.
EMAILS = [
    "ines@école.fr",
    "INES@école.fr",
    "ines@École.fr",
    "ines@xn--cole-9oa.fr",
    "i\u200bnes@école.fr",
    "inès@école.fr",
    "ınes@école.fr",
    "ines@gmail.com",
    "ines@gmaıl.com",
]
MAILBOXES = [
    "ines@xn--cole-9oa.fr",
    "ines@xn--cole-9oa.fr",  # the same spelling for both databases: the same person as before
    "ines@xn--cole-9oa.fr {}",
    "ines@xn--cole-9oa.fr {}",
    "ines@xn--cole-9oa.fr {}",
    "inès@école.fr {}",
    "ınes@école.fr {}",
    "ines@gmail.com",
    "ines@xn--gmal-nza.com",
]


def begin(apps, emails, *, status="draft"):
    programmes = apps.get_model("catalogue", "Programme").objects
    for minute, email in enumerate(emails):
        at = NOW + timedelta(minutes=minute)
        sent = {"submitted_at": None if status == "draft" else at}
        apps.get_model("enrolment", "Application").objects.create(
            reference=f"CH-{minute:04}",
            email=email,
            programme=programmes.get(),
            status=status,
            status_since=at,
            created_at=at,
            saved_at=at,
            **sent,
        )


@pytest.fixture(autouse=True)
def programme(transactional_db):
    return catalogue.programme()


def test_one_spelling_keeps_the_mailbox_and_the_others_are_set_aside(migrated):
    migrated(lambda apps: begin(apps, EMAILS, status="withdrawn"))
    rows = Application.objects.order_by("reference")
    assert [row.mailbox for row in rows] == [
        expected.format(row.pk) for expected, row in zip(MAILBOXES, rows, strict=True)
    ]


def test_two_drafts_of_one_mailbox_do_not_stop_it(migrated):
    spellings = [EMAILS[0], *EMAILS[3:]]  # the former rule refuses the second and third
    migrated(lambda apps: begin(apps, spellings))
    assert Application.objects.count() == len(spellings)


def test_what_is_set_aside_opens_to_staff_alone(migrated):
    migrated(lambda apps: begin(apps, EMAILS[2:5]))
    first, *others = Application.objects.order_by("created_at")
    assert list(Application.objects.of(first.mailbox)) == [first]
    assert list(Application.objects.set_aside().order_by("created_at")) == others
    assert {other.address for other in others} == {first.mailbox}


def test_a_browser_of_another_spelling_signs_in_again(migrated):
    def fill(apps):
        for number, email in enumerate(("Ines@gmail.com", "ines@École.fr", "ınes@gmail.com")):
            apps.get_model("enrolment", "Device").objects.create(
                email=email,
                token_hash=sign_in._hash("device", str(number)),
                created_at=NOW,
                expires_at=NOW + timedelta(days=30),
            )

    migrated(fill)
    known = [sign_in.mailbox_of(str(number), now=NOW) for number in range(3)]
    assert known == ["ines@gmail.com", None, None]
