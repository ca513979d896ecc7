"""« Me prévenir »: an address is confirmed, told once of the opening, and erased."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError
from post_office.models import STATUS, Email

from catalogue.models import Programme
from charmilles.throttle import TooMany
from charmilles.typography import NBSP
from enrolment import alerts
from enrolment.models import Alert, LostMail
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW, factories
from tests.support.transitions import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = NOW.date()
LEA = "lea@exemple.fr"


@pytest.fixture
def programme():
    return factories.programme(slug="bac-pro-essai", short_name="Bac pro Essai")


def open_enrolment(programme, *, opens=TODAY, places=None):
    cohort = factories.cohort(programme, name="2027-2029", places=places)
    closes = date(2027, 7, 9)
    factories.cohort_year(cohort, registration_opens=opens, registration_closes=closes)


def replace(programme, *, state="published"):
    """Withdraws it for another one."""
    successor = factories.programme(slug="autre", short_name="Bac pro Autre", state=state)
    Programme.objects.filter(pk=programme.pk).update(state="withdrawn", successor=successor)


def withdraw(programme):
    Programme.objects.filter(pk=programme.pk).update(state="withdrawn")


def tell(now=NOW, *, dry_run=False):
    return alerts.tell(now, dry_run)


def forget(now=NOW, *, dry_run=False):
    return alerts.forget(now, dry_run)


def subjects():
    return list(Email.objects.order_by("pk").values_list("subject", flat=True))


def written():
    """(to, subject, text) of each mail in the queue."""
    rows = Email.objects.order_by("pk")
    return [(*mail.to, mail.subject, mail.message) for mail in rows]


# Asking, twice over


def test_address_counts_once_confirmed(programme):
    alerts.ask(LEA, programme, now=NOW)
    open_enrolment(programme)
    assert tell() == 0
    alerts.confirm(Alert.objects.get(), now=NOW)
    assert tell() == 1


def test_letter_asks_for_a_confirmation_for_two_days(programme, settings):
    settings.SITE_URL = "https://charmilles.test"
    alerts.ask(LEA, programme, now=NOW)
    ((to, subject, text),) = written()
    link = f"https://charmilles.test/candidature/prevenu/{Alert.objects.get().token}/"
    assert (to, subject) == (LEA, "Confirmez pour être prévenu – Bac pro Essai")
    assert f"Confirmer mon adresse\n{link}\n" in text
    assert f"Ne plus me prévenir\n{link}arreter/\n" in text
    assert Email.objects.get().expires_at == NOW + 2 * DAY


def test_asking_again_sends_the_letter_again_and_keeps_one_request(programme):
    for spelling in (LEA, "LEA@Exemple.fr"):
        alerts.ask(spelling, programme, now=NOW)
    assert (Alert.objects.count(), len(written())) == (1, 1)


def test_asking_again_undoes_no_confirmation(programme):
    people.alert(email=LEA, programme=programme)
    alerts.ask(LEA, programme, now=NOW + DAY)
    assert Alert.objects.get().confirmed_at == NOW
    assert len(written()) == 1


def test_link_confirms_for_two_days(programme):
    asked = people.alert(confirmed=False)
    last = NOW + 2 * DAY - timedelta(seconds=1)
    assert alerts.read(asked.token, now=last) == asked
    assert alerts.read(asked.token, now=NOW + 2 * DAY) is None


def test_confirmation_erases_the_letter_that_asked_for_it(programme):
    alerts.ask(LEA, programme, now=NOW)
    alerts.confirm(Alert.objects.get(), now=NOW)
    assert written() == []


@pytest.mark.parametrize("token", ["", "1", "1.x", "x" * 500, "1\x00"])
def test_link_that_is_not_ours_opens_nothing(token):
    people.alert(pk=1)
    assert alerts.read(token, now=NOW) is None


def test_mailbox_is_written_to_five_times_an_hour(programme):
    for _ in range(5):
        alerts.ask(LEA, programme, now=NOW)
    with pytest.raises(TooMany):
        alerts.ask("Lea@exemple.fr", factories.programme(), now=NOW)
    alerts.ask(LEA, programme, now=NOW + timedelta(hours=1))


def test_network_asks_sixty_times_an_hour(programme):
    for number in range(60):
        alerts.ask(f"a{number}@exemple.fr", programme, now=NOW, ip="192.0.2.7")
    with pytest.raises(TooMany):
        alerts.ask("b@exemple.fr", programme, now=NOW, ip="192.0.2.7")
    alerts.ask("b@exemple.fr", programme, now=NOW, ip="192.0.2.8")


def test_database_keeps_one_request_of_a_mailbox_for_a_programme(programme):
    people.alert(email=LEA, programme=programme)
    with pytest.raises(IntegrityError):
        people.alert(email="LEA@exemple.fr", programme=programme)


# Telling


@pytest.mark.parametrize("opens", [TODAY, TODAY - DAY])
def test_opening_is_told_in_the_words_of_the_page(programme, settings, opens):
    settings.SITE_URL = "https://charmilles.test"
    people.alert(email=LEA, programme=programme)
    open_enrolment(programme, opens=opens)
    assert tell() == 1
    ((to, subject, text),) = written()
    assert (to, subject) == (LEA, "Les inscriptions sont ouvertes – Bac pro Essai")
    assert f"Promotion{NBSP}: 2027-2029" in text
    assert f"Inscriptions{NBSP}: jusqu’au 9{NBSP}juillet 2027." in text
    assert "Déposer ma candidature\nhttps://charmilles.test/candidature/bac-pro-essai/\n" in text
    assert "Voir la formation\nhttps://charmilles.test/formations/bac-pro-essai/\n" in text


def test_opening_by_its_date_is_told_on_that_day(programme):
    people.alert(programme=programme)
    open_enrolment(programme, opens=TODAY + DAY)
    assert [tell(), tell(NOW + DAY), tell(NOW + DAY)] == [0, 1, 0]


def test_opening_that_is_full_says_that_there_is_a_waiting_list(programme):
    people.alert(programme=programme)
    open_enrolment(programme, places=0)
    tell()
    ((_, _, text),) = written()
    assert f"Inscriptions{NBSP}: la prochaine promotion est complète" in text
    assert "M’inscrire en liste d’attente\n" in text


def test_where_applications_are_made_elsewhere_the_letter_leads_to_the_page(programme):
    Programme.objects.update(takes_applications=False)
    people.alert(programme=programme)
    open_enrolment(programme)
    tell()
    ((_, _, text),) = written()
    assert "Voir la formation\n" in text
    assert "/candidature/bac-pro-essai/" not in text


def test_withdrawal_is_told_once_with_what_replaces_the_programme(programme):
    people.alert(programme=programme)
    replace(programme)
    assert [tell(), tell()] == [1, 0]
    ((_, subject, text),) = written()
    assert subject == "Cette formation est remplacée – Bac pro Essai"
    assert "remplacée par Bac pro Autre" in text
    assert "/formations/autre/" in text


@pytest.mark.parametrize("change", [withdraw, lambda one: replace(one, state="draft")])
def test_withdrawal_for_good_names_no_other_programme(programme, change):
    people.alert(programme=programme)
    change(programme)
    tell()
    ((_, subject, text),) = written()
    assert subject == "Cette formation n’est plus proposée – Bac pro Essai"
    assert "Bac pro Autre" not in text


def test_programme_taken_back_to_a_draft_is_not_told(programme):
    people.alert(programme=programme)
    open_enrolment(programme)
    Programme.objects.update(state="draft")
    assert tell() == 0


def test_programme_that_people_wait_for_is_withdrawn_and_not_deleted(programme):
    people.alert(programme=programme)
    with pytest.raises(ProtectedError):
        programme.delete()


def test_dry_run_counts_and_writes_nothing(programme):
    people.alert(programme=programme)
    open_enrolment(programme)
    assert [tell(dry_run=True), tell(dry_run=True), written()] == [1, 1, []]


def test_run_killed_before_its_commit_writes_once_in_the_end(programme, monkeypatch):
    """The letter and the note that it was written are kept, or undone, together."""
    people.alert(programme=programme)
    open_enrolment(programme)

    class Killed(BaseException):
        """Nothing of ours stops it."""

    def killed(queryset):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(alerts, "post", killed)
        with pytest.raises(Killed):
            tell()
    assert (written(), Alert.objects.get().told_at) == ([], None)
    assert [tell(), tell()] == [1, 0]
    assert len(written()) == 1


def test_several_runs_at_once_write_once(share):
    programme = factories.programme()
    people.alert(programme=programme)
    open_enrolment(programme)
    share()
    assert sorted(at_once(lambda _: tell(), [1, 2, 3, 4])) == [0, 0, 0, 1]


@pytest.mark.parametrize("count", [1, 5])
def test_looking_for_openings_costs_the_same_whatever_waits(count, django_assert_num_queries):
    for _ in range(count):
        programme = people.alert().programme
        open_enrolment(programme, opens=TODAY + DAY)
    with django_assert_num_queries(3):
        assert tell() == 0


# Mailboxes that stop by themselves (RFC 8058)


def test_every_letter_has_a_button_to_stop(programme):
    gone = factories.programme()
    alerts.ask(LEA, programme, now=NOW)
    people.alert(programme=programme)
    people.alert(programme=gone)
    open_enrolment(programme)
    withdraw(gone)
    tell()
    headers = [mail.headers for mail in Email.objects.all()]
    assert len(headers) == 3
    for alert in Alert.objects.all():
        url = Email.objects.get(pk=alert.mail_id).headers["List-Unsubscribe"]
        assert url.endswith(f"/candidature/prevenu/{alert.token}/arreter/>")
    assert {row["List-Unsubscribe-Post"] for row in headers} == {"List-Unsubscribe=One-Click"}


# Erasing


@pytest.mark.parametrize(("status", "erased"), [(STATUS.sent, 1), (STATUS.failed, 1), (None, 0)])
def test_told_address_is_erased_with_its_mail_once_that_one_has_left(programme, status, erased):
    people.alert(programme=programme)
    open_enrolment(programme)
    tell()
    if status is not None:
        Email.objects.update(status=status)
    assert [forget(dry_run=True), forget(), forget()] == [erased, erased, 0]
    assert [Alert.objects.count(), Email.objects.count()] == [1 - erased, 1 - erased]


def test_unconfirmed_address_is_erased_after_two_days(programme):
    alerts.ask(LEA, programme, now=NOW)
    assert [forget(NOW + 2 * DAY - timedelta(seconds=1)), forget(NOW + 2 * DAY)] == [0, 1]
    assert (Alert.objects.count(), written()) == (0, [])


def test_address_waits_a_year_at_most():
    people.alert()
    assert [forget(NOW + 364 * DAY), forget(NOW + 365 * DAY)] == [0, 1]


def test_stopping_erases_the_request_and_the_mail_that_waits(programme):
    people.alert(programme=programme)
    other = people.alert(programme=programme)
    open_enrolment(programme)
    tell()
    alerts.stop(Alert.objects.exclude(pk=other.pk).get())
    assert list(Alert.objects.all()) == [other]
    assert [to for to, *_ in written()] == [other.mailbox]


def test_told_address_may_ask_again(programme):
    people.alert(email=LEA, programme=programme)
    withdraw(programme)
    tell()
    alerts.ask(LEA, programme, now=NOW)
    assert len(written()) == 2


def test_mail_that_does_not_leave_shows_no_address_to_staff(programme):
    people.lost_mail()
    alerts.ask(LEA, programme, now=NOW)
    Email.objects.update(status=STATUS.failed)
    assert LEA not in {address for mail in LostMail.objects.stuck() for address in mail.to}
    assert LostMail.objects.stuck().count() == 1


# Counting


def test_staff_read_how_many_wait_and_never_who(admin_client, programme):
    people.alert(email=LEA, programme=programme)
    people.alert(programme=programme)
    people.alert(programme=programme, confirmed=False)
    people.alert(programme=programme, told_at=NOW)
    read = admin_client.get("/gestion/catalogue/programme/").content.decode()
    page = admin_client.get(f"/gestion/catalogue/programme/{programme.pk}/change/").content.decode()
    assert '<td class="field-to_tell">2</td>' in read
    assert "À prévenir" in page
    assert LEA not in read + page
