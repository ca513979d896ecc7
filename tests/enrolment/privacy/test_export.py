"""Exports: all the data of one person, and tables without spreadsheet formulas."""

import csv
import io
import json
import zipfile

import pytest

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


def test_table_has_one_line_for_each_application_and_is_logged():
    applications = [people.application(last_name="=CMD()"), people.application()]
    by = people.staff()
    text = export.table(applications, now=NOW, by=by).decode("utf-8-sig")
    first, second, _ = csv.reader(io.StringIO(text), delimiter=";")
    assert (first[0], second[6]) == ("Référence", "'=CMD()")
    logged = list(Opening.objects.values_list("what", "by"))
    assert logged == [("Export en tableau", by.pk)] * 2


def test_status_is_written_in_french(application):
    Application.objects.update(status=Status.DECLINED)
    assert exported()["candidatures"][0]["état"] == "Refusée"
