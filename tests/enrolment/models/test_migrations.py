"""Migrations of enrolment lose nothing, stop at nothing, and hide nothing from staff.

Rows are written on a FORMER schema, then migrated. The schema is made again from nothing once for
all the tests, by each step of our migrations, for it takes a quarter of a minute; they read what
it left.
"""

import re
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from enrolment import sign_in
from enrolment.models import Application
from tests.support.blank_database import drop_tables
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db  # else pytest-django makes no database for this file alone
CATALOGUE = ("catalogue", "0008_public_documents")
OVERLAPS = [("enrolment", "0003_slots_never_overlap"), CATALOGUE]
BEFORE_OVERLAPS = [("enrolment", "0002_documents_interviews_traces"), CATALOGUE]
FORMER = [("enrolment", "0009_interview_event"), CATALOGUE]
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
DRAFTS = [f"b{email}" for email in [EMAILS[0], *EMAILS[3:]]]  # the former rule refuses two others
DEVICES = ["Ines@gmail.com", "ines@École.fr", "ınes@gmail.com"]
CONTRACTS = {
    "apprentissage": "Apprentissage du centre",
    "stagiaire": "Stagiaire de la formation professionnelle",  # made: the catalogue has none
    "inconnu": None,
    "": None,
}


def begin(apps, emails, *, status="draft", **fields):
    """Makes an application of each of these, a minute after the one before."""
    made = apps.get_model("enrolment", "Application").objects
    programme = apps.get_model("catalogue", "Programme").objects.get()
    for email in emails:
        number = made.count()
        at = NOW + timedelta(minutes=number)
        made.create(
            reference=f"CH-{number:04}",
            email=email,
            programme=programme,
            status=status,
            status_since=at,
            created_at=at,
            saved_at=at,
            submitted_at=None if status == "draft" else at,
            **fields,
        )


def fill(apps):
    model = partial(apps.get_model, "catalogue")
    held = model("Certification").objects.create(slug="bac", title="Bac")
    domain = model("Domain").objects.create(slug="gestion", name="Gestion")
    model("Programme").objects.create(certification=held, domain=domain, slug="bac")
    name = "Apprentissage du centre"
    model("LearnerStatus").objects.create(code="apprentissage", name=name, is_contract=True)
    begin(apps, EMAILS, status="withdrawn")
    begin(apps, DRAFTS)
    for contract in CONTRACTS:
        begin(apps, [f"contrat{contract}@exemple.test"], contract=contract)
    for number, email in enumerate(DEVICES):
        apps.get_model("enrolment", "Device").objects.create(
            email=email,
            token_hash=sign_in._hash("device", str(number)),
            created_at=NOW,
            expires_at=NOW + timedelta(days=30),
        )


def constraint_exists():
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "enrolment_slot")
    return "slot_no_overlap" in constraints


def migrate(state):
    """Migrates to this state by the steps that the squashed migrations replace."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    return executor.migrate(state)


WRITTEN = {  # what each database says of its tables; Django names some rules by chance
    "sqlite": [
        "SELECT tbl_name, substr(sql, instr(sql, '(') + 1, length(sql) - instr(sql, '(') - 1)"
        " FROM sqlite_master WHERE sql <> ''"
    ],
    "postgresql": [
        "SELECT table_name, concat_ws(' ', column_name, data_type, character_maximum_length,"
        " numeric_precision, is_nullable) FROM information_schema.columns"
        " WHERE table_schema = 'public'",
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid <> 0",
        "SELECT tablename, regexp_replace(indexdef, 'INDEX [^ ]+ ', '') FROM pg_indexes",
    ],
}
LINE = re.compile(r', (?="|CONSTRAINT|UNIQUE|FOREIGN)')


def tables():
    """Lists the columns and the rules of each of our tables."""
    found = []
    with connection.cursor() as cursor:
        for query in WRITTEN[connection.vendor]:
            cursor.execute(query)
            found += [(name, sorted(LINE.split(text))) for name, text in cursor.fetchall()]
    return sorted(row for row in found if row[0].startswith(("catalogue_", "enrolment_")))


@pytest.fixture(scope="module")
def left(django_db_setup, django_db_blocker):
    """What the journey left, in plain values."""
    with django_db_blocker.unblock():
        at_once = tables()
        drop_tables(connection)
        try:
            for state in (OVERLAPS, BEFORE_OVERLAPS):
                migrate(state)
            had_constraint = constraint_exists()
            fill(migrate(FORMER).apps)
        finally:
            call_command("migrate", verbosity=0)
        yield SimpleNamespace(
            had_constraint=had_constraint, at_once=at_once, step_by_step=tables(), **read()
        )
        call_command("flush", interactive=False, verbosity=0)


def read():
    applications = list(Application.objects.order_by("created_at"))
    return {
        "constraint": constraint_exists(),
        "rows": [(a.pk, a.email, a.mailbox) for a in applications],
        "opened": [a.pk for a in Application.objects.of(MAILBOXES[0]).order_by("created_at")],
        "set_aside": {a.pk: a.address for a in Application.objects.set_aside()},
        "of_devices": [sign_in.mailbox_of(str(n), now=NOW) for n in range(len(DEVICES))],
        "statuses": {a.email: a.learner_status and a.learner_status.name for a in applications},
    }


def test_one_spelling_keeps_the_mailbox_and_the_others_are_set_aside(left):
    rows = left.rows[: len(EMAILS)]
    assert [email for _, email, _ in rows] == EMAILS
    assert [mailbox for *_, mailbox in rows] == [
        expected.format(pk) for expected, (pk, *_) in zip(MAILBOXES, rows, strict=True)
    ]


def test_two_drafts_of_one_mailbox_do_not_stop_it(left):
    assert [email for _, email, _ in left.rows if email in DRAFTS] == DRAFTS


def test_what_is_set_aside_opens_to_staff_alone(left):
    keys = [pk for pk, *_ in left.rows]
    assert left.opened == keys[:2]
    assert {pk: left.set_aside[pk] for pk in keys[2:5]} == dict.fromkeys(keys[2:5], MAILBOXES[0])


def test_a_browser_of_another_spelling_signs_in_again(left):
    assert left.of_devices == ["ines@gmail.com", None, None]


def test_each_contract_leads_to_its_status(left):
    assert {code: left.statuses[f"contrat{code}@exemple.test"] for code in CONTRACTS} == CONTRACTS


def test_rule_of_overlapping_slots_goes_and_comes_back(left):
    assert (left.had_constraint, left.constraint) == (False, connection.vendor == "postgresql")


def test_squashed_migrations_make_the_same_tables_as_their_steps(left):
    assert left.at_once == left.step_by_step
