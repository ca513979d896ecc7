"""Exports: all the data of one person, and tables without spreadsheet formulas."""

import csv
import io
import json
import zipfile

import pytest

from charmilles.models import StaffEvent
from enrolment.models import Application, Opening, Status
from enrolment.privacy import access_log, export
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
EMAIL = "ines@exemple.fr"


@pytest.fixture
def application():
    return people.application(email=EMAIL, company="Scierie", why="Parce que.")


def archive(email=EMAIL):
    return zipfile.ZipFile(io.BytesIO(export.export(email, now=NOW)))


def exported(email=EMAIL):
    return json.loads(archive(email).read("donnees.json"))


def test_every_answer_is_in_the_export(application):
    (application_data,) = exported()["candidatures"]
    fields = Application._meta.concrete_fields
    names = {str(field.verbose_name) for field in fields if field.name not in export.NOT_TOLD}
    assert names - set(application_data) == set()
    assert (
        application_data["prénom"],
        application_data["entreprise"],
        application_data["état"],
    ) == ("Inès", "Scierie", "Envoyée")


def test_every_row_about_an_application_is_in_the_export(application):
    people.guardian(application=application)
    people.booking(application=application)
    access_log.note_opening(application, "Dossier", now=NOW, by=people.staff())
    (application_data,) = exported()["candidatures"]
    assert application_data["représentants légaux"][0]["nom"] == "Morel"
    assert len(application_data["entretiens"]) == 1
    assert application_data["consultations"][0]["par"] == "le centre"


def test_files_are_in_the_export_under_harmless_names(application):
    people.document(application=application, name="../../.ssh/mes notes.exe")
    names = archive().namelist()
    assert names[2:] == [f"{application.reference}/01-mes_notes.pdf"]
    assert archive().read(names[2]) == b"%PDF-1.7"


def test_lost_file_does_not_stop_the_export(application, private):
    document = people.document(application=application)
    document.file.storage.delete(document.file.name)
    assert archive().namelist()[2].endswith("-perdu.txt")


def test_somebody_else_is_not_in_the_export(application):
    people.application(email="autre@exemple.fr")
    people.application(email=EMAIL.upper())
    assert len(exported()["candidatures"]) == 2


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+33 6", "'+33 6"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("Inès = Morel", "Inès = Morel"),
        ("", ""),
    ],
)
def test_cell_is_never_a_formula(cell, kept):
    assert export.harmless(cell) == kept


def queryset(applications):
    return Application.objects.filter(pk__in=[one.pk for one in applications]).order_by("pk")


def written(pieces):
    return b"".join(pieces).decode("utf-8-sig")


def test_table_has_one_line_for_each_application_and_is_logged():
    applications = [people.application(last_name="=CMD()"), people.application()]
    by = people.staff()
    text = written(export.table(queryset(applications), now=NOW, by=by))
    first, second, _ = csv.reader(io.StringIO(text), delimiter=";")
    assert (first[0], second[6]) == ("Référence", "'=CMD()")
    logged = list(Opening.objects.values_list("what", "by"))
    assert logged == [("Export en tableau", by.pk)] * 2


@pytest.fixture
def begun(monkeypatch):
    """begun(count) begins a table of so many applications, two at a time."""
    monkeypatch.setattr(export, "BATCH", 2)

    def begun(count):
        applications = [people.application() for _ in range(count)]
        return export.table(queryset(applications), now=NOW, by=people.staff())

    return begun


def test_everything_is_logged_before_the_first_piece(begun):
    begun(5)
    assert Opening.objects.count() == 5
    assert StaffEvent.objects.get(what="exported").detail == "candidatures, en tableau : 5"


@pytest.mark.parametrize("count", [2, 50])
def test_a_table_costs_the_same_before_its_first_line(begun, count, django_assert_num_queries):
    applications = [people.application() for _ in range(count)]
    by = people.staff()
    with django_assert_num_queries(6):
        export.table(queryset(applications), now=NOW, by=by)


@pytest.mark.parametrize("count", [5, 50])
def test_lines_are_read_one_batch_ahead(begun, count, django_assert_num_queries):
    pieces = begun(count)
    with django_assert_num_queries(0):
        assert next(pieces).startswith("\ufeffRéférence".encode())
    for _ in range(2):
        with django_assert_num_queries(1):
            assert next(pieces).count(b"\r\n") == 2


def test_an_application_erased_meanwhile_is_not_in_the_table(begun):
    pieces = begun(5)
    first = next(pieces) + next(pieces)
    last = Application.objects.order_by("pk").last()
    last.delete()
    text = written([first, *pieces])
    assert len(text.splitlines()) == 5
    assert last.reference not in text


def test_a_table_cut_by_a_failure_says_it_and_does_not_end_well(begun, monkeypatch):
    pieces = begun(5)
    sent = [next(pieces), next(pieces)]
    monkeypatch.setattr(export, "harmless", lambda cell: 1 / 0)
    sent.append(next(pieces))
    assert written(sent).splitlines()[-1] == export.INCOMPLETE
    with pytest.raises(ZeroDivisionError):
        next(pieces)


def test_status_is_written_in_french(application):
    Application.objects.update(status=Status.DECLINED)
    assert exported()["candidatures"][0]["état"] == "Refusée"
