"""Next year's programme is a draft of this year's: dates a year later, nothing of a past year."""

from datetime import date

import pytest
from django.urls import reverse

from catalogue.models import Certification, Programme
from catalogue.renewal import COPIED, LEFT, next_year
from tests.support import catalogue_factories as factories
from tests.support.inspecting import clean, codes
from tests.support.paper_reading import TODAY

pytestmark = pytest.mark.django_db


def test_every_list_is_copied_or_left_for_a_reason():
    def lists(model, copied):
        for relation in model._meta.related_objects:
            if relation.related_model._meta.app_label == "catalogue" and not relation.many_to_many:
                name = relation.get_accessor_name()
                yield name
                if name in copied:
                    yield from lists(relation.related_model, copied[name])

    def named(copied):
        return set(copied).union(*map(named, copied.values()))

    assert set(lists(Programme, COPIED)) == named(COPIED) | set(LEFT)


def test_copy_has_dates_a_year_later_and_no_figure_of_a_past_year():
    programme = clean()
    option = factories.option(programme, name="A")
    factories.tuition(programme, option=option, amount=5, period="total", payers=["opco"])
    over = factories.cohort(programme, name="2020-2022")
    factories.cohort_year(over, starts=date(2020, 9, 1), ends=date(2022, 6, 30))
    kept = programme.cohorts.exclude(pk=over.pk).get()
    kept.years.filter(number=2).update(school_year="2027-2028")
    copy = Programme.objects.get(pk=next_year(programme, on=TODAY).pk)
    assert (copy.state, copy.updated_on) == (Programme.State.DRAFT, None)
    assert copy.slug not in ("", programme.slug)
    first, last = copy.cohorts.get().years.all()
    assert (first.starts, last.ends) == (date(2028, 9, 1), date(2030, 6, 30))
    assert (first.registration_opens, first.school_year) == (date(2027, 12, 1), "2028-2029")
    assert copy.tuitions.get(amount=5).option == copy.options.get()
    assert copy.units.get().subjects.count() == programme.units.get().subjects.count()
    assert copy.units.get().blocks.get() == programme.units.get().blocks.get()
    assert (copy.outcomes.count(), copy.documents.count()) == (0, 0)
    assert list(copy.statuses.all()) == list(programme.statuses.all())
    assert copy.sections.get(kind="objectives").items.get().text == "Gérer un dossier"
    assert programme.cohorts.count() == 2


def test_inspector_says_what_the_copy_is_left_to_write():
    copy = next_year(clean(), on=TODAY)
    assert {"Q10", "Q16", "L6353"} <= set(codes(copy, on=TODAY))


def test_leap_day_has_a_day_next_year():
    programme = factories.programme()
    factories.cohort_year(factories.cohort(programme), starts=date(2028, 2, 29))
    copy = next_year(programme, on=TODAY)
    assert copy.cohorts.get().years.get().starts == date(2029, 2, 28)


def test_desk_prepares_next_year_and_leads_to_it(admin_client):
    programme = factories.programme()
    url = reverse("admin:catalogue_desk_duplicate", args=[programme.pk])
    assert admin_client.get(url).status_code == 405
    answer = admin_client.post(url)
    copy = Programme.objects.exclude(pk=programme.pk).get()
    assert answer.url == reverse("admin:catalogue_desk", args=[copy.pk])


def test_certifications_of_one_name_say_what_differs(admin_client):
    names = {"kind": "bts", "title": "Vente"}
    factories.certification(**names, register_code="RNCP34606", registered_until=date(2025, 12, 31))
    factories.certification(**names, register_code="RNCP40705", registered_until=date(2028, 8, 31))
    factories.certification(kind="cap", title="Pierre", register_code="RNCP12345")
    page = admin_client.get(reverse("admin:catalogue_desk_new")).content.decode()
    assert "BTS Vente – RNCP34606, jusqu’en décembre 2025" in page
    assert "BTS Vente – RNCP40705, jusqu’en août 2028" in page
    assert ">CAP Pierre<" in page
    assert Certification.objects.count() == 3
