"""The contents of fixtures/ load, twice as well as once, and never over the work of staff."""

import pytest
import yaml
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

from catalogue.management.commands import load_fixtures
from catalogue.models import Centre, Certification, Notice, Programme
from enrolment.interviews import agenda, generation
from tests.support import real_contents
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db

FILES = load_fixtures.all_files(demo=True)
PROGRAMME_FILES = [file for file in FILES if file.parent.name == "programmes"]
SHORT_SHEETS = [file.stem for file in PROGRAMME_FILES if file.stem.startswith("bts-")]


def rows_of(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def counts():
    return {model.__name__: model._default_manager.count() for model in models()}


def models():
    """Those that fixtures may fill."""
    return [
        model
        for app in ("catalogue", "enrolment")
        for model in apps.get_app_config(app).models.values()
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_rows_are_named_by_their_meaning(file):
    numbered = [row["model"] for row in rows_of(file) if "pk" in row]
    assert numbered == (["catalogue.centre"] if file.stem == "centre" else [])


@pytest.mark.parametrize("file", PROGRAMME_FILES, ids=lambda file: file.stem)
def test_file_bears_the_address_of_its_programme(file):
    programmes = [row for row in rows_of(file) if row["model"] == "catalogue.programme"]
    assert [row["fields"]["slug"] for row in programmes] == [file.stem]


def test_loading_again_adds_no_row():
    call_command("load_fixtures", demo=True)
    before = counts()
    call_command("load_fixtures", demo=True, again=True)
    assert counts() == before


@pytest.mark.one_database("sqlite")  # which takes the numbers of rows back too
def test_contents_copied_for_a_test_are_those_of_the_command():
    loaded = rows_after(lambda: call_command("load_fixtures", demo=True))
    rows_after(real_contents.load)
    assert rows_after(real_contents.load) == loaded


def rows_after(load):
    before = transaction.savepoint()
    load()
    rows = {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models()}
    for interviewer in rows["Interviewer"]:
        del interviewer["feed_key"]  # drawn at random
    transaction.savepoint_rollback(before)
    return rows


def test_every_row_holds_the_constraints_of_the_forms():
    call_command("load_fixtures", demo=True)
    for model in models():
        for row in model._default_manager.all():
            row.full_clean()


def test_staff_changes_are_kept():
    call_command("load_fixtures")
    Centre.objects.update(phone="+33476000000")
    Programme.objects.filter(slug="bac-pro-agora").update(promise="Relue par l’équipe.")
    call_command("load_fixtures")
    assert str(Centre.objects.get().phone) == "+33476000000"
    assert Programme.objects.get(slug="bac-pro-agora").promise == "Relue par l’équipe."


def test_staff_changes_are_replaced_on_purpose():
    call_command("load_fixtures")
    Programme.objects.filter(slug="bac-pro-agora").update(title="Autre titre")
    call_command("load_fixtures", again=True)
    assert not Programme.objects.filter(title="Autre titre").exists()


def test_contents_already_there_cost_three_queries(django_assert_num_queries, capsys):
    call_command("load_fixtures", demo=True)
    capsys.readouterr()
    with django_assert_num_queries(3):
        call_command("load_fixtures", demo=True)
    assert capsys.readouterr().out == "Contenus : déjà là, laissés tels quels.\n"


def test_new_programme_file_joins_the_others(capsys):
    call_command("load_fixtures")
    Programme.objects.filter(slug="bts-gtla").delete()
    capsys.readouterr()
    call_command("load_fixtures")
    assert capsys.readouterr().out == "Contenus chargés : programmes/bts-gtla.yaml.\n"


def test_wrong_file_changes_nothing(monkeypatch, tmp_path):
    good = load_fixtures.FOLDER / "centre.yaml"
    (tmp_path / "centre.yaml").write_bytes(good.read_bytes())
    (tmp_path / "programmes").mkdir()
    wrong = "- model: catalogue.duration\n  fields: {programme: [absente], hours: 12}\n"
    (tmp_path / "programmes" / "absente.yaml").write_text(wrong)
    monkeypatch.setattr(load_fixtures, "FOLDER", tmp_path)
    with pytest.raises(CommandError, match="un fichier est à corriger"):
        call_command("load_fixtures")
    assert not Centre.objects.exists()


# Demonstration


def test_demonstration_loads_on_request_only():
    call_command("load_fixtures")
    assert not Notice.objects.exists()
    call_command("load_fixtures", demo=True)
    assert Notice.objects.get().is_demo


def test_demonstration_is_refused_in_production(settings):
    settings.MODE = "production"
    with pytest.raises(CommandError, match="ne se charge pas en production"):
        call_command("load_fixtures", demo=True)
    assert not Centre.objects.exists()


def test_demonstration_holds_what_the_files_do_not():
    models = [row["model"] for row in rows_of(load_fixtures.FOLDER / "demo.yaml")]
    assert list(dict.fromkeys(models)) == [
        "catalogue.notice",
        "catalogue.cohort",
        "catalogue.cohortyear",
        "catalogue.trainingbreak",
        "enrolment.documentkind",
        "enrolment.meeting",
        "enrolment.interviewer",
        "enrolment.availability",
        "enrolment.criterion",
    ]


def test_demonstration_has_slots_to_book():
    call_command("load_fixtures", demo=True)
    assert generation.generate(now=NOW).created > 0
    assert agenda.slots_to_choose(Programme.objects.get(slug="bac-pro-agora"), now=NOW)


# The five BTS: a title, and nothing the brochure does not say of them


def filled(row):
    """Names of the fields that say something, keys and numbers of rows aside."""
    values = {f.name: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return {name for name, value in values.items() if value not in (None, "")} - {"id"}


@pytest.mark.parametrize("slug", SHORT_SHEETS)
def test_short_sheet_claims_nothing(slug):
    real_contents.load(demo=False)
    programme = Programme.objects.get(slug=slug)
    named = {"slug", "title", "short_name", "state", "certification", "domain"}
    named |= {"takes_applications"}  # it takes none
    assert filled(programme) == named
    assert filled(programme.certification) - {"acronym"} == {"slug", "kind", "title"}


@pytest.mark.parametrize("slug", SHORT_SHEETS)
def test_short_sheet_has_no_row_of_its_own(slug):
    real_contents.load(demo=False)
    programme = Programme.objects.get(slug=slug)
    own = [
        link
        for link in Programme._meta.related_objects
        if link.related_model._meta.app_label == "catalogue" and link.related_model is not Programme
    ]
    names = [link.get_accessor_name() for link in own]
    names += [field.name for field in Programme._meta.many_to_many]
    names.remove("acceptances")  # what is said of it, not what it says
    assert [name for name in names if getattr(programme, name).exists()] == []


def test_short_sheets_are_the_five_next_steps():
    real_contents.load(demo=False)
    steps = Programme.objects.get(slug="bac-pro-agora").follow_ons
    assert sorted(steps.values_list("target__slug", flat=True)) == sorted(SHORT_SHEETS)
    assert Certification.objects.filter(kind="bts").count() == len(SHORT_SHEETS)
