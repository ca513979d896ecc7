"""What a programme prepares, in every shape that real ones have, and its sister programmes.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.catalogue.test_never_false import APPRENTICE, TRAINEE, fresh, open_to, paper, words
from tests.support import catalogue_factories as factories
from tests.support.acts import filled
from tests.support.inspecting import doubts
from tests.support.page_reading import assert_no_emptiness, card, definition, part

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def show(read):
    """show(programme): its page, on which nothing is empty."""

    def show(programme):
        page = read(programme.get_absolute_url())
        assert_no_emptiness(page)
        return page

    return show


@pytest.fixture
def listed(read):
    """listed(): what each card of the list says."""
    return lambda: [words(item) for item in read("/formations/").iter("li") if is_card(item)]


def is_card(item):
    return "card" in item.get("class", "").split()


def told(programme):
    return " ".join(doubts(fresh(programme), on=TODAY))


# None at all


def postures(**fields):
    """A training of two days that prepares no certification."""
    named = {"title": "Gestes et postures", "short_name": "Gestes et postures"}
    programme = factories.programme(certification=None, takes_applications=False, **named | fields)
    factories.duration(programme, amount=2, unit="day", hours=14)
    return programme


ATTESTATION = "Attestation de fin de formation"
NEVER = ("diplôme", "niveau", "rncp", "certification", "intitulé officiel", "pour candidater")


@pytest.mark.parametrize("fields", [{}, {"attestation": ATTESTATION}, {"remote_share": 50}])
def test_training_without_certification_speaks_of_none(show, listed, fields):
    programme = postures(**fields)
    page = show(programme)
    said = words(page.find(".//main")) + paper(programme) + paper(programme, "entreprises")
    said += " ".join(listed())
    for never in NEVER:
        assert never not in said.casefold()
    assert (ATTESTATION in said) is ("attestation" in fields)
    assert card(page).get("Remis à la fin") == ([ATTESTATION] if "attestation" in fields else None)


def test_training_without_certification_has_the_mentions_it_needs(show):
    page = show(postures(remote_share=50))
    assert definition(page, "Part à distance") == "50_%"
    programme = postures()
    factories.section(programme, kind="legal", prose="Un texte.")
    assert "Un texte." in words(part(show(programme), "mentions"))


def test_staff_are_told_that_nothing_is_given_at_the_end():
    assert "Ni certification ni attestation" in told(postures())
    assert told(postures(attestation=ATTESTATION)) == ""


def test_card_says_what_is_given_at_the_end(listed):
    postures(attestation=ATTESTATION)
    (said,) = listed()
    facts, _ = said.split(" Comparer")
    assert facts.split(" ", 3)[-1] == f"{ATTESTATION} 2_jours, 14_heures"


def test_pay_is_that_of_the_contract_without_a_certification(show):
    programme = open_to(APPRENTICE, certification=None)
    factories.duration(programme, amount=12, unit="month")
    scale = factories.pay_scale(programme.statuses.get())
    row = factories.pay_row(scale, year=1)
    factories.rate(row, factories.bracket(scale), percent=27)
    assert "27_%" in words(show(programme))


def test_staff_may_leave_the_certification_out(admin_client):
    programme = factories.programme()
    url = reverse("admin:catalogue_programme_change", args=[programme.pk])
    form = filled(admin_client.get(url))
    form |= {"certification": "", "attestation": ATTESTATION}
    assert admin_client.post(url, form).status_code == 302
    programme.refresh_from_db()
    assert (programme.certification, programme.attestation) == (None, ATTESTATION)


# Its own words


def test_kind_and_level_are_in_the_words_of_staff(show, listed):
    wording = {"kind_wording": "Brevet professionnel", "level_wording": "Niveau BP"}
    certification = factories.certification(kind="autre", register_code="RNCP38000", **wording)
    programme = open_to(TRAINEE, certification=certification)
    page = show(programme)
    lines = ["Brevet professionnel", "Certification de niveau_4", "Niveau BP"]
    assert card(page)["Certification"] == lines
    assert all(line in paper(programme) for line in lines)
    assert "Brevet professionnel, niveau_4" in listed()[0]


def test_other_name_is_not_called_by_the_diploma_of_its_level(show):
    certification = factories.certification(
        kind="cap", level=3, kind_wording="Certificat de spécialisation"
    )
    page = show(open_to(TRAINEE, certification=certification))
    lines = ["Certificat de spécialisation", "Certification de niveau_3", "Niveau du CAP"]
    assert card(page)["Diplôme"] == lines


def test_level_without_a_number_is_said_in_words(show, listed):
    wording = {"level": None, "level_wording": "Grade de licence"}
    programme = open_to(TRAINEE, certification=factories.certification(kind="but", **wording))
    assert card(show(programme))["Diplôme"] == ["BUT", "Grade de licence"]
    assert "BUT, Grade de licence" in listed()[0]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Mastère Direction de projet touristique", True),
        ("Mastère Manager DE PROJETS touristiques", False),
    ],
)
def test_trade_name_is_shown_with_the_official_title(show, title, shown):
    official = "Manager de projets touristiques"
    certification = factories.certification(kind="mastere", level=7, title=official)
    programme = factories.programme(certification=certification, title=title)
    line = f"Intitulé officiel_: {official}"
    assert (line in card(show(programme))["Certification"]) is shown
    assert (line in paper(programme)) is shown


def test_link_of_a_fact_leads_to_a_part(show):
    bare = show(factories.programme())
    full = show(factories.programme(certification=factories.certification(nsf_code="324")))
    for page, links in ((bare, 0), (full, 1)):
        anchors = [a.get("href")[1:] for a in page.findall(".//dl[@class='identity']//a")]
        assert len(anchors) == links
        assert all(part(page, anchor) is not None for anchor in anchors)


def test_every_fact_of_the_register_is_shown(show):
    facts = {
        "register_code": "RNCP40705",
        "acronym": "AGOrA",
        "nsf_code": "324",
        "diploma_code": "40030004",
        "formacode": "35035",
        "certifier": "Ministère",
        "certifier_siret": "11004301500012",
        "effective_on": date(2025, 9, 1),
        "registered_until": date(2028, 8, 31),
    }
    programme = factories.programme(certification=factories.certification(**facts))
    said = words(part(show(programme), "mentions"))
    shown = [str(fact) for fact in facts.values() if isinstance(fact, str)]
    for fact in (*shown, "1er_septembre 2025", "31_août 2028"):
        assert fact in said
        assert fact in paper(programme)


def test_blocks_without_any_code_are_shown(show):
    programme = factories.programme()
    factories.block(programme.certification, title="Accueillir un client")
    assert "Accueillir un client" in words(part(show(programme), "mentions"))


# An expired one


def test_expired_certification_is_never_presented_as_valid(show):
    certification = factories.certification(kind="mastere", registered_until=date(2025, 8, 31))
    programme = factories.programme(certification=certification)
    cohort = factories.cohort(programme)
    factories.cohort_year(cohort, registration_opens=TODAY, starts=date(2027, 2, 1))
    assert "aucune ne la remplace" in told(programme)
    for said in (words(show(programme)), paper(programme)):
        assert "Enregistrement terminé le 31_août 2025." in said
        assert "L’enregistrement de cette certification a pris fin le 31_août 2025." in said
        assert "une promotion qui commence après cette date ne la prépare pas" in said
        assert "Diplôme d’État" not in said


# Related ones


def test_related_certifications_are_shown(show):
    programme = factories.programme()
    one = programme.certification
    blocks = [
        factories.block(one, code="RNCP34606BC01", title="Vendre"),
        factories.block(one, title="Accueillir", position=1),
    ]
    other = factories.certification(kind="bts", title="Tourisme", register_code="RNCP37890")
    factories.related(one, kind="intermediate", other=other)
    factories.related(
        one, kind="blocks", title="Master Tourisme", blocks=blocks, note="Sur dossier.", position=1
    )
    page = show(programme)
    for said in (words(part(page, "mentions")), paper(programme)):
        assert "Certifications liées" in said
        assert "Certification intermédiaire_: BTS Tourisme (RNCP37890)" in said
        assert (
            "Équivalence de blocs_: Master Tourisme, pour RNCP34606BC01 «_Vendre_» et "
            "«_Accueillir_» Sur dossier." in said
        )
    assert other.register_url in [a.get("href") for a in part(page, "mentions").iter("a")]


def test_page_without_related_certifications_says_nothing_of_them(show):
    programme = factories.programme(certification=factories.certification(nsf_code="324"))
    assert "liées" not in words(part(show(programme), "mentions"))
