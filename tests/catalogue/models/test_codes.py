"""Codes of the registers are read however staff paste them, or refused with the repair."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from catalogue.models import Certification, SkillBlock
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.acts import filled

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("rncp 34606", "RNCP34606"),
        ("RNCP n° 34606", "RNCP34606"),
        ("RNCP nº34606", "RNCP34606"),
        ("RNCP N 34 606", "RNCP34606"),
        ("34606", "RNCP34606"),
        (" Fiche\u00a0RNCP\u202f34606 ", "RNCP34606"),
        ("RS 5765", "RS5765"),
        ("rs-5765", "RS5765"),
        ("https://www.francecompetences.fr/recherche/rs/5765/", "RS5765"),
        ("", ""),
    ],
)
def test_register_code_is_read_however_it_is_pasted(pasted, code):
    made = factories.certification(register_code=pasted)
    made.refresh_from_db()
    assert made.register_code == code
    made.register_code = pasted
    made.full_clean()
    assert made.register_code == code


@pytest.mark.parametrize("pasted", ["RNCP", "BTS 34606", "RNCP34606BC02", "en cours", "RSNCP1234"])
def test_what_is_no_register_code_is_refused_with_its_repair(pasted):
    made = factories.certification()
    made.register_code = pasted
    with pytest.raises(ValidationError, match="Recopiez le code de la fiche"):
        made.full_clean()


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("RNCP34606 BC 02", "RNCP34606BC02"),
        ("rncp 34606 - bloc 2", "RNCP34606BC02"),
        ("34606BC12", "RNCP34606BC12"),
        ("RS5765BC1", "RS5765BC01"),
        ("", ""),
    ],
)
def test_block_code_is_read_however_it_is_pasted(pasted, code):
    made = factories.block(factories.certification(), code=pasted)
    made.full_clean()
    made.refresh_from_db()
    assert made.code == code


def test_what_is_no_block_code_is_refused_with_its_repair():
    made = SkillBlock(certification=factories.certification(), title="Bloc", code="Bloc 2")
    with pytest.raises(ValidationError, match="Recopiez le code du bloc"):
        made.full_clean()


def test_staff_form_takes_what_they_paste(admin_client):
    made = factories.certification()
    url = reverse("admin:catalogue_certification_change", args=[made.pk])
    form = filled(admin_client.get(url))
    pasted = "https://www.francecompetences.fr/recherche/rncp/34606/"
    form |= {"register_code": pasted, "certifier_siret": "110 043 015 00012"}
    assert admin_client.post(url, form).status_code == 302
    made.refresh_from_db()
    assert (made.register_code, made.certifier_siret) == ("RNCP34606", "11004301500012")


def test_fixtures_hold_codes_as_the_register_writes_them():
    real_contents.load(demo=False)
    for row in [*Certification.objects.all(), *SkillBlock.objects.all()]:
        row.full_clean()
