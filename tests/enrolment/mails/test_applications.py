"""Mails about applications: their recipients, their contents, and their transaction."""

import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from types import SimpleNamespace

import lxml.html
import pytest
from django.conf import settings
from django.core import mail as outbox
from django.db import transaction
from django.test import override_settings
from post_office.models import PRIORITY, STATUS, Email

from catalogue.models import Centre
from charmilles import typography
from enrolment.mails import applications
from enrolment.mails.letter import send
from enrolment.models import Status
from enrolment.workflow import deadline
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories as people
from tests.support.sign_in_mails import LOCAL

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SITE = "https://charmilles.test"
REFERENCE = "CH-7K3P-2QXW"
HOSTILE = "{% now 'Y' %} {{ subject }} <b>Ines</b> https://evil.test www.evil.test a@evil.test"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _our_address(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def programme():
    """Makes a programme with a contact, in a centre with a postal address."""
    campus = factories.campus(street="8 rue des Tilleuls", postal_code="38000")
    factories.centre(head_office=campus, phone="+33476000000", email="bonjour@tilleuls.test")
    programme = factories.programme(slug="bac-pro-gestion", short_name="Bac pro Gestion")
    lead = factories.contact(name="Ada Vidal", phone="+33476010203", email="ada@tilleuls.test")
    factories.link(programme, contact=lead, title="Responsable de formation")
    return programme


@pytest.fixture
def application(programme):
    fields = {"reference": REFERENCE, "email": "ines@exemple.fr", "since": NOW}
    return people.application(programme=programme, **fields)


def access(programme, code="012345"):
    return applications.access(
        "ines@exemple.fr",
        code,
        f"{SITE}/candidature/lien/SECRET/",
        code_until=NOW + timedelta(minutes=10),
        link_until=NOW + timedelta(minutes=60),
        destination=programme.slug,
    )


def as_mail(letter):
    """Sends a letter at once; gives it the names of a queued mail, to be read like the others."""
    with override_settings(POST_OFFICE=settings.POST_OFFICE | LOCAL):
        send(letter)
    sent = outbox.outbox[-1]
    return SimpleNamespace(
        to=sent.to,
        subject=sent.subject,
        message=sent.body,
        html_message=sent.alternatives[0][0],
        headers=sent.extra_headers,
    )


def moved(application, status, **options):
    """Returns the candidate's mail for this status."""
    application.status, application.status_since = status, NOW + timedelta(days=1)
    return applications.status_changed(application, **options)[0]


def attached(application):
    application.cohort = factories.cohort(application.programme, name="2027-2029")
    starts = date(2027, 9, 1)
    factories.cohort_year(application.cohort, starts=starts, starts_precision="month")
    return applications.attached(application)


STEPS = [status for status in Status if status != Status.DRAFT]


AT_ONCE = ["access_code", "access_link"]
TO_CANDIDATES = [*AT_ONCE, "submitted", "attached", *STEPS]
TO_STAFF = ["staff", "staff_withdrawn"]


@pytest.fixture(params=[*TO_CANDIDATES, "guardian", *TO_STAFF])
def message(request, programme, application):
    """Runs the test with every message."""
    people.guardian(application=application, email="paule@exemple.fr")
    ways = {
        "access_code": lambda: as_mail(access(programme)),
        "access_link": lambda: as_mail(access(programme, code="")),
        "submitted": lambda: applications.submitted(application)[0],
        "guardian": lambda: applications.submitted(application)[1],
        "staff": lambda: applications.staff_new_application(application),
        "staff_withdrawn": lambda: applications.staff_withdrawn(
            application, reason="J’ai signé ailleurs."
        ),
        "attached": lambda: attached(application),
    }
    details = {"reason": "Un relevé de notes.", "due": NOW + timedelta(days=8), "rank": 2}
    return ways.get(request.param, lambda: moved(application, request.param, **details))()


# Every message


@pytest.mark.parametrize(
    "message", [*TO_CANDIDATES[len(AT_ONCE) :], "guardian", *TO_STAFF], indirect=True
)
def test_message_waits_in_the_queue(message):
    assert (message.status, message.priority) == (STATUS.queued, PRIORITY.medium)
    assert outbox.outbox == []


class Lines(HTMLParser):
    """The body of a mail as plain text, links followed by their URL; not the name of the centre in
    its band, which the text says at its end."""

    def __init__(self, html):
        super().__init__()
        self.text, self.link = "", ""
        self.feed(html[html.index('<td class="mail-body"') :])

    def handle_starttag(self, tag, attributes):
        self.link = dict(attributes).get("href", "")

    def handle_endtag(self, tag):
        if tag == "a":
            self.text += f" {self.link}"

    def handle_data(self, data):
        self.text += f"{data} "


def test_text_and_html_say_the_same(message):
    assert Lines(message.html_message).text.split() == message.message.replace("—\n", "").split()


def test_control_of_text_and_html():
    lines = Lines('<td>A</td><td class="mail-body"><p>Un<br>deux</p><a href="/x">trois</a></td>')
    assert lines.text.split() == ["Un", "deux", "trois", "/x"]


def test_message_is_typeset_in_french(message):
    written = [message.subject, message.message]
    assert [typography.french(text) for text in written] == written


def test_links_lead_to_our_site_only(message):
    links = re.findall(r'href="([^"]*)"', message.html_message)
    assert [link for link in links if not link.startswith(f"{SITE}/")] == []
    assert len(links) == (2 if links[0].endswith("/parents/") else 1)


def tree(message):
    return lxml.html.fromstring(message.html_message)


def buttons(message):
    return tree(message).xpath('//table[@class="mail-button"]//a/@href')


def test_message_has_one_button_at_most(message):
    assert len(buttons(message)) <= 1


def test_every_class_of_a_message_has_its_style(message):
    dressed = tree(message).xpath('//*[starts-with(@class, "mail-")]')
    assert dressed
    assert [tag.get("class") for tag in dressed if not tag.get("style")] == []


def test_message_keeps_its_rules_for_dark_mode(message):
    (kept,) = tree(message).xpath("//head/style/text()")
    assert kept.startswith("@media (prefers-color-scheme: dark)")


def test_message_loads_nothing(message):
    assert not re.search(r"<(img|link|script|iframe)|url\(|@import", message.html_message)


def test_subject_names_nobody_and_holds_no_link(message):
    assert not re.search(r"SECRET|Inès|Morel|exemple", message.subject)


def test_code_comes_first_in_its_subject(programme):
    """One reads it on a locked screen; it opens nothing but the browser that asked for it."""
    expected = f"012{typography.NBSP}345{typography.NBSP}: votre code – Centre des Tilleuls"
    assert as_mail(access(programme)).subject == expected


def test_message_ends_with_the_centre_s_address(message):
    signature = ["Centre des Tilleuls", "Les Tilleuls", "8 rue des Tilleuls", "38000 Grenoble"]
    assert message.message.strip().splitlines()[-4:] == signature


def test_message_is_said_to_be_automatic(message):
    """Otherwise, out-of-office messages would answer."""
    assert message.headers["Auto-Submitted"] == "auto-generated"


def human(message):
    lines = message.message.splitlines()
    if "Une personne vous répond" not in lines:
        return []
    start = lines.index("Une personne vous répond") + 1
    return lines[start : lines.index("", start)]


ADA = ["Ada Vidal, responsable de formation", "04 76 01 02 03", "ada@tilleuls.test"]


@pytest.mark.parametrize("message", [*TO_CANDIDATES, "guardian"], indirect=True)
def test_message_names_somebody_to_call(message):
    assert human(message) == [ADA[0], ADA[1].replace(" ", typography.NBSP), ADA[2]]


@pytest.mark.parametrize("message", [*TO_CANDIDATES, "guardian"], indirect=True)
def test_answers_go_to_that_person(message):
    assert message.headers["Reply-To"] == "ada@tilleuls.test"


# In the same transaction


def test_message_is_undone_with_its_transaction(application):
    with transaction.atomic():
        applications.submitted(application)
        transaction.set_rollback(True)
    assert Email.objects.count() == 0


# What a candidate typed


@pytest.fixture
def hostile(application):
    application.first_name, application.last_name = HOSTILE[:80], "x\nBcc: a@evil.test"
    return application


def test_what_a_candidate_typed_is_not_a_template(hostile):
    message, *_ = applications.submitted(hostile)
    assert "{% now 'Y' %} {{ subject }}" in message.message


def test_what_a_candidate_typed_is_not_html(hostile):
    message, *_ = applications.submitted(hostile)
    assert "&lt;b&gt;Ines&lt;" in message.html_message


def test_what_a_candidate_typed_makes_no_link(hostile):
    people.guardian(application=hostile, email="paule@exemple.fr")
    to_staff = [
        applications.staff_new_application(hostile),
        applications.staff_withdrawn(hostile, reason=HOSTILE),
    ]
    for message in [*applications.submitted(hostile), *to_staff]:
        assert not re.search(r"\w[.:/@]+evil|evil\.\w", message.message)


def test_what_a_candidate_typed_stays_on_its_line(hostile):
    message, *_ = applications.submitted(hostile)
    assert [line for line in message.message.splitlines() if line.startswith("Bcc")] == []


def test_names_are_left_as_they_are_written(application):
    application.first_name, application.last_name = "J.-Noël", "Leboeuf-D'Arc"
    message, *_ = applications.submitted(application)
    assert f"Votre nom{typography.NBSP}: J.-Noël Leboeuf-D'Arc" in message.message.splitlines()


# The code


def facts(message):
    """Returns what is labelled; the text says the same, in the same order."""
    rows = tree(message).xpath('//p[@class="mail-main"] | //table[@class="mail-facts"]//td')
    lines = [row.text_content().replace(typography.NBSP, " ") for row in rows]
    return {label: value.strip() for label, value in (line.split(" :", 1) for line in lines)}


def test_code_says_how_long_it_lasts(programme):
    assert facts(as_mail(access(programme))) == {
        "Votre code": "012 345",
        "Code valable jusqu’à": "10 h 40 (heure de Paris)",
        "Lien valable jusqu’à": "11 h 30 (heure de Paris)",
    }


def test_a_mail_without_a_code_has_its_link(programme):
    assert facts(as_mail(access(programme, code=""))) == {
        "Lien valable jusqu’à": "11 h 30 (heure de Paris)",
    }


def test_longer_code_is_cut_in_halves(programme):
    assert facts(as_mail(access(programme, code="01234567")))["Votre code"] == "0123 4567"


def test_code_without_a_programme_names_the_centre(programme):
    programme.slug = ""
    phone = "04 76 00 00 00".replace(" ", typography.NBSP)
    expected = ["Centre des Tilleuls", phone, "bonjour@tilleuls.test"]
    assert human(as_mail(access(programme))) == expected


def test_code_says_nothing_of_an_unpublished_programme(programme):
    programme.state = programme.State.DRAFT
    programme.save()
    assert "Ada" not in as_mail(access(programme)).message


# To the candidate


def test_submission_gives_the_outcome_in_its_subject(application):
    message, *_ = applications.submitted(application)
    assert message.subject == f"Candidature envoyée – Bac pro Gestion – réf. {REFERENCE}"
    assert message.to == ["ines@exemple.fr"]


def test_submission_says_what_was_sent(application):
    message, *_ = applications.submitted(application)
    assert facts(message) == {
        "Référence": REFERENCE,
        "Formation": "Bac pro Gestion",
        "Promotion": "la prochaine",
        "Envoyée le": "23 novembre 2026 à 10 h 30",
        "Votre nom": "Inès Morel",
        "Votre téléphone": "06 12 34 56 78",
    }


def test_submission_says_when_an_answer_is_promised(application):
    application.programme.answer_days = 3
    message, *_ = applications.submitted(application)
    assert facts(message)["Réponse du centre avant le"] == "jeudi 26 novembre 2026 au soir"


def test_submission_links_to_the_application(application):
    message, *_ = applications.submitted(application)
    assert f"\n{SITE}/candidature/dossier/{REFERENCE}/\n" in message.message


def test_step_says_why_until_when_and_where(application):
    message = moved(
        application,
        Status.WAITING_DOCUMENTS,
        reason="Un relevé de notes.",
        due=deadline(NOW, timedelta(days=8)),
        rank=2,
    )
    lines = facts(message)
    assert lines["Ce que nous attendons"] == "Un relevé de notes."
    assert lines["À faire avant le"] == "mardi 1er décembre 2026 au soir"
    assert lines["Votre rang sur la liste"] == "2"


BUTTONS = {
    Status.WAITING_DOCUMENTS: "documents/",
    Status.TO_BOOK: "entretien/",
    Status.OFFERED: "place/",
    Status.ADMISSIBLE: "",
}


@pytest.mark.parametrize("status", BUTTONS)
def test_button_leads_to_what_is_to_be_done(application, status):
    page = f"{SITE}/candidature/dossier/{REFERENCE}/{BUTTONS[status]}"
    assert buttons(moved(application, status)) == [page]


@pytest.mark.parametrize("status", STEPS)
def test_good_news_alone_is_drawn_as_such(application, status):
    message = moved(application, status)
    is_good = bool(re.search("Bonne nouvelle|Bienvenue", message.message))
    assert bool(tree(message).xpath('//*[contains(@class, "mail-good")]')) == is_good


def test_step_leaves_out_what_is_not_known(application):
    lines = facts(moved(application, Status.WAITING_LIST))
    assert list(lines) == ["Référence", "Formation", "Promotion", "Envoyée le"]


def test_first_sending_is_a_submission(application):
    message, *_ = applications.status_changed(application)
    assert message.subject.startswith("Candidature envoyée")


def test_return_to_submitted_is_not_a_submission(application):
    assert moved(application, Status.SUBMITTED).subject.startswith("Dossier entre nos mains")


def test_withdrawal_is_confirmed(application):
    assert moved(application, Status.WITHDRAWN).subject.startswith("Candidature retirée")


def test_withdrawal_does_not_repeat_its_reason(application):
    message = moved(application, Status.WITHDRAWN, reason="https://evil.test")
    assert "evil" not in message.message


# To the guardians


def test_each_guardian_has_a_copy(application):
    people.guardian(application=application, email="paule@exemple.fr")
    people.guardian(application=application, rank=2, email="max@exemple.fr")
    _, *copies = applications.submitted(application)
    assert [copy.to for copy in copies] == [["paule@exemple.fr"], ["max@exemple.fr"]]


def test_guardians_who_share_an_email_have_one_copy(application):
    for rank in (1, 2):
        people.guardian(application=application, rank=rank, email="famille@exemple.fr")
    assert len(applications.submitted(application)) == 2


def test_guardian_without_an_email_has_none(application):
    people.guardian(application=application)
    assert len(applications.submitted(application)) == 1


def test_copy_speaks_to_the_guardian(application):
    people.guardian(application=application, email="paule@exemple.fr")
    _, copy = applications.submitted(application)
    assert "Vous y êtes indiqué comme représentant légal" in copy.message
    assert facts(copy)["Candidature de"] == "Inès Morel"


def test_copy_gives_neither_the_reason_nor_the_link(application):
    """The candidate may tell the reason; only the candidate may open the application."""
    people.guardian(application=application, email="paule@exemple.fr")
    application.status = Status.DECLINED
    _, copy = applications.status_changed(application, reason="Pas assez de bases.")
    assert "bases" not in copy.message
    assert "/dossier/" not in copy.message


@pytest.mark.parametrize("status", STEPS)
def test_guardians_are_told_of_each_step(application, status):
    people.guardian(application=application, email="paule@exemple.fr")
    application.status, application.status_since = status, NOW + timedelta(days=1)
    _, copy = applications.status_changed(application)
    assert f"{status.label.lower()}, pour votre information –" in copy.subject


# To staff


def test_staff_are_told_of_a_new_application(application):
    message = applications.staff_new_application(application)
    assert message.to == ["ada@tilleuls.test"]
    assert f"{SITE}/gestion/enrolment/application/{application.pk}/" in message.message


def test_admissions_contact_comes_before_the_lead(programme, application):
    admissions = factories.contact(name="Max Roy", email="max@tilleuls.test")
    factories.link(programme, contact=admissions, role="admissions")
    assert applications.staff_new_application(application).to == ["max@tilleuls.test"]


def test_centre_receives_mails_without_a_contact(programme, application):
    programme.contacts.all().delete()
    assert applications.staff_new_application(application).to == ["bonjour@tilleuls.test"]


def test_without_an_email_staff_get_no_mail(application):
    application.programme.contacts.all().delete()
    Centre.objects.update(email="")
    assert not applications.staff_new_application(application)


def test_staff_are_told_of_a_withdrawal(application):
    message = applications.staff_withdrawn(application, reason="J’ai signé ailleurs.")
    assert (message.to, message.subject) == (
        ["ada@tilleuls.test"],
        f"Candidature retirée – Bac pro Gestion – réf. {REFERENCE}",
    )
    assert facts(message)["Ce que la personne en dit"] == "J’ai signé ailleurs."


def test_joining_an_intake_names_it(application):
    lines = facts(attached(application))
    assert (lines["Promotion"], lines["Rentrée"]) == ("2027-2029", "septembre 2027")


# What the centre has not filled in


def test_without_a_head_office_the_campus_signs(application):
    Centre.objects.update(head_office=None)
    campus = factories.campus(name="Les Ormes", street="", postal_code="69000", city="Lyon")
    application.programme.campuses.add(campus)
    message, *_ = applications.submitted(application)
    assert message.message.strip().splitlines()[-2:] == ["Les Ormes", "69000 Lyon"]


def test_message_is_written_without_a_centre():
    application = people.application()
    message, *_ = applications.submitted(application)
    assert human(message) == []
    assert message.message.strip().splitlines()[-1] == "Centre de formation"
    assert "Reply-To" not in message.headers
