"""The staff pages of availabilities and closures, the slots they make, and the list of slots."""

from datetime import date, time, timedelta

import lxml.html
import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from enrolment.interviews import calendar_files, generation
from enrolment.models import Availability, Closure, Interviewer, Slot
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
saved = pytest.mark.django_db(transaction=True)  # slots are made once the page is saved

SLOTS = reverse("admin:enrolment_slot_changelist")
CLOSURES = reverse("admin:enrolment_closure_add")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def direction(client):
    client.force_login(User.objects.create_superuser("direction"))
    return client


@pytest.fixture
def sign_in(client):
    """sign_in("view_slot", …) signs the client in as a member of staff with these rights."""

    def sign_in(*rights):
        user = factories.staff()
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(user)

    return sign_in


def tree(response):
    return lxml.html.fromstring(response.content.decode())


def messages(response):
    return [item.text_content() for item in tree(response).xpath("//ul[@class='messagelist']/li")]


def errors(response):
    return tree(response).xpath("//ul[contains(@class, 'errorlist')]/li/text()")


def typed(programme, **fields):
    """Gives the data of the form of an availability: Mondays from nine to eleven, by phone."""
    slots = {"length": "30", "gap": "0", "capacity": "1", "notice_hours": "24", "horizon_days": "7"}
    return {"programmes": [programme.pk]} | factories.HOURS | slots | fields


def add(client, person, **fields):
    data = typed(catalogue.programme(), interviewer=person.pk, **fields)
    return client.post(reverse("admin:enrolment_availability_add"), data, follow=True)


def interviewer_form(*rows):
    """Gives the data of the form of an interviewer, with these availabilities."""
    data = {
        "name": "Ada Vidal",
        "is_active": "on",
        "email": "ada@exemple.test",
        "availabilities-TOTAL_FORMS": len(rows),
        "availabilities-INITIAL_FORMS": 0,
    }
    for number, row in enumerate(rows):
        data |= {f"availabilities-{number}-{name}": value for name, value in row.items()}
    return data


# Availabilities


@saved
def test_saving_an_availability_makes_its_slots(direction):
    answer = add(direction, factories.interviewer())
    assert messages(answer)[-1] == "Créneaux : 6 ajoutés."
    assert Slot.objects.count() == 6


@saved
def test_interviewer_and_hours_are_saved_on_one_page(direction):
    data = interviewer_form(typed(catalogue.programme()), typed(catalogue.programme(), weekday="1"))
    answer = direction.post(reverse("admin:enrolment_interviewer_add"), data, follow=True)
    assert messages(answer)[-1] == "Créneaux : 10 ajoutés."


@saved
def test_inactive_interviewer_loses_free_slots(direction):
    person = factories.availability(horizon_days=7).interviewer
    generation.generate(now=NOW)
    data = interviewer_form() | {"name": person.name, "email": person.email}
    del data["is_active"]
    page = reverse("admin:enrolment_interviewer_change", args=[person.pk])
    data |= {"availabilities-TOTAL_FORMS": 0}
    assert messages(direction.post(page, data, follow=True))[-1] == "Créneaux : 6 retirés."


@saved
def test_deleting_an_availability_removes_its_free_slots(direction):
    availability = factories.availability(horizon_days=7)
    generation.generate(now=NOW)
    page = reverse("admin:enrolment_availability_delete", args=[availability.pk])
    direction.post(page, {"post": "yes"})
    assert Slot.objects.count() == 0


OVERLAP = (
    "Cette personne reçoit déjà le lundi de 9\u00a0h à 11\u00a0h : changez l’heure, le jour, les "
    "semaines ou les dates de l’une des deux."
)


def test_overlapping_availability_is_refused(direction):
    person = factories.availability().interviewer
    answer = add(direction, person, starts="10:30", ends="12:00")
    assert errors(answer) == [OVERLAP]
    assert Availability.objects.count() == 1


def test_availability_may_be_saved_again(direction):
    availability = factories.availability()
    page = reverse("admin:enrolment_availability_change", args=[availability.pk])
    data = typed(availability.programmes.get(), ends="11:30")
    direction.post(page, data)
    availability.refresh_from_db()
    assert availability.ends == time(11, 30)


def test_same_hours_of_somebody_else_are_accepted(direction):
    factories.availability()
    add(direction, factories.interviewer())
    assert Availability.objects.count() == 2


def test_two_overlapping_rows_of_a_page_are_refused(direction):
    data = interviewer_form(
        typed(catalogue.programme()), typed(catalogue.programme(), starts="10:00")
    )
    answer = direction.post(reverse("admin:enrolment_interviewer_add"), data)
    assert errors(answer) == [OVERLAP]
    assert Interviewer.objects.count() == 0


def test_row_that_is_deleted_does_not_count(direction):
    availability = factories.availability()
    rows = [
        typed(availability.programmes.get(), id=availability.pk, DELETE="on"),
        typed(catalogue.programme()),
    ]
    data = interviewer_form(*rows) | {"availabilities-INITIAL_FORMS": 1}
    direction.post(
        reverse("admin:enrolment_interviewer_change", args=[availability.interviewer_id]), data
    )
    assert Availability.objects.exclude(pk=availability.pk).count() == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"starts": ""}, ["Indiquez l’heure du premier entretien, par exemple 09:00."]),
        ({"mode": "video"}, ["Donnez le lien de la visio."]),
        ({"mode": "site"}, ["Dites sur quel site on est reçu."]),
        ({"ends": "09:00"}, ["L’heure de fin est celle du début."]),
        ({"until": "01/10/2026"}, ["La dernière date précède la première."]),
    ],
)
def test_mistakes_are_explained(direction, fields, expected):
    assert errors(add(direction, factories.interviewer(), **fields)) == expected


def test_availability_keeps_its_interviewer(direction, read):
    availability = factories.availability()
    page = read(reverse("admin:enrolment_availability_change", args=[availability.pk]))
    assert page.xpath("//*[@name='interviewer']") == []


def test_interviewer_with_slots_is_not_deleted(direction):
    person = factories.slot(programme=catalogue.programme()).interviewer
    page = reverse("admin:enrolment_interviewer_delete", args=[person.pk])
    assert direction.post(page, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 10])
def test_list_of_interviewers_costs_the_same(direction, rows, django_assert_num_queries):
    for _ in range(rows):
        factories.availability()
    generation.generate(now=NOW)
    with django_assert_num_queries(7):
        direction.get(reverse("admin:enrolment_interviewer_changelist"))


# The private feed


def feed_shown(page):
    return page.xpath("//div[contains(@class, 'field-feed')]//div[@class='readonly']/text()")


def page_of(person, page="change"):
    return reverse(f"admin:enrolment_interviewer_{page}", args=[person.pk])


def test_feed_url_is_on_the_page_of_the_interviewer(direction, read):
    person = factories.interviewer()
    assert feed_shown(read(page_of(person))) == [calendar_files.feed_url(person)]
    assert feed_shown(read(reverse("admin:enrolment_interviewer_add"))) == []


def test_feed_url_is_hidden_from_readers(sign_in, read):
    sign_in("view_interviewer")
    person = factories.interviewer()
    assert person.feed_key not in read(page_of(person)).text_content()


def test_new_feed_url_disables_the_old_one(direction, client):
    person = factories.interviewer()
    before = calendar_files.feed_url(person)
    data = {"action": "renew_feed", "_selected_action": [person.pk], "index": 0}
    direction.post(reverse("admin:enrolment_interviewer_changelist"), data)
    person.refresh_from_db()
    answers = [client.get(url).status_code for url in (before, calendar_files.feed_url(person))]
    assert answers == [404, 200]


# Closures


def close(client, **fields):
    days = {"starts_on": "30/11/2026", "ends_on": "30/11/2026", "label": "Congés"}
    return client.post(CLOSURES, days | fields, follow=True)


@saved
def test_closure_removes_the_free_slots(direction):
    factories.availability(horizon_days=7)
    generation.generate(now=NOW)
    assert messages(close(direction))[-1] == "Créneaux : 4 retirés."


@saved
def test_closure_keeps_the_interviews_and_warns(direction):
    factories.availability(horizon_days=7)
    generation.generate(now=NOW)
    factories.booking(slot=Slot.objects.last())
    (warning,) = (text for text in messages(close(direction)) if text.startswith("Entretiens"))
    assert warning == (
        "Entretiens déjà réservés ces jours-là, et maintenus : 1. Pour les annuler et prévenir "
        "les candidats : Créneaux, « Fermer des jours »."
    )
    assert Slot.objects.filter(taken=1).count() == 1


@saved
def test_deleted_closure_brings_the_slots_back(direction):
    factories.availability(horizon_days=7)
    closure = Closure.objects.create(
        starts_on=date(2026, 11, 30), ends_on=date(2026, 11, 30), label="Congés"
    )
    generation.generate(now=NOW)
    direction.post(reverse("admin:enrolment_closure_delete", args=[closure.pk]), {"post": "yes"})
    assert Slot.objects.count() == 6


# The list of slots


def shown(page, column):
    cells = page.xpath(f"//*[contains(@class, 'field-{column}')]")
    return [cell.text_content().strip() for cell in cells]


@pytest.fixture
def slots():
    """Makes four slots, in order of start: {name: slot}."""
    programme, person = catalogue.programme(), factories.interviewer()

    def made(days, **fields):
        starts = NOW + timedelta(days=days)
        return factories.slot(programme=programme, interviewer=person, starts=starts, **fields)

    by_name = {
        "passé": made(-1),
        "demain": made(1),
        "jeudi": made(3),
        "fermé": made(8, is_open=False),
    }
    factories.booking(slot=by_name["demain"])
    return by_name


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["demain", "jeudi", "fermé"]),
        ("quand=semaine", ["demain", "jeudi"]),
        ("quand=jour", []),
        ("quand=tout", ["passé", "demain", "jeudi", "fermé"]),
        ("etat=libre", ["jeudi"]),
        ("etat=pris", ["demain"]),
        ("etat=silence", ["demain"]),
        ("etat=ferme", ["fermé"]),
    ],
)
def test_list_filters(direction, read, slots, query, expected):
    rows = read(f"{SLOTS}?{query}").xpath("//input[@name='_selected_action']/@value")
    names = {str(slot.pk): name for name, slot in slots.items()}
    assert [names[row] for row in rows] == expected


def test_list_says_what_is_free(direction, read, slots):
    page = read(SLOTS)
    assert shown(page, "state") == ["complet", "libre", "fermé"]
    assert shown(page, "places") == ["1 sur 1", "0 sur 1", "0 sur 1"]


def test_silence_before_the_day_is_highlighted(direction, read, slots):
    page = read(SLOTS)
    assert shown(page, "people") == ["Inès Morel pas encore confirmé", "—", "—"]
    assert page.xpath("//strong[@class='badge']/text()") == ["pas encore confirmé"]


def test_confirmed_interview_is_not_highlighted(direction, read, slots):
    slots["demain"].bookings.update(confirmed_at=NOW)
    assert shown(read(SLOTS), "people")[0] == "Inès Morel"


def test_names_need_the_right_to_read_applications(sign_in, read, slots):
    sign_in("view_slot")
    assert shown(read(SLOTS), "people") == []
    page = read(reverse("admin:enrolment_slot_change", args=[slots["demain"].pk]))
    assert "Morel" not in page.text_content()


def run(client, action, *slots):
    data = {"action": action, "_selected_action": [slot.pk for slot in slots], "index": 0}
    return messages(client.post(SLOTS, data, follow=True))


def test_slots_are_closed_from_the_list(direction, slots):
    assert run(direction, "close", slots["jeudi"], slots["demain"]) == [
        "Créneaux fermés : 2. Les entretiens pris sont maintenus."
    ]
    assert Slot.objects.filter(is_open=True).count() == 1
    assert slots["demain"].bookings.live().count() == 1


def test_slots_are_opened_from_the_list(direction):
    factories.availability(horizon_days=7)
    generation.generate(now=NOW)
    Slot.objects.update(is_open=False)
    assert run(direction, "open", *Slot.objects.all()) == ["Créneaux rouverts : 6."]


def test_actions_need_the_right(sign_in, read, slots):
    sign_in("view_slot")
    assert read(SLOTS).xpath("//select[@name='action']") == []


def test_slot_is_read_only(direction, read, slots):
    page = read(reverse("admin:enrolment_slot_change", args=[slots["demain"].pk]))
    form = page.get_element_by_id("slot_form")
    assert form.xpath(".//input[@type != 'hidden'] | .//select | .//textarea") == []


@pytest.mark.parametrize("rows", [1, 20])
def test_list_of_slots_costs_the_same(direction, rows, django_assert_num_queries):
    programme = catalogue.programme()
    for number in range(rows):
        starts = NOW + timedelta(days=1, hours=number)
        factories.booking(slot=factories.slot(programme=programme, starts=starts))
    with django_assert_num_queries(12):
        direction.get(SLOTS)
