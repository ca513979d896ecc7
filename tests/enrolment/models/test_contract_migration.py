"""The migration links the contract wished for to a status of the catalogue, and loses none."""

import pytest

from enrolment.models import Application
from tests.support import catalogue_factories as catalogue
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("enrolment", "0012_admissible_label"), ("catalogue", "0008_public_documents")]
LINKED = {
    "apprentissage": "Apprentissage du centre",
    "stagiaire": "Stagiaire de la formation professionnelle",  # made: the catalogue has none
    "inconnu": None,
    "": None,
}


def test_each_answer_leads_to_its_status(migrated):
    catalogue.programme()
    catalogue.status(code="apprentissage", name="Apprentissage du centre", is_contract=True)

    def fill(apps):
        programme = apps.get_model("catalogue", "Programme").objects.get()
        for contract in LINKED:
            apps.get_model("enrolment", "Application").objects.create(
                reference=f"CH-{contract[:8]}",
                email=f"candidat{contract}@exemple.test",
                programme=programme,
                contract=contract,
                status="draft",
                status_since=NOW,
                created_at=NOW,
                saved_at=NOW,
            )

    migrated(fill)
    linked = {a.reference[3:]: a.learner_status for a in Application.objects.all()}
    assert {code: s and s.name for code, s in linked.items()} == {
        code[:8]: name for code, name in LINKED.items()
    }
