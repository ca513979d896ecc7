"""Staff find an application however they type what they know of it."""

import unicodedata

import pytest
from django.db import connection

from charmilles.fields import on_one_line
from enrolment import search
from enrolment.applications import drafts, submission
from enrolment.models import Application, SearchKey, Status
from enrolment.privacy import erasure
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import COMPLETE, NOW

pytestmark = pytest.mark.django_db

NAME = {"first_name": "Éloïse", "last_name": "Lefèvre-D’Alès"}
TYPED = [
    "Éloïse Lefèvre-D’Alès",
    "Éloïse Lefèvre-D'Alès",
    "eloise lefevre d'ales",
    "ELOISE LEFEVRE-DALES",
    "Lefèvre-D’Alès Éloïse",
    "LEFEVRE D ALES, Eloise",
    "lefevre",
    "Lefèvre",
    "lefev",
    "eloise",
    "élo",
    "dales",
    "d'alès",
    "D`Ales",
    "alès",
    "ales lefevre",
    "lefevredales",
    "lefevre dales",
    "le fevre",
    "Le Fèvre d’Alès",
    "eloise le fevre",
    "eloiselefevre",
    "E. Lefèvre",
    "Mme Lefèvre",
    "Mademoiselle Éloïse LEFÈVRE D'ALÈS",
    "  lefevre   eloise  ",
    "lefèvre—d’alès",
    "Lefèvre_D_Alès",
    unicodedata.normalize("NFD", "Éloïse Lefèvre"),
    "ＬＥＦＥＶＲＥ",
    "lefe\u00advre",
]
OTHERS = ["Lefebvrier", "Eloic", "alesia", "Louise Lefèvre", "fevre", "lefevre dupont", "Mme"]


def found(typed):
    return list(search.matching(Application.objects.received(), typed))


@pytest.fixture
def eloise():
    factories.application(first_name="Louis", last_name="Lefort", phone="+33698765432")
    return factories.application(**NAME, phone="+33612345678", email="elo.lfv@exemple.test")


@pytest.mark.parametrize("typed", TYPED)
def test_a_name_is_found_however_it_is_typed(eloise, typed):
    assert found(typed) == [eloise]


@pytest.mark.parametrize("typed", OTHERS)
def test_another_name_is_not_found(eloise, typed):
    assert found(typed) == []


@pytest.mark.parametrize(
    ("first", "last", "typed"),
    [
        ("Œdipe", "Strauß", "oedipe strauss"),
        ("Łukasz", "Sørensen", "lukasz sorensen"),
        ("Işıl", "Đặng", "isil dang"),
        ("Юлия", "Кузнецова", "юлия КУЗНЕЦ"),
        ("نور", "بن علي", "بن علي"),
        ("Ngọc", "Nguyễn Thị", "nguyen thi ngoc"),
        ("Jean-Baptiste", "de La Tour d’Auvergne", "delatour auvergne jeanbaptiste"),
        ("Sinéad", "O’Connor", "oconnor"),
        ("Sinéad", "OConnor", "O’Connor"),
    ],
)
def test_names_from_anywhere_are_found(first, last, typed):
    factories.application()
    assert found(typed) == []
    wanted = factories.application(first_name=first, last_name=last)
    assert found(typed) == [wanted]


@pytest.mark.parametrize(
    "typed",
    [
        *("0612345678", "06 12 34 56 78", "06.12.34.56.78", "06-12-34-56-78", "+33612345678"),
        *("+33 6 12 34 56 78", "0033 6 12 34 56 78", "+33 (0)6 12 34 56 78", "33612345678"),
        *("612345678", "06 12 34", "0612", "34 56 78", "56 78", "eloise 06 12 34 56 78"),
        *("06\u202f12\u202f34\u202f56\u202f78", "06/12/34/56/78", "(06) 12 34 56 78"),
    ],
)
def test_a_phone_is_found_however_it_is_typed(eloise, typed):
    assert found(typed) == [eloise]


@pytest.mark.parametrize("typed", ["06 12 34 56 79", "louis 0612345678", "78", "12 34 56 79"])
def test_another_phone_is_not_found(eloise, typed):
    assert found(typed) == []


def test_a_phone_from_abroad_is_found():
    belgian = factories.application(phone="+32470123456")
    for typed in ("+32 470 12 34 56", "0032470123456", "0470 12 34 56"):
        assert found(typed) == [belgian]


@pytest.mark.parametrize(
    "typed", ["CH-23K4-6789", "ch 23k4 6789", "ch23k46789", "23K4-6789", "6789"]
)
def test_a_reference_is_found(eloise, typed):
    Application.objects.filter(pk=eloise.pk).update(reference="CH-23K4-6789")
    search.index(eloise)
    assert found(typed) == [eloise]


@pytest.mark.parametrize("typed", ["elo.lfv@exemple.test", "ELO.LFV@EXEMPLE", "lfv", " elo.lfv@"])
def test_an_address_is_found(eloise, typed):
    assert found(typed) == [eloise]


@pytest.mark.parametrize("typed", ["solène", "d’arc solene", "07 11 22 33 44", "sol@exemple.test"])
def test_a_representative_is_found(eloise, typed):
    about = {"first_name": "Solène", "last_name": "d’Arc", "email": "sol@exemple.test"}
    factories.guardian(application=eloise, phone="+33711223344", **about)
    assert found(typed) == [eloise]


@pytest.mark.parametrize("typed", ["'", "— …", "()", "\x00", "%", "_", "z" * 5000, "1" * 5000])
def test_signs_find_nobody(eloise, typed):
    assert found(typed) == []


# Up to date


def test_a_draft_has_no_key_and_its_sending_gives_them():
    draft = factories.application(status=Status.DRAFT, **COMPLETE | {"birth_date": NOW.date()})
    Application.objects.filter(pk=draft.pk).update(birth_date=NOW.date().replace(year=2000))
    assert not SearchKey.objects.exists()
    drafts.save(draft, NAME, now=NOW)
    assert not SearchKey.objects.exists()
    submission.submit(draft, now=NOW)
    assert found("lefevre") == [draft]


def test_a_name_corrected_is_found_by_the_new_one_only(eloise):
    eloise.last_name = on_one_line("Martin")
    eloise.save()
    assert found("martin eloise") == [eloise]
    assert found("lefevre") == []


def test_a_representative_who_leaves_is_not_found_any_more(eloise):
    guardian = factories.guardian(application=eloise, first_name="Solène")
    guardian.delete()
    assert found("solene") == []


def test_keys_leave_with_the_application(eloise):
    keys = SearchKey.objects.filter(application=eloise.pk)
    assert keys.exists()
    erasure.erase(eloise, cause="asked", now=NOW)
    assert not keys.exists()


def test_saving_the_same_answers_writes_nothing(eloise, django_assert_num_queries):
    with django_assert_num_queries(3):  # the application, its representatives, its keys
        search.index(eloise)


# By index


@pytest.mark.parametrize("rows", [1, 30])
def test_a_search_is_one_query(eloise, rows, django_assert_num_queries):
    for _ in range(rows):
        factories.application()
    with django_assert_num_queries(1):
        assert found("lefevre eloise 0612345678") == [eloise]


def test_the_index_serves_a_search(eloise):
    """SQLite says how it will look; PostgreSQL prefers a scan while the table is small."""
    rows = SearchKey.objects.filter(key__range=search._range("lefevre"))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "search_key" in rows.explain()
