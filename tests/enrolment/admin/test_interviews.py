"""The staff pages of interviews: the day and its paper, closing days, one interview."""

import io
import re
from datetime import date, datetime, timedelta

import lxml.html
import pikepdf
import pytest
import time_machine
from django.urls import reverse

from charmilles.pdf import printing
from enrolment.interviews import bookings, day_sheet
from enrolment.interviews.availability import PARIS
from enrolment.models import Attendance, Booking, Closure, Opening, Slot, Status
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW
from tests.support.tagged import Tagged

pytestmark = pytest.mark.django_db

DAY = reverse("admin:enrolment_day")
PDF = reverse("admin:enrolment_day_pdf")
CLOSE = reverse("admin:enrolment_close_days")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module", autouse=True)
def _no_process_left():
    yield
    printing.close()


@pytest.fixture
def sign_in(client):
    """sign_in("view", …) signs the client in as a member of staff with these rights."""

    def sign_in(*rights):
        user = factories.staff(rights=rights)
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def programme():
    return catalogue.programme()


@pytest.fixture
def expect(programme):
    """expect(hour, "Prénom", …) books an interview today at that hour."""

    def expect(hour, first_name="Inès", *, on=NOW, needs="", **fields):
        starts = on.replace(hour=int(hour), minute=round(hour % 1 * 60))
        slot = factories.slot(programme=programme, starts=starts, **fields)
        person = factories.application(
            programme=programme, status=Status.TO_BOOK, first_name=first_name, access_needs=needs
        )
        return bookings.book(person, slot, now=NOW - timedelta(days=9))

    return expect


def tree(response):
    return lxml.html.fromstring(response.content.decode())


def cells(page, label):
    return [
        " ".join(" ".join(cell.itertext()).split())
        for cell in page.xpath(f"//tbody//*[@data-label='{label}']")
    ]


def names(page):
    return [text.split()[0] for text in cells(page, "Candidat")]


def messages(response):
    return [item.text_content() for item in tree(response).xpath("//ul[@class='messagelist']/li")]


def interview(application, page="interview"):
    return reverse(f"admin:enrolment_{page}", args=[application.pk])


# The day


def test_day_is_sorted_by_interviewer_then_hour(sign_in, read, expect):
    sign_in("view")
    zoe = factories.interviewer(name="Zoé")
    expect(16, "Léa", interviewer=zoe), expect(10, "Noé", interviewer=zoe), expect(14, "Ali")
    page = read(DAY)
    assert [title.text for title in page.xpath("//main//section/h2")] == ["Ada Vidal", "Zoé"]
    assert names(page) == ["Ali", "Noé", "Léa"]


def test_day_leaves_out_others_and_cancelled_ones(sign_in, read, expect):
    by = sign_in("view")
    expect(10, "Ali")
    bookings.cancel(expect(11, "Léa"), now=NOW, by=by)
    expect(10, "Noé", on=NOW + timedelta(days=1))
    assert names(read(DAY)) == ["Ali"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("?jour=2026-11-24", ["Noé"]), ("?jour=hier", ["Ali"]), ("?qui=abc", ["Ali"])],
)
def test_another_day_is_asked_for(sign_in, read, expect, query, expected):
    sign_in("view")
    expect(10, "Ali"), expect(10, "Noé", on=NOW + timedelta(days=1))
    assert names(read(DAY + query)) == expected


def test_day_of_one_interviewer(sign_in, read, expect):
    sign_in("view")
    expect(10, "Ali"), expect(10, "Noé")
    who = Booking.objects.get(application__first_name="Noé").slot.interviewer
    assert names(read(f"{DAY}?qui={who.pk}")) == ["Noé"]


def test_line_says_how_to_reach_the_candidate(sign_in, read, expect):
    sign_in("view")
    expect(10.5, mode="phone")
    page = read(DAY)
    assert cells(page, "Heure") == ["10 h 30 30 min"]
    assert cells(page, "Comment et où") == ["Par téléphone"]
    assert cells(page, "Téléphone") == ["06 12 34 56 78"]


def test_needs_are_shown_as_yes_or_no_only(sign_in, read, expect):
    sign_in("view", "change")
    expect(10, "Ali", needs="Fauteuil roulant"), expect(11, "Léa")
    page = read(DAY)
    assert cells(page, "Accueil particulier") == ["oui", "non"]
    assert "Fauteuil" not in page.text_content()
    assert not Opening.objects.exists()


def test_needs_read_by_the_disability_contact_are_logged(sign_in, read, expect):
    by = sign_in("view", "view_disability")
    booking = expect(10, needs="Fauteuil roulant")
    assert cells(read(DAY), "Accueil particulier") == ["oui Fauteuil roulant"]
    opening = Opening.objects.get()
    assert (opening.application, opening.by) == (booking.application, by)


def test_silence_is_highlighted_before_the_interview_only(sign_in, read, expect):
    sign_in("view")
    expect(9, "Ali"), expect(11, "Léa")
    bookings.confirm(expect(12, "Noé"), now=NOW)
    page = read(DAY)
    assert cells(page, "Réponse") == ["pas encore confirmé", "pas encore confirmé", "confirmé"]
    assert len(page.xpath("//strong[@class='badge']")) == 1


def test_presence_is_asked_once_the_interview_has_begun(sign_in, read, expect):
    sign_in("view", "change")
    begun, _ = expect(9, "Ali"), expect(11, "Léa")
    targets = read(DAY).xpath("//main//form[@method='post']/@action")
    assert targets == [reverse("admin:enrolment_attendance", args=[begun.pk])]


def test_reader_has_no_button(sign_in, read, expect):
    sign_in("view")
    expect(9)
    assert read(DAY).xpath("//main//form[@method='post']") == []


@pytest.mark.parametrize("rows", [1, 12])
def test_day_costs_the_same_whatever_its_length(
    sign_in, client, expect, rows, django_assert_num_queries
):
    sign_in("view", "change")
    for number in range(rows):
        expect(9 + number)
    with django_assert_num_queries(7):
        client.get(DAY)


# The paper of the day


def test_paper_shows_the_day_and_never_the_needs(sign_in, client, expect):
    sign_in("view", "view_disability")
    expect(10, "Ali", needs="Fauteuil roulant")
    answer = client.get(PDF)
    text = Tagged(answer.content).root.text()
    assert "Ali Morel" in text
    assert "Fauteuil" not in text
    assert answer.headers["Content-Disposition"] == 'inline; filename="entretiens_2026-11-23.pdf"'


def test_paper_has_a_language_and_a_title(expect):
    expect(10, "Ali")
    with pikepdf.open(io.BytesIO(day_sheet.pdf(date(2026, 11, 23), now=NOW))) as pdf:
        assert pdf.Root.Lang == "fr"
        assert (
            pdf.docinfo.Title == "Entretiens du lundi 23\u00a0novembre 2026 – Centre de formation"
        )


def test_paper_that_cannot_be_drawn_leads_back_to_the_day(sign_in, client, monkeypatch):
    def fail(*args, **kwargs):
        raise printing.PrintingFailed

    sign_in("view")
    monkeypatch.setattr(day_sheet, "print_pdf", fail)
    assert messages(client.get(PDF, follow=True)) == [
        "Le PDF n’a pas pu être fait : imprimez cette page."
    ]


# Closing days

ASKED = {"first": "2026-11-24", "label": "Neige", "interviewer": ""}


def test_closing_first_lists_the_candidates_and_changes_nothing(sign_in, client, expect):
    sign_in("change")
    expect(10, "Ali", on=NOW + timedelta(days=1)), expect(11, "Léa")
    items = tree(client.get(CLOSE, ASKED)).xpath("//ul[@class='staff-list']/li/strong/text()")
    assert items == ["Ali Morel"]
    assert (Closure.objects.count(), Booking.objects.live().count()) == (0, 2)


def test_closing_cancels_and_tells_the_candidates(sign_in, client, expect):
    sign_in("view", "change")
    expect(10, "Ali", on=NOW + timedelta(days=1)), expect(11, "Léa")
    answer = client.post(CLOSE, ASKED, follow=True)
    assert messages(answer) == ["Agenda fermé : un candidat prévenu."]
    assert Booking.objects.live().get().application.first_name == "Léa"


def test_closing_several_days_in_one_action(sign_in, client, expect):
    sign_in("view", "change")
    for days, name in enumerate(["Noé", "Ali", "Léa", "Zoé"]):
        expect(10, name, on=NOW + timedelta(days=days))
    answer = client.post(CLOSE, ASKED | {"last": "2026-11-25"}, follow=True)
    assert messages(answer) == ["Agenda fermé : 2 candidats prévenus."]
    left = Booking.objects.live().order_by("slot__starts")
    assert [booking.application.first_name for booking in left] == ["Noé", "Zoé"]


def test_closing_the_day_of_one_interviewer(sign_in, client, expect):
    sign_in("view", "change")
    tomorrow = NOW + timedelta(days=1)
    away = expect(10, "Ali", on=tomorrow).slot.interviewer
    expect(10, "Léa", on=tomorrow)
    client.post(CLOSE, ASKED | {"interviewer": away.pk})
    assert Booking.objects.live().get().application.first_name == "Léa"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"first": ""}, "Indiquez le jour à fermer."),
        ({"first": "2026-11-22"}, "Ce jour est passé : indiquez aujourd’hui ou plus tard."),
        ({"last": "2026-11-23"}, "Indiquez un jour qui suit le premier, ou rien."),
        ({"label": ""}, "Écrivez le motif : les candidats le liront."),
    ],
)
def test_closing_explains_mistakes(sign_in, client, wrong, sentence):
    sign_in("change")
    answer = client.post(CLOSE, ASKED | wrong)
    (said,) = tree(answer).xpath("//div[@role='alert']//li")
    assert (answer.status_code, said.text_content()) == (422, sentence.replace(" :", "\u00a0:"))
    assert Closure.objects.count() == 0


# One interview


@pytest.fixture
def person(programme):
    return factories.application(programme=programme, status=Status.TO_BOOK)


@pytest.fixture
def slot(programme):
    return factories.slot(programme=programme)


def seen(application):
    """Gives the key of the interview that the page shows, or an empty string."""
    return application.bookings.live().values_list("pk", flat=True).first() or ""


def choose(client, application, slot, key="une-clé", **more):
    asked = {"slot": slot.pk, "key": key, "seen": seen(application)} | more
    return client.post(interview(application), asked, follow=True)


def test_staff_book_for_a_candidate(sign_in, client, person, slot):
    sign_in("change")
    choose(client, person, slot)
    person.refresh_from_db()
    assert (person.status, person.bookings.live().get().slot) == (Status.BOOKED, slot)


def test_staff_book_when_it_is_too_late_for_the_candidate(sign_in, client, person, programme):
    sign_in("change")
    soon = factories.slot(programme=programme, starts=NOW + timedelta(hours=1))
    choose(client, person, soon)
    assert person.bookings.live().get().slot == soon


def test_staff_move(sign_in, client, person, slot, programme):
    sign_in("change")
    choose(client, person, slot)
    after = factories.slot(programme=programme, starts=NOW + timedelta(days=9))
    choose(client, person, after, key="autre")
    assert person.bookings.live().get().slot == after


def test_double_click_books_once(sign_in, client, person, slot):
    sign_in("change")
    answers = [choose(client, person, slot, seen="") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert person.bookings.count() == 1


def test_staff_do_not_move_what_a_colleague_has_just_booked(sign_in, client, person, programme):
    sign_in("change")
    a, b = (factories.slot(programme=programme, starts=NOW + timedelta(days=n)) for n in (3, 4))
    choose(client, person, a, key="collègue")
    answer = choose(client, person, b, seen="")
    assert answer.status_code == 422
    assert "rien n’a été changé" in tree(answer).xpath("//div[@role='alert']")[0].text_content()
    assert person.bookings.live().get().slot == a


def test_page_of_a_refusal_shows_the_current_interview(sign_in, client, person, programme):
    sign_in("change")
    a, b = (factories.slot(programme=programme, starts=NOW + timedelta(days=n)) for n in (3, 4))
    choose(client, person, a, key="collègue")
    page = tree(choose(client, person, b, seen=""))
    assert page.xpath("//main//input[@name='seen']/@value") == [str(seen(person))]


def test_staff_do_not_cancel_what_has_just_moved(sign_in, client, person, programme):
    sign_in("change")
    a, b = (factories.slot(programme=programme, starts=NOW + timedelta(days=n)) for n in (3, 4))
    choose(client, person, a)
    before = seen(person)
    choose(client, person, b, key="autre")
    page = interview(person, "interview_call_off")
    assert client.post(page, {"reason": "Absence", "seen": before}).status_code == 422
    assert person.bookings.live().get().slot == b


def test_slot_taken_meanwhile_is_refused_with_a_reason(sign_in, client, person, slot):
    sign_in("change")
    factories.booking(slot=slot, application=factories.application(status=Status.BOOKED))
    factories.slot(programme=slot.programmes.get(), starts=NOW + timedelta(days=9))
    answer = choose(client, person, slot)
    assert answer.status_code == 422
    (said,) = tree(answer).xpath("//div[@role='alert']//li")
    assert said.text_content() == "Ce créneau vient d’être pris\u00a0: choisissez-en un autre."


def test_slot_taken_at_the_same_moment_is_refused_too(sign_in, client, person, slot, monkeypatch):
    """Somebody books the slot after the free slots are read."""
    sign_in("change")
    real = bookings.book

    def overtaken(*args, **kwargs):
        Slot.objects.filter(pk=slot.pk).update(taken=1)
        return real(*args, **kwargs)

    monkeypatch.setattr(bookings, "book", overtaken)
    answer = choose(client, person, slot)
    assert answer.status_code == 422
    assert not person.bookings.exists()


def test_nothing_is_booked_at_another_stage(sign_in, client, slot):
    sign_in("change")
    early = factories.application(programme=slot.programmes.get())
    page = tree(client.get(interview(early)))
    assert page.xpath("//main//form") == []
    assert choose(client, early, slot).status_code == 422
    assert not early.bookings.exists()


@pytest.mark.parametrize(("rights", "links"), [(["view", "change"], 2), (["view"], 0)])
def test_application_links_to_its_interview_and_its_evaluation(
    sign_in, read, person, rights, links
):
    sign_in(*rights)
    page = read(reverse("admin:enrolment_application_change", args=[person.pk]))
    links_wanted = {interview(person), interview(person, "evaluation")}
    assert len(links_wanted & set(page.xpath("//ul[@class='object-tools']//a/@href"))) == links


@pytest.mark.parametrize(("rights", "links"), [(["view"], 1), ([], 0)])
def test_first_page_leads_to_the_day(sign_in, read, rights, links):
    sign_in(*rights)
    assert len(read(reverse("admin:index")).xpath(f"//main//a[@href='{DAY}']")) == links


def test_draft_has_no_page(sign_in, client):
    sign_in("change")
    draft = factories.application(status=Status.DRAFT)
    assert client.get(interview(draft)).status_code == 404


def test_staff_call_off_with_a_reason(sign_in, client, person, slot):
    sign_in("change")
    choose(client, person, slot)
    page = interview(person, "interview_call_off")
    assert client.post(page, {"reason": "", "seen": seen(person)}).status_code == 422
    assert person.bookings.live().count() == 1
    client.post(page, {"reason": "Absence imprévue", "seen": seen(person)})
    person.refresh_from_db()
    assert person.status == Status.TO_BOOK
    assert person.transitions.last().reason == "Absence imprévue"


# Who came


@pytest.mark.parametrize(
    ("attendance", "status"),
    [
        (Attendance.ATTENDED, Status.INTERVIEWED),
        (Attendance.EXCUSED, Status.TO_BOOK),
        (Attendance.ABSENT, Status.TO_BOOK),
    ],
)
def test_presence_moves_the_application(sign_in, client, expect, attendance, status):
    sign_in("view", "change")
    booking = expect(9)
    page = reverse("admin:enrolment_attendance", args=[booking.pk])
    answer = client.post(page, {"attendance": attendance}, follow=True)
    booking.application.refresh_from_db()
    assert booking.application.status == status
    assert answer.redirect_chain == [(f"{DAY}?jour=2026-11-23", 302)]


def test_presence_is_refused_before_the_interview(sign_in, client, expect):
    sign_in("view", "change")
    booking = expect(16)
    page = reverse("admin:enrolment_attendance", args=[booking.pk])
    answer = client.post(page, {"attendance": "attended"})
    assert answer.status_code == 409
    assert "Cet entretien n’a pas encore commencé." in answer.content.decode()


def test_presence_needs_an_answer(sign_in, client, expect):
    sign_in("change")
    page = reverse("admin:enrolment_attendance", args=[expect(9).pk])
    answer = client.post(page, {})
    assert answer.status_code == 422
    assert tree(answer).xpath("//div[@role='alert']//li/a/text()") == [
        "Dites si cette personne est venue."
    ]


def test_get_never_acts(sign_in, client, expect):
    sign_in("view", "change")
    booking = expect(9)
    for page, row in [
        ("attendance", booking),
        ("interview", booking.application),
        ("interview_call_off", booking.application),
    ]:
        client.get(f"{interview(row, page)}?attendance=attended&reason=x&slot={booking.slot_id}")
    assert Booking.objects.live().get() == booking


def test_day_is_that_of_paris(sign_in, read, programme):
    """Half past midnight in Paris is the day before in UTC."""
    sign_in("view")
    starts = datetime(2026, 11, 24, 0, 30, tzinfo=PARIS)
    factories.booking(slot=factories.slot(programme=programme, starts=starts))
    assert [len(names(read(f"{DAY}?jour=2026-11-{n}"))) for n in (23, 24)] == [0, 1]


def test_title_is_the_day(sign_in, read):
    sign_in("view")
    title = read(DAY).findtext(".//h1")
    assert re.sub(r"\s", " ", title) == "Entretiens du lundi 23 novembre 2026"
