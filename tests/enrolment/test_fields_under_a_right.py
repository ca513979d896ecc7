"""A field under a right is read by nobody else (S4), not even by counting the rows of a list.

Every way that leads to such a field is tried, from the list of every model; models and staff pages
give the ways and the fields (tests/support/lookups.py).
"""

import pytest
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from charmilles import typography
from charmilles.screens import Screen
from enrolment.models import Application, Interviewer, Slot
from enrolment.privacy import export
from tests.support import enrolment_factories as factories
from tests.support.lookups import hidden_fields, lists, paths, questions, screens
from tests.support.private_addresses import World, rights, staff_pages

pytestmark = pytest.mark.django_db
HIDDEN = {str(hidden): hidden for hidden in hidden_fields()}
NEEDS, CALL, FEED = (
    HIDDEN[name]
    for name in ("application.access_needs", "application.wants_call", "interviewer.feed_key")
)
LISTS = list(lists())
every_hidden_field = pytest.mark.parametrize("hidden", HIDDEN.values(), ids=str)


@pytest.fixture
def world():
    """Rows of which all the fields under a right answer the questions."""
    world = World()
    made = [world.message, world.lostmail, world.availability]
    assert all(made)
    world.person = Interviewer.objects.order_by("pk").first().pk
    User.objects.create(username="collègue", is_staff=True)
    for hidden in HIDDEN.values():
        rows = hidden.model.objects.all()
        if hidden == FEED:
            rows = rows.filter(pk=world.person)  # each has its own
        rows.update(**{hidden.name: True if hidden == CALL else hidden.mark})
    return world


def without(hidden):
    """Makes a member of staff who has every right but that of this field."""
    if hidden.right is None:
        return superuser()
    user = factories.staff()
    user.user_permissions.set(rights(hidden.codename)[0])
    return user


def superuser():
    return User.objects.create_superuser("direction")


def visit(user):
    client = Client()
    client.force_login(user)
    return client


def count(rf, screen, user, lookup, value):
    """How many rows the list shows, or the name of its refusal."""
    request = rf.get("/", {lookup: value})
    request.user = user
    try:
        return screen.get_changelist_instance(request).result_count
    except (DisallowedModelAdminLookup, IncorrectLookupParameters) as refusal:
        return type(refusal).__name__


def list_of(model):
    (screen,) = (screen for screen, _ in LISTS if screen.model._meta.concrete_model is model)
    return screen


def telling(rf, screen, hidden, user):
    """The lookups whose answer depends on the value of the field."""
    return [
        lookup
        for path in paths(screen.model, hidden.model)
        for comparison, true, false in questions(hidden)
        if (lookup := f"{path}{hidden.name}{comparison}")
        and count(rf, screen, user, lookup, true) != count(rf, screen, user, lookup, false)
    ]


# Lookups in the URL


@every_hidden_field
def test_no_lookup_tells_a_hidden_field(rf, world, hidden):
    user = without(hidden)
    told = {url: telling(rf, screen, hidden, user) for screen, url in LISTS}
    assert {url: lookups for url, lookups in told.items() if lookups} == {}


# Django has a rule of its own for passwords, and other comparisons for JSON.
OF_DJANGO = {"user.password", "email.context"}


@pytest.mark.parametrize("name", sorted(HIDDEN.keys() - OF_DJANGO))
def test_control_of_lookups(rf, world, monkeypatch, name):
    """Control: with Django's rule, the list of the field's own model tells it."""
    monkeypatch.setattr(Screen, "lookup_allowed", admin.ModelAdmin.lookup_allowed)
    hidden = HIDDEN[name]
    assert telling(rf, list_of(hidden.model), hidden, without(hidden)) != []


def test_control_of_paths(rf, world, monkeypatch):
    """Control: without any rule, the list of slots tells the needs of who has booked."""
    monkeypatch.setattr(Screen, "lookup_allowed", lambda *_, request=None: True)
    lookup, user = "bookings__application__access_needs__startswith", without(NEEDS)
    assert lookup.partition("access")[0] in paths(Slot, Application)
    found = [count(rf, list_of(Slot), user, lookup, value) for value in ("Uni", "zzz")]
    assert found == [1, 0]


def test_every_list_refuses_what_it_does_not_offer(rf):
    """Whatever the field: the rest of a row may be as private as a field under a right."""
    user = superuser()
    answers = {
        count(rf, screen, user, f"{field.attname}__regex", "^a")
        for screen, _ in LISTS
        for field in screen.model._meta.concrete_fields
    }
    assert answers == {"DisallowedModelAdminLookup"}


def test_refused_filter_is_said_in_words():
    client = visit(superuser())
    answers = [client.get(url, {"pk__startswith": "1"}) for _, url in LISTS]
    assert {answer.status_code for answer in answers} == {400}
    assert all("Ce filtre n’est pas proposé" in answer.content.decode() for answer in answers)


@every_hidden_field
def test_no_popup_gives_a_hidden_field_as_the_key_of_a_row(world, hidden):
    client = visit(superuser())
    answers = [client.get(url, {"_popup": "1", "_to_field": hidden.name}) for _, url in LISTS]
    assert {answer.status_code for answer in answers} == {400}
    assert all("Cette demande n’a pas été comprise" in a.content.decode() for a in answers)


def test_every_filter_that_a_list_draws_is_one_that_it_accepts(world):
    client = visit(superuser())
    refused = []
    for _, url in LISTS:
        changelist = client.get(url).context["cl"]
        for spec in changelist.filter_specs:
            links = [url + choice["query_string"] for choice in spec.choices(changelist)]
            refused += [link for link in links if client.get(link).status_code != 200]
    assert refused == []


def test_every_staff_page_follows_the_rule():
    assert [str(screen) for screen in screens() if not isinstance(screen, Screen)] == []


# Search, order, filters


@every_hidden_field
def test_no_search_finds_a_hidden_field(rf, world, hidden):
    user = without(hidden)
    told = [
        url
        for screen, url in LISTS
        if count(rf, screen, user, "q", hidden.mark) != count(rf, screen, user, "q", "zzzz")
    ]
    assert told == []


def test_control_of_searches(rf, world, monkeypatch):
    """Control: a list that searches the field as Django does, without its right, finds it."""
    screen = list_of(Application)
    of_django = super(type(screen), screen).get_search_results
    monkeypatch.setattr(screen, "get_search_results", of_django)
    monkeypatch.setattr(screen, "search_fields", ["email", "access_needs"])
    user = without(NEEDS)
    assert count(rf, screen, user, "q", NEEDS.mark) == 0
    monkeypatch.setattr(screen, "under_a_right", {})
    assert count(rf, screen, user, "q", NEEDS.mark) > 0


@every_hidden_field
def test_no_list_is_ordered_by_a_hidden_field(rf, hidden):
    request = rf.get("/")
    request.user = without(hidden)
    changelists = [screen.get_changelist_instance(request) for screen, _ in LISTS]
    orders = {
        str(changelist.get_ordering_field(name))
        for changelist in changelists
        for name in changelist.list_display
    }
    assert len(orders) > 20
    assert {order for order in orders if order.split("__")[-1] == hidden.name} == set()


def test_filter_of_a_hidden_field_is_shown_to_who_has_its_right(rf):
    request = rf.get("/")
    shown = []
    for request.user in (without(CALL), superuser()):
        shown.append("wants_call" in list_of(Application).get_list_filter(request))
    assert shown == [False, True]


# Pages, history, table


def read_by(user, world):
    """What this member of staff reads on all the staff pages."""
    client, day = visit(user), typography.local(world.booking.slot.starts).date()
    rows = [row for row in staff_pages() if not row.name.endswith(("_pdf", "_recap"))]
    urls = [reverse(row.name, args=[getattr(world, a) for a in row.args]) for row in rows]
    urls.append(reverse("admin:enrolment_day", query={"jour": day.isoformat()}))
    urls.append(reverse("admin:enrolment_interviewer_change", args=[world.person]))
    return b"".join(b"".join(client.get(url)) for url in urls).decode(errors="replace")


@pytest.mark.parametrize("hidden", [NEEDS, FEED], ids=str)
def test_pages_show_a_hidden_field_to_who_has_its_right(world, hidden):
    read = [read_by(user, world) for user in (without(hidden), superuser())]
    assert [hidden.mark in pages for pages in read] == [False, True]


def test_text_of_a_lost_mail_is_on_no_page(world):
    Email.objects.exclude(pk=world.lostmail).update(message="", html_message="")
    assert HIDDEN["email.message"].mark not in read_by(superuser(), world)


def test_table_of_applications_has_no_hidden_field(world):
    pieces = export.table(Application.objects.all(), now=factories.NOW, by=superuser())
    table = b"".join(pieces).decode()
    titles = table.splitlines()[0]
    assert NEEDS.mark not in table
    assert "rappel" not in titles
