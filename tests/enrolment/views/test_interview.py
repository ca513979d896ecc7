"""The candidate's interview, page by page, as a browser without JavaScript sees it."""

from datetime import timedelta

import lxml.html
import pytest
import time_machine
from django.urls import reverse
from post_office.models import Email

from enrolment import sign_in
from enrolment.interviews import bookings as verbs
from enrolment.interviews import link
from enrolment.mails import outbox
from enrolment.models import Booking, Mode, Slot, Status, Wish
from enrolment.views.base import DEVICE
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW
from tests.support.tagged import Tagged

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def application(client):
    """Makes an application that may book an interview; signs the client in."""
    factories.centre(phone="+33476000000")
    made = people.application(
        programme=factories.programme(short_name="Bac pro Gestion"), status=Status.TO_BOOK
    )
    client.cookies[DEVICE] = sign_in.remember(made.email, now=NOW)
    return made


@pytest.fixture
def free(application):
    """free(days=7, …) makes a slot of the programme, so many days ahead."""
    ada, campus = people.interviewer(), factories.campus()

    def free(*, days=7, hours=0, **fields):
        starts = NOW + timedelta(days=days, hours=hours)
        place = {"campus": campus} if fields.get("mode", Mode.ON_SITE) == Mode.ON_SITE else {}
        who = {"interviewer": ada, "programme": application.programme}
        return people.slot(starts=starts, **who | place | fields)

    return free


@pytest.fixture
def booked(application, free):
    return verbs.book(application, free(), now=NOW)


def at(application, step="", **query):
    name = "enrolment:interview" + (step and f"_{step}")
    return reverse(name, args=[application.reference], query=query)


def by_link(booking, step=""):
    name = "enrolment:interview_link" + (step and f"_{step}")
    return reverse(name, args=[link.make(booking)])


def page(response):
    return lxml.html.fromstring(response.content.decode()).find(".//main")


def words(response):
    return " ".join(page(response).text_content().split())


def inside(response, name, tag="*"):
    """Finds the elements with this tag inside those of this class."""
    return page(response).xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]//{tag}")


def boxes(response):
    """Returns {name: value}, as the form of the page would send it."""
    return {box.name: box.value for box in page(response).xpath(".//form//*[@name]")}


def ask(client, application, slot):
    """Opens the check page; returns what its form would send."""
    response = client.get(at(application, "check", creneau=slot.pk))
    return boxes(response)


def live(application):
    return Booking.objects.live().filter(application=application).select_related("slot").first()


# How


def test_only_modes_with_free_slots_are_proposed(client, application, free):
    free(mode="phone")
    free(days=8, mode="site")
    modes = page(client.get(at(application))).xpath(".//*[@name='mode']")
    assert [mode.get("value") for mode in modes] == ["site", "phone"]


def test_single_mode_is_not_asked(client, application, free):
    free(mode="phone")
    assert client.get(at(application)).url == at(application, "when", mode="phone")


def test_mode_leads_to_its_slots(client, application, free):
    free(mode="phone"), free(days=8)
    assert client.post(at(application), {"mode": "site"}).url == at(
        application, "when", mode="site"
    )


def test_missing_mode_is_explained(client, application, free):
    free(mode="phone"), free(days=8)
    response = client.post(at(application), {}, follow=True)
    assert response.redirect_chain[0][1] == 302
    assert "Choisissez une façon de nous rencontrer." in words(response)


# When


def test_tile_says_everything_to_screen_readers(client, application, free):
    free()
    response = client.get(at(application, "when", mode="site"))
    (hidden,) = inside(response, "tile", "span[@class='visually-hidden']")
    heard = hidden.text_content().replace("\u00a0", " ")
    assert heard == "lundi 30 novembre 2026, 9 h 30, 30 min, sur place, Les Tilleuls"


def test_days_and_half_days_are_headings(client, application, free):
    free(), free(hours=5), free(days=8)
    response = client.get(at(application, "when", mode="site"))
    legends = [
        e.text_content() for e in page(response).xpath(".//legend | .//*[@class='slot-half']")
    ]
    assert [text.replace("\u00a0", " ") for text in legends] == [
        "Lundi 30 novembre 2026",
        "Matin",
        "Après-midi",
        "Mardi 1er décembre 2026",
        "Matin",
    ]


def test_weeks_are_links_that_skip_the_empty_ones(client, application, free):
    free(), free(days=21)
    first = at(application, "when", mode="site")
    (link,) = inside(client.get(first), "week-links", "a")
    assert link.get("href") == at(application, "when", mode="site", semaine="2026-12-14")
    (back,) = inside(client.get(link.get("href")), "week-links", "a")
    assert back.get("href") == at(application, "when", mode="site", semaine="2026-11-30")


@pytest.mark.parametrize("week", ["2020-01-06", "", "semaine", "2026-12-07"])
def test_unknown_week_is_the_first_one(client, application, free, week):
    free(), free(days=21)
    response = client.get(at(application, "when", mode="site", semaine=week))
    assert "Semaine du 30" in words(response)


def test_next_slot_is_one_step_away(client, application, free):
    slot = free()
    response = client.get(at(application, "when", mode="site"))
    (link,) = inside(response, "next-slot", "a")
    assert link.get("href") == at(application, "check", creneau=slot.pk)


@pytest.mark.parametrize("answer", [{}, {"creneau": "x"}, {"creneau": "9" * 30}, {"creneau": "0"}])
def test_missing_slot_is_explained_on_the_same_week(client, application, free, answer):
    free(), free(days=21)
    response = client.post(
        at(application, "when", mode="site", semaine="2026-12-14"), answer, follow=True
    )
    assert response.redirect_chain[0][1] == 302
    assert "Choisissez un créneau dans la liste." in words(response)
    assert "Semaine du 14" in words(response)


@pytest.mark.parametrize("mode", ["", "avion", "video"])
def test_mode_without_slots_is_asked_again(client, application, free, mode):
    free()
    assert client.get(at(application, "when", mode=mode)).url == at(application, "how")


# Check, book


def test_check_books_nothing(client, application, free):
    slot = free()
    response = client.get(at(application, "check", creneau=slot.pk))
    assert "Pas encore réservé." in words(response)
    assert not Booking.objects.exists()


def test_button_books(client, application, free):
    slot = free()
    answers = ask(client, application, slot)
    response = client.post(at(application, "check"), answers)
    assert response.url == at(application)
    assert live(application).slot == slot
    assert "Entretien réservé" in words(client.get(response.url))


def test_button_pressed_twice_books_once(client, application, free):
    answers = ask(client, application, free())
    answered = [client.post(at(application, "check"), answers).url for _ in range(2)]
    assert answered == [at(application)] * 2
    assert Booking.objects.count() == 1


def test_needs_are_saved_with_the_booking(client, application, free):
    answers = ask(client, application, free()) | {"access_needs": "Un accès en fauteuil."}
    client.post(at(application, "check"), answers)
    application.refresh_from_db()
    assert application.access_needs == "Un accès en fauteuil."


def test_needs_too_long_are_explained_and_stay(client, application, free):
    answers = ask(client, application, free()) | {"access_needs": "a" * 501}
    response = client.post(at(application, "check"), answers, follow=True)
    assert response.redirect_chain[0][1] == 302
    assert boxes(response)["access_needs"].strip() == "a" * 501


def test_needs_say_who_reads_them(client, application, free):
    response = client.get(at(application, "check", creneau=free().pk))
    assert "Seul le référent handicap lit ce que vous écrivez ici" in words(response)


@pytest.mark.parametrize("query", [{}, {"creneau": "x"}, {"creneau": "-1"}])
def test_check_without_a_slot_asks_again(client, application, free, query):
    free()
    assert client.get(at(application, "check", **query)).url == at(application, "how")


def test_check_of_a_slot_that_the_agenda_lost_proposes_others(client, application, free):
    answer = client.get(at(application, "check", creneau=free().pk + 1))
    assert answer.status_code == 409
    assert "Voici le créneau le plus proche" in answer.content.decode()


def test_slot_of_another_programme_is_not_given(client, application, free):
    free()
    foreign = people.slot(programme=factories.programme())
    assert client.get(at(application, "check", creneau=foreign.pk)).status_code == 409


# Taken meanwhile


def steal(slot):
    Slot.objects.filter(pk=slot.pk).update(taken=1)


def test_stolen_slot_leads_to_the_nearest_three(client, application, free):
    slot, *others = [free(days=day) for day in (7, 20, 8, 9, 10)]
    answers = ask(client, application, slot)
    steal(slot)
    response = client.post(at(application, "check"), answers)
    assert response.status_code == 409
    assert "Ce créneau vient d’être pris" in words(response)
    links = [link.get("href") for link in inside(response, "nearest", "a")]
    assert links == [at(application, "check", creneau=other.pk) for other in others[1:]]
    assert live(application) is None


def test_answers_stay_when_a_slot_is_stolen(client, application, free):
    slot, other = free(), free(days=8)
    answers = ask(client, application, slot) | {"access_needs": "Un accès en fauteuil."}
    steal(slot)
    client.post(at(application, "check"), answers)
    assert ask(client, application, other)["access_needs"].strip() == "Un accès en fauteuil."


def test_slot_stolen_before_the_check_is_explained_too(client, application, free):
    slot = free()
    free(days=8)
    steal(slot)
    assert client.get(at(application, "check", creneau=slot.pk)).status_code == 409


def test_last_slot_stolen_proposes_to_wait(client, application, free):
    slot = free()
    answers = ask(client, application, slot)
    steal(slot)
    assert "C’était le dernier." in words(client.post(at(application, "check"), answers))


def test_booking_made_meanwhile_is_explained(client, application, free):
    """Another tab has booked an interview that is too near to be moved."""
    slot = free(days=2)
    answers = ask(client, application, slot)
    application.bookings.create(slot=free(days=0, hours=2), booked_at=NOW)
    assert client.post(at(application, "check"), answers).status_code == 409


# None left


def test_no_slot_left_gives_a_phone_and_a_wish(client, application):
    response = client.get(at(application))
    assert "Aucun créneau libre" in words(response)
    assert "04 76 00 00 00" in words(response).replace("\u00a0", " ")
    client.post(at(application, "wish"))
    assert "nous vous écrirons" in words(client.get(at(application)))


def test_wish_may_be_taken_back(client, application):
    client.post(at(application, "wish"))
    client.post(at(application, "wish"), {"oublier": "oui"})
    assert not Wish.objects.exists()


def test_held_slot_comes_first_with_its_end(client, application, free):
    slot = free(capacity=1)
    steal(slot)
    Wish.objects.create(application=application, asked_at=NOW, slot=slot, held_until=NOW + DAY)
    response = client.get(at(application))
    assert "24 novembre 2026 à 9 h 30" in words(response).replace("\u00a0", " ")
    (link,) = inside(response, "held", "a")
    assert link.get("href") == at(application, "check", creneau=slot.pk)
    client.post(at(application, "check"), ask(client, application, slot))
    assert live(application).slot == slot


# Booked: what the page says


def test_booked_page_says_it_all(client, application, booked):
    said = words(client.get(at(application))).replace("\u00a0", " ")
    for part in ("lundi 30 novembre 2026 à 9 h 30", "Les Tilleuls", "Ada Vidal", "De quoi noter."):
        assert part in said


def test_booked_page_leads_to_the_map_of_the_place(client, application, booked):
    campus = booked.slot.campus
    campus.street = "1 rue des Tilleuls"
    campus.save()
    (link,) = inside(client.get(at(application)), "map-link", "a")
    assert link.get("href") == campus.map_url


def test_interview_by_phone_has_no_map(client, application, free):
    verbs.book(application, free(mode="phone"), now=NOW)
    assert not inside(client.get(at(application)), "map-link", "a")


def test_calendar_file_is_given(client, application, booked):
    response = client.get(at(application, "event"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="entretien.ics"'


@pytest.mark.parametrize("step", ["event", "sheet", "paper", "confirm", "cancel"])
def test_without_an_interview_its_pages_lead_to_the_choice(client, application, step):
    assert client.get(at(application, step)).url == at(application)


def test_candidate_confirms(client, application, booked):
    client.post(at(application, "confirm"))
    assert live(application).confirmed_at == NOW
    assert "Vous avez confirmé votre venue." in words(client.get(at(application)))


def test_looking_confirms_nothing(client, application, booked):
    client.get(at(application, "confirm"))
    client.get(by_link(booked, "confirm"))
    assert live(application).confirmed_at is None


# Moved, cancelled


def test_candidate_moves(client, application, booked, free):
    later = free(days=9)
    answers = ask(client, application, later)
    assert sorted(answers) == ["creneau", "csrfmiddlewaretoken"]
    client.post(at(application, "check"), answers)
    assert live(application).slot == later
    assert Slot.objects.get(pk=booked.slot.pk).taken == 0


def test_stolen_slot_keeps_the_interview_one_has(client, application, booked, free):
    later = free(days=9)
    answers = ask(client, application, later)
    steal(later)
    response = client.post(at(application, "check"), answers)
    assert "Votre entretien actuel reste réservé." in words(response)
    assert live(application) == booked


def test_candidate_cancels(client, application, booked):
    client.get(at(application, "cancel"))
    assert live(application) == booked
    assert "Entretien annulé" in words(client.post(at(application, "cancel")))
    application.refresh_from_db()
    assert (live(application), application.status) == (None, Status.TO_BOOK)


def test_cancelled_twice_is_cancelled_once(client, application, booked):
    client.post(at(application, "cancel"))
    assert client.post(at(application, "cancel")).url == at(application)
    outbox.write()
    mails = Email.objects.filter(subject__startswith="Entretien annulé", to=application.email)
    assert mails.count() == 1


def test_interview_too_near_to_change_is_explained(client, application, free, clock):
    booked = verbs.book(application, free(), now=NOW)
    clock.move_to(booked.slot.starts - timedelta(hours=3))
    said = words(client.get(at(application)))
    assert "L’entretien est trop proche pour être changé ici." in said
    assert client.get(at(application, "how")).url == at(application)
    assert client.post(at(application, "cancel")).status_code == 409
    assert live(application) == booked


def test_past_interview_says_so(client, application, booked, clock):
    clock.move_to(booked.slot.starts + timedelta(minutes=1))
    assert "L’heure de cet entretien est passée." in words(client.get(at(application)))


STATES = {
    Status.SUBMITTED: "Le centre lit votre dossier.",
    Status.INTERVIEWED: "L’entretien est passé.",
    Status.DECLINED: "Votre candidature n’a pas été retenue.",
}


@pytest.mark.parametrize("status", STATES)
def test_other_states_say_what_happens(client, application, status):
    application.status = status
    application.save()
    assert STATES[status] in words(client.get(at(application)))
    assert client.get(at(application, "when", mode="site")).url == at(application)


def test_draft_leads_to_its_tasks(client, application):
    application.status, application.submitted_at = Status.DRAFT, None
    application.save()
    assert client.get(at(application)).url == reverse(
        "enrolment:dossier", args=[application.reference]
    )


# By the link of a reminder, without signing in


@pytest.fixture
def stranger(client, booked):
    client.cookies.clear()
    return client


def test_link_confirms_without_signing_in(stranger, application, booked):
    assert "Venez-vous" in words(stranger.get(by_link(booked, "confirm")))
    response = stranger.post(by_link(booked, "confirm"))
    assert response.url == by_link(booked)
    assert live(application).confirmed_at == NOW


def test_link_cancels_without_signing_in(stranger, application, booked):
    assert "Entretien annulé" in words(stranger.post(by_link(booked, "cancel")))
    assert live(application) is None


def test_link_moves_this_interview_only(stranger, application, booked, free):
    later = free(days=9)
    assert stranger.get(by_link(booked, "how")).url.startswith(by_link(booked, "when"))
    check = f"{by_link(booked, 'check')}?creneau={later.pk}"
    answers = boxes(stranger.get(check))
    response = stranger.post(by_link(booked, "check"), answers)
    made = live(application)
    assert (made.slot, response.url) == (later, by_link(made))
    assert stranger.post(by_link(booked, "check"), answers).url == by_link(made)  # pressed twice
    assert stranger.get(at(application)).url == reverse("enrolment:come_back")


def test_link_does_not_show_the_needs(stranger, application, booked, free):
    application.access_needs = "Un accès en fauteuil."
    application.save()
    check = f"{by_link(booked, 'check')}?creneau={free(days=9).pk}"
    for path in (by_link(booked), check, by_link(booked, "sheet")):
        assert "fauteuil" not in words(stranger.get(path))


def test_link_of_a_cancelled_interview_says_so(stranger, application, booked):
    verbs.cancel(booked, now=NOW)
    response = stranger.get(by_link(booked, "confirm"))
    assert response.status_code == 410
    assert "Cet entretien a été annulé." in words(response)


def test_link_of_a_moved_interview_says_so(stranger, application, booked, free):
    verbs.move(application, free(days=9), now=NOW)
    response = stranger.post(by_link(booked, "cancel"))
    assert response.status_code == 410
    assert "Cet entretien a été déplacé" in words(response)
    assert live(application) is not None


def test_link_ends_when_the_interview_starts(stranger, booked, clock):
    clock.move_to(booked.slot.starts)
    response = stranger.get(by_link(booked))
    assert response.status_code == 410
    assert "L’heure de cet entretien est passée." in words(response)


@pytest.mark.parametrize("token", ["1", "1.x", "x", "999.abc"])
def test_link_that_is_not_ours_says_nothing(stranger, booked, token):
    response = stranger.get(reverse("enrolment:interview_link", args=[token]))
    assert response.status_code == 410
    assert booked.application.reference not in response.content.decode()


def test_link_is_not_cached(stranger, booked):
    response = stranger.get(by_link(booked))
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store, private", "noindex")


# Cost


@pytest.mark.parametrize("count", [1, 60])
@pytest.mark.parametrize(("step", "queries"), [("how", 10), ("when", 9)])
def test_choice_costs_the_same_whatever_the_slots(
    client, application, free, django_assert_num_queries, count, step, queries
):
    for n in range(count):
        free(days=7 + n % 20, hours=n // 20)
    free(mode="phone", days=40)
    with django_assert_num_queries(queries):
        client.get(at(application, step, **({"mode": "site"} if step == "when" else {})))


# On paper


def test_sheet_on_paper_says_what_the_page_says(client, application, booked):
    shown = client.get(at(application, "sheet"))
    response = client.get(at(application, "paper"))
    assert response["Content-Type"] == "application/pdf"
    name = f"entretien_{application.reference}.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    paper = Tagged(response.content)
    assert len(paper.pages) == 1
    assert [heading.tag for heading in paper.headings] == ["H1", "H2", "H2"]
    said = "".join(paper.root.text(without=()).split())
    for element in page(shown).xpath(".//dt | .//dd | .//li[not(@class)]"):
        assert "".join(element.text_content().split()) in said
