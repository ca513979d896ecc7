"""Nobody reads another's application (S4): tries every URL as every kind of visitor.

The URLs come from the URLconf; one that private_addresses.py does not list is a failure. The
headers of private pages are checked too.
"""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from enrolment.models import Application, Status
from enrolment.views import application
from enrolment.views.base import DEVICE
from tests.support.addresses import all_addresses
from tests.support.private_addresses import (
    ABSENT_REFERENCE,
    MINE,
    NOBODY,
    OF_OTHER_THINGS,
    OWN,
    PUBLIC,
    SECRET,
    STAFF_SITE,
    World,
    rights,
    staff_pages,
)
from tests.support.transitions import signed_in

pytestmark = pytest.mark.django_db
STAFF = list(staff_pages())
READ, WAY_IN, SIGN_IN, ABSENT, REFUSED = "read", "way in", "sign in", 404, 403


@pytest.fixture
def world():
    return World()


def outcome(response):
    """Names what the visitor got; checks that the owner's name is not in a refusal."""
    place = response.headers.get("Location", "")
    places = {reverse("enrolment:come_back"): WAY_IN, reverse("admin:login"): SIGN_IN}
    got = places.get(place.partition("?")[0], response.status_code)
    if got in (200, 422):
        return READ
    assert SECRET not in b"".join(response).decode(errors="replace")
    return got


def candidate(device=None):
    client = Client()
    if device:
        client.cookies[DEVICE] = device
    return client


def superuser():
    client = Client()
    client.force_login(User.objects.create_superuser("direction"))
    return client


# The tables are complete


def is_known(name):
    if name in PUBLIC or name in STAFF_SITE or name == MINE or name.startswith(OF_OTHER_THINGS):
        return True
    return name in {row.name for row in (*OWN, *STAFF)}


# Django's own redirections to pages that are in the tables have no name.
UNNAMED = ("gestion/(?P<url>.*)$",)


def is_redirection(name):
    return name in UNNAMED or name.endswith("/<path:object_id>/")


def test_every_address_has_a_row():
    names = [name for name, _ in all_addresses()]
    assert [n for n in names if not is_known(n) and not is_redirection(n)] == []


def test_every_row_is_an_address():
    names = {name for name, _ in all_addresses()}
    rows = {*PUBLIC, *STAFF_SITE, MINE, *(row.name for row in (*OWN, *STAFF))}
    assert rows - names == set()


@pytest.mark.parametrize("name", ["enrolment:invented", "admin:enrolment_guardian_change", "new"])
def test_control_of_rows(name):
    assert not is_known(name)


# The pages of a candidate

ids = {"ids": str}


@pytest.mark.parametrize("row", OWN, **ids)
def test_only_the_owner_reaches_a_page(world, row):
    applications = Application.objects.order_by("pk").values()
    before = list(applications)
    visitors = {"nobody": candidate(), "another": candidate(world.other), "staff": superuser()}
    for method in row.methods:
        visits = {who: getattr(client, method)(world.path(row)) for who, client in visitors.items()}
        got = {who: outcome(answer) for who, answer in visits.items()}
        assert got == {"nobody": WAY_IN, "another": ABSENT, "staff": WAY_IN}
    assert list(applications.all()) == before


def test_control_of_the_matrix(world, monkeypatch):
    """Control: a page does not check whose application it shows."""
    row = OWN[0]
    monkeypatch.setattr(
        application, "own", lambda _, reference: Application.objects.get(reference=reference)
    )
    assert outcome(candidate(world.other).get(world.path(row))) == READ


@pytest.mark.parametrize("row", OWN, **ids)
def test_owner_reads(world, row):
    owner = candidate(world.owner)
    method = "get" if "get" in row.methods else row.methods[0]
    assert getattr(owner, method)(world.path(row)).status_code in (200, 302)


@pytest.mark.parametrize("row", OWN, **ids)
def test_foreign_and_unknown_applications_get_the_same_bytes(world, row):
    other = candidate(world.other)
    method = getattr(other, row.methods[0])
    foreign = method(world.path(row))
    absent = method(world.path(row, ABSENT_REFERENCE))
    assert (foreign.status_code, foreign.content) == (absent.status_code, absent.content)


@pytest.mark.parametrize("row", [row for row in OWN if set(row.rest) - {"slug", "kind"}], **ids)
def test_document_of_another_application_is_not_found_in_one_s_own(world, row):
    """The reference belongs to the visitor, the document does not."""
    own = world.foreign[row.state].reference
    method = getattr(candidate(world.other), row.methods[0])
    assert outcome(method(world.path(row, own))) == ABSENT


def test_list_of_applications_is_of_one_person(world):
    answers = [candidate(device).get(reverse(MINE)) for device in (world.owner, world.other)]
    reference = world.applications[Status.SUBMITTED].reference
    assert [reference in answer.content.decode() for answer in answers] == [True, False]
    assert outcome(candidate().get(reverse(MINE))) == WAY_IN


# The pages of staff


def staff_path(world, row):
    return reverse(row.name, args=[getattr(world, name) for name in row.args])


@pytest.mark.parametrize("row", STAFF, **ids)
def test_only_staff_with_the_right_read_a_page(world, row):
    others, this_one = rights(row.right)
    visitors = {
        "nobody": candidate(),
        "another": candidate(world.other),
        "owner": candidate(world.owner),
        "staff without": signed_in(others),
        "staff with": superuser() if row.right == NOBODY else signed_in(this_one),
    }
    got = {who: outcome(client.get(staff_path(world, row))) for who, client in visitors.items()}
    with_it = REFUSED if row.right == NOBODY else READ
    signs_in = dict.fromkeys(["nobody", "another", "owner"], SIGN_IN)
    assert got == signs_in | {"staff without": REFUSED, "staff with": with_it}


def test_draft_is_as_absent_as_an_unknown_application_for_staff(world):
    _, view = rights("view_application")
    draft, absent = world.applications[Status.DRAFT].pk, 999_999
    paths = [reverse("admin:enrolment_application_change", args=[pk]) for pk in (draft, absent)]
    answers = [signed_in(view).get(path) for path in paths]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (302, reverse("admin:index"))
    ] * 2


@pytest.mark.parametrize("field", ["application", "decided_by", "slot", "interviewer"])
def test_search_boxes_of_the_staff_site_name_no_candidate(world, field):
    query = {"app_label": "enrolment", "model_name": "document", "field_name": field}
    answer = signed_in().get(
        f"{reverse('admin:autocomplete')}?{urlencode(query | {'term': SECRET})}"
    )
    assert outcome(answer) == REFUSED


# Headers of private pages


def headers(response):
    names = ("Cache-Control", "X-Robots-Tag", "Referrer-Policy", "X-Content-Type-Options")
    return {name: response.headers.get(name) for name in names}


PRIVATE = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def csp(response):
    parts = response.headers["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


@pytest.mark.parametrize("row", OWN, **ids)
def test_private_page_is_not_cached(world, row):
    method = getattr(candidate(world.owner), row.methods[0])
    assert headers(method(world.path(row))) == PRIVATE


@pytest.mark.parametrize("row", OWN, **ids)
def test_refusal_is_not_cached_either(world, row):
    """Otherwise a shared browser would show, without the cookie, that an application exists."""
    method = getattr(candidate(), row.methods[0])
    assert headers(method(world.path(row))) == PRIVATE


@pytest.mark.parametrize("row", [row for row in OWN if row.is_page], **ids)
def test_page_loads_and_sends_nothing_elsewhere(world, row):
    method = getattr(candidate(world.owner), row.methods[0])
    policy = csp(method(world.path(row)))
    sources = {name: policy[name] for name in ("default-src", "script-src", "form-action")}
    assert sources == {"default-src": "'none'", "script-src": "'self'", "form-action": "'self'"}
    assert "unsafe" not in str(policy)


SIGN_IN_PAGES = ["/candidature/", "/candidature/code/", "/candidature/lien/inconnu/"]


@pytest.mark.parametrize("url", SIGN_IN_PAGES)
def test_sign_in_page_is_not_cached(client, url):
    assert headers(client.get(url)) == PRIVATE


@pytest.mark.parametrize("row", [row for row in STAFF if row.right != NOBODY], **ids)
def test_staff_page_is_not_cached(world, row):
    answer = superuser().get(staff_path(world, row))
    assert "no-store" in answer.headers["Cache-Control"]
