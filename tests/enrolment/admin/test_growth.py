"""Staff pages cost the same number of queries whatever the number of rows, of every model."""

import lxml.html
import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from charmilles import filters, menus
from charmilles.staff import sessions
from tests.support import catalogue_factories as catalogue
from tests.support.growing import Growing

pytestmark = [pytest.mark.django_db, pytest.mark.one_database("sqlite")]  # the same queries
FEW, MORE = 3, 6
KINDS = ["changelist", "add", "change"]


@pytest.fixture
def site(private, monkeypatch):
    monkeypatch.setattr(sessions, "PRECISION", sessions.PRECISION * 60)  # no query of a slow run
    site = Growing()
    site.grow(FEW)
    return site


@pytest.fixture(params=["menus", "typed"])
def both(request, monkeypatch):
    """The menus are short, or all of them are too long and become fields where one types."""
    if request.param == "typed":
        for module in (menus, filters):
            monkeypatch.setattr(module, "LONGEST", FEW - 1)


def pages(kind):
    """(model, URL) of this page of every model; that of a row is of the oldest, which grows."""
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}"
        oldest = model._default_manager.order_by("pk").first()
        try:
            yield model, reverse(name, args=[oldest.pk] if kind == "change" else [])
        except NoReverseMatch:  # a list of ours, without Django's other pages
            continue


def costs(client, kind):
    """{name of the model: queries of its page}, for the pages that this account may read."""
    found = {}
    for model, url in pages(kind):
        client.get(url)  # what is read once and kept
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        if response.status_code == 200:
            found[model.__name__] = len(queries)
    return found


@pytest.mark.ignore_template_errors  # Django's page of an account has an undefined variable
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_costs_the_same_whatever_the_rows(admin_client, site, both, kind):
    few = costs(admin_client, kind)
    assert len(few) > 15
    site.grow(MORE)
    assert costs(admin_client, kind) == few


def test_unit_offers_what_belongs_to_its_programme(admin_client, site):
    own = catalogue.option(site.programme)
    others = catalogue.unit(
        site.other,
        option=catalogue.option(site.other),
        blocks=[catalogue.block(site.other.certification)],
    )
    url = reverse("admin:catalogue_unit_change", args=[site.unit.pk])
    page = lxml.html.fromstring(admin_client.get(url).content.decode())
    options = set(page.xpath("//select[@name='option']/option/@value"))
    blocks = set(page.xpath("//input[@name='blocks']/@value"))
    assert str(own.pk) in options
    assert str(others.option_id) not in options
    assert blocks == {str(block.pk) for block in site.programme.certification.blocks.all()}


def test_unit_keeps_a_block_of_a_former_certification(admin_client, site):
    former = catalogue.block(catalogue.certification())
    site.unit.blocks.add(former)
    url = reverse("admin:catalogue_unit_change", args=[site.unit.pk])
    page = lxml.html.fromstring(admin_client.get(url).content.decode())
    assert page.xpath("//input[@name='blocks'][@checked]/@value") == [str(former.pk)]
