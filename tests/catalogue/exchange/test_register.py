"""Entries of the national register, from a file of France compétences to a certification.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

import io
import zipfile
from datetime import date
from pathlib import Path

import lxml.html
import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue.exchange import register, rncp
from catalogue.models import Certification, RegisterEntry
from catalogue.sheet.register import Comparison
from tests.support import catalogue_factories as factories
from tests.support.inspecting import doubts
from tests.support.page_reading import shown

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 28)
CODE, AFTER = "RNCP90001", "RNCP90002"
SAMPLE = Path(__file__).with_name("export_fiches_RNCP_V4_1_sample.xml").read_bytes()


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def certification():
    return factories.certification(
        register_code=CODE,
        kind="titre-pro",
        title="Mécanicien cycles",
        level=3,
        certifier="Ministère du travail",
        registered_until=date(2027, 3, 31),
    )


def read(content=SAMPLE, code=""):
    return register.read(io.BytesIO(content), code, on=TODAY)


def stored(content=SAMPLE, code=""):
    return register.store(read(content, code))[0]


def changes(entry):
    return {change.label: (change.old, change.new) for change in Comparison(entry).changes}


def take_over(entry):
    return register.take_over(entry, sealed=register.seal(Comparison(entry)))


def without(name):
    """The sample without an element of its first entry."""
    text = SAMPLE.decode()
    start = text.index(f"<{name}>")
    end = text.index(f"</{name}>") + len(f"</{name}>")
    return (text[:start] + text[end:]).encode()


def archive(content=SAMPLE, name="export_fiches_RNCP_V4_1_2026-11-28.xml"):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return made.getvalue()


# Reading


def test_entry_is_read_whole(certification):
    (entry,) = read()
    assert (entry.code, entry.title, entry.level) == (CODE, "Mécanicien cycles et motocycles", 3)
    assert (entry.kind, entry.certifier) == ("titre-pro", "Ministère du travail, Branche du cycle")
    assert (entry.nsf_code, entry.formacode) == ("252", "23649")
    assert entry.rome_codes == "I1607, I1604"
    assert entry.effective_on == date(2022, 4, 1)
    assert entry.registered_until == date(2026, 12, 31)
    assert (entry.is_active, entry.vae_access, entry.successors) == (False, True, [AFTER])
    assert entry.blocks == [
        [f"{CODE}BC01", "Entretenir un cycle"],
        [f"{CODE}BC02", "Réparer un cycle & le remettre"],
    ]


@pytest.mark.parametrize(
    "content", [SAMPLE, archive(), SAMPLE.decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")]
)
def test_xml_and_its_archive_give_the_same(certification, content):
    assert [entry.code for entry in read(content)] == [CODE]


def test_file_of_one_entry_is_read(certification):
    text = SAMPLE.decode()
    alone = text[text.index("<FICHE>") : text.index("</FICHE>") + len("</FICHE>")]
    assert [entry.code for entry in read(alone.encode())] == [CODE]


def test_entry_asked_for_is_read_with_those_of_here(certification):
    assert [entry.code for entry in read(code=AFTER)] == [CODE, AFTER]


def test_other_entries_are_left_in_the_file():
    assert [entry.code for entry in read(code=AFTER)] == [AFTER]


def test_single_certifier_gives_its_siret():
    (entry,) = read(code=AFTER)
    assert (entry.certifier, entry.certifier_siret) == ("Branche du cycle", "11000101300017")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "n’est pas un fichier XML"),
        (b"nom;prenom", "n’est pas un fichier XML"),
        (SAMPLE[:-30], "n’est pas un fichier XML"),
        (b"PK\x03\x04 abc", "n’est pas un fichier XML"),
        (archive(name="lisez-moi.txt"), "n’est pas un fichier XML"),
        (b'<!DOCTYPE f [<!ENTITY a "b">]><FICHES>&a;</FICHES>', "déclare des types"),
        (b'<!DOCTYPE f SYSTEM "file:///etc/passwd"><FICHES/>', "déclare des types"),
        (b"<FICHES></FICHES>", f"n’a aucune de ces fiches : {CODE}"),
    ],
)
def test_another_file_is_refused_in_words(certification, content, words):
    with pytest.raises(rncp.WrongFile, match=words):
        read(content)


def test_entry_without_a_title_is_refused_in_words(certification):
    with pytest.raises(rncp.WrongFile, match=f"La fiche {CODE} de ce fichier ne se lit pas"):
        read(without("INTITULE"))


def test_file_that_grows_out_of_its_archive_is_refused(certification, monkeypatch):
    monkeypatch.setattr(rncp, "LARGEST_XML", 5_000_000)
    with pytest.raises(rncp.WrongFile, match="trop grand"):
        read(archive(b"<FICHES>" + b" " * 6_000_000 + b"</FICHES>"))


def test_entry_that_never_ends_is_refused(certification, monkeypatch):
    monkeypatch.setattr(rncp, "LARGEST_ENTRY", 100)
    with pytest.raises(rncp.WrongFile, match="trop grand"):
        read()


def test_code_is_asked_for_where_no_certification_has_one():
    with pytest.raises(rncp.WrongFile, match="Aucune certification d’ici n’a de code"):
        read()


def test_later_file_replaces_what_was_read(certification):
    stored()
    stored(SAMPLE.replace(b"31/12/2026", b"30/06/2027"))
    assert RegisterEntry.objects.get().registered_until == date(2027, 6, 30)


# Comparing


def test_what_would_change_is_told_from_old_to_new(certification):
    factories.block(certification, code=f"{CODE}BC01", title="Entretenir")
    assert changes(stored()) == {
        "intitulé officiel": ("Mécanicien cycles", "Mécanicien cycles et motocycles"),
        "date d’effet": ("vide", "1er\u00a0avril 2022"),
        "fin d’enregistrement": ("31\u00a0mars 2027", "31\u00a0décembre 2026"),
        "certificateur": ("Ministère du travail", "Ministère du travail, Branche du cycle"),
        "code NSF": ("vide", "252"),
        "FORMACODE": ("vide", "23649"),
        "codes ROME": ("vide", "I1607, I1604"),
        "accessible par la VAE": ("vide", "oui"),
        f"bloc {CODE}BC01": (f"{CODE}BC01 Entretenir", "Entretenir un cycle"),
        f"bloc {CODE}BC02": ("vide", "Réparer un cycle & le remettre"),
    }


def test_what_the_register_leaves_empty_changes_nothing(certification):
    assert "fin d’enregistrement" not in changes(stored(without("DATE_FIN_ENREGISTREMENT")))


def test_capitals_and_accents_are_no_change(certification):
    content = SAMPLE.replace(b"et motocycles", b"").replace(b"cien cycles", b"CIEN CYCLES")
    assert "intitulé officiel" not in changes(stored(content))


def test_successor_that_is_not_here_is_asked_for(certification):
    assert Comparison(stored()).left == [
        f"{AFTER} remplace cette fiche et n’est pas encore ici : reprenez aussi sa fiche du "
        "fichier, puis revenez."
    ]


def test_successor_that_is_here_is_taken_over(certification):
    after = factories.certification(register_code=AFTER, title="Vélo")
    entry = stored()
    assert changes(entry)["remplacée par"] == ("vide", "Bac professionnel Vélo")
    assert take_over(entry).replaced_by == after


def test_blocks_of_here_that_the_entry_has_not_are_kept_and_told(certification):
    factories.block(certification, code=f"{CODE}BC09", title="Vendre")
    entry = stored()
    assert f"Gardés, et absents de la fiche : {CODE}BC09 Vendre." in Comparison(entry).left
    assert take_over(entry).blocks.filter(title="Vendre").exists()


# Taking over


def test_entry_fills_a_new_certification():
    made = take_over(stored(code=AFTER))
    assert (made.kind, made.title, made.level) == ("titre-pro", "Technicien cycles", 4)
    assert (made.register_code, made.slug) == (AFTER, "titre-pro-technicien-cycles")
    assert [block.code for block in made.blocks.all()] == [f"{AFTER}BC01"]


def test_entry_taken_over_leaves_nothing_to_change(certification):
    entry = stored()
    take_over(entry)
    assert changes(entry) == {}
    certification.refresh_from_db()
    assert certification.rome_codes == "I1607, I1604"


def test_block_without_a_code_gets_it_and_stays_the_same(certification):
    block = factories.block(certification, code="", title="Entretenir un cycle")
    take_over(stored())
    block.refresh_from_db()
    assert block.code == f"{CODE}BC01"


def test_nothing_is_taken_over_but_what_was_shown(certification):
    entry = stored()
    sealed = register.seal(Comparison(entry))
    Certification.objects.filter(pk=certification.pk).update(title="Mécanicien vélos")
    with pytest.raises(register.Refused, match="a changé depuis"):
        register.take_over(entry, sealed=sealed)
    certification.refresh_from_db()
    assert certification.certifier == "Ministère du travail"


def test_one_refused_value_takes_nothing_over(certification):
    entry = stored()
    entry.effective_on = date(2030, 1, 1)
    entry.save()
    with pytest.raises(register.Refused, match="La fin d’enregistrement précède la date d’effet"):
        take_over(entry)
    certification.refresh_from_db()
    assert certification.title == "Mécanicien cycles"
    assert not certification.blocks.exists()


# What staff are told


def told(certification):
    programme = factories.programme(certification=certification)
    return [doubt for doubt in doubts(programme, on=TODAY) if "France compétences" in doubt]


def test_end_and_successor_found_later_are_told(certification):
    assert told(certification) == []
    stored()
    (doubt,) = told(certification)
    assert doubt.startswith(
        f"{CODE}, d’après France compétences (fichier lu le 28\u00a0novembre 2026) : "
        f"l’enregistrement prend fin le 31\u00a0décembre 2026, elle n’est plus active et {AFTER} "
        "la remplace. La certification d’ici ne le dit pas"
    )


def test_nothing_is_told_of_what_was_taken_over(certification):
    factories.certification(register_code=AFTER)
    take_over(stored(SAMPLE.replace(b"<ACTIF>Non</ACTIF></FICHE>", b"<ACTIF>Oui</ACTIF></FICHE>")))
    certification.refresh_from_db()
    assert told(certification) == []


# Staff pages

ADD = "/gestion/catalogue/registerentry/add/"


def given(content=SAMPLE):
    return SimpleUploadedFile("export.xml", content)


def change_page(entry):
    return f"/gestion/catalogue/registerentry/{entry.pk}/change/"


def sealed_of(answer):
    page = lxml.html.fromstring(answer.content.decode())
    return page.xpath("//input[@name='sealed']/@value")[0]


def test_staff_give_a_file_and_read_what_is_new(admin_client, certification):
    answer = admin_client.post(ADD, {"file": given(), "wanted": ""}, follow=True)
    assert answer.redirect_chain[-1][0] == change_page(RegisterEntry.objects.get())
    assert f"Lues dans le fichier : 1\u00a0fiche ({CODE})." in answer.text
    assert f"{AFTER} la remplace" in answer.text
    words = shown(lxml.html.fromstring(answer.text))
    assert "Intitulé officiel Mécanicien cycles Mécanicien cycles et motocycles" in words
    certification.refresh_from_db()
    assert certification.title == "Mécanicien cycles"


def test_staff_take_it_over(admin_client, certification):
    entry = stored()
    sealed = sealed_of(admin_client.get(change_page(entry)))
    answer = admin_client.post(change_page(entry), {"sealed": sealed})
    certification.refresh_from_db()
    assert answer["Location"] == f"/gestion/catalogue/certification/{certification.pk}/change/"
    assert certification.title == "Mécanicien cycles et motocycles"


def test_staff_who_look_at_an_old_page_see_what_would_change_now(admin_client, certification):
    entry = stored()
    sealed = sealed_of(admin_client.get(change_page(entry)))
    Certification.objects.filter(pk=certification.pk).update(title="Mécanicien vélos")
    answer = admin_client.post(change_page(entry), {"sealed": sealed})
    assert "a changé depuis que cette page est ouverte" in answer.text
    assert "Mécanicien vélos" in answer.text
    admin_client.post(change_page(entry), {"sealed": sealed_of(answer)})
    certification.refresh_from_db()
    assert certification.title == "Mécanicien cycles et motocycles"


def test_code_is_read_however_it_is_pasted(admin_client):
    answer = admin_client.post(ADD, {"file": given(), "wanted": "rncp n° 90002"}, follow=True)
    assert answer.redirect_chain[-1][0] == change_page(RegisterEntry.objects.get(code=AFTER))
    assert "Une nouvelle certification serait créée." in answer.text


def test_code_that_is_none_is_refused_in_words(admin_client):
    answer = admin_client.post(ADD, {"file": given(), "wanted": "bac pro"})
    assert "Recopiez le code de la fiche de France compétences" in answer.text


def test_staff_read_why_a_file_is_refused(admin_client, certification):
    answer = admin_client.post(ADD, {"file": given(b"nom;prenom"), "wanted": ""})
    assert "n’est pas un fichier XML" in answer.text
    assert not RegisterEntry.objects.exists()


def test_staff_who_may_not_write_certifications_only_read(client, django_user_model, certification):
    reader = django_user_model.objects.create_user("lu", password="x", is_staff=True)
    names = ("view_registerentry", "change_registerentry")
    reader.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(reader)
    entry = stored()
    answer = client.get(change_page(entry))
    assert "Reprendre dans la certification" not in answer.text
    assert client.post(change_page(entry), {"sealed": "x"}).status_code == 403


# Page and search


def test_page_and_search_read_the_jobs_of_the_register(read, certification):
    take_over(stored())
    programme = factories.programme(certification=Certification.objects.get(register_code=CODE))
    assert "I1607, I1604" in shown(read(programme.get_absolute_url()).find(".//main"))
    found = read("/formations/?q=I1604").xpath("//a/@href")
    assert programme.get_absolute_url() in found
