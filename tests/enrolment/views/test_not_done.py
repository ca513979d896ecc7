"""The page that answers whatever was not done."""

import lxml.html
import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch, reverse
from django.utils import timezone

from enrolment import sign_in
from enrolment.models import Application, Guardian, Status
from enrolment.views.base import DEVICE
from enrolment.views.not_done import AnswersNotDone, Overtaken
from enrolment.workflow import PartGone, Refused
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db


def answer(exception, *, app="enrolment", **known):
    """The answer when a view raises this exception; None when it is let through."""
    request = RequestFactory().post("/gestion/a/")
    request.user = factories.staff()
    request.resolver_match = ResolverMatch(print, (), known, app_names=[app], namespaces=[app])
    return AnswersNotDone(HttpResponse).process_exception(request, exception)


def page(response):
    return lxml.html.fromstring(response.content.decode())


def way_on(response):
    return page(response).xpath("//main//a[contains(@class, 'button')]/@href")


def broken_rule(write):
    """The error of the database for this write."""
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        write()
    return raised.value


def test_refusal_is_told_with_the_way_on_to_the_application():
    reference = factories.application().reference
    told = answer(Refused("Il est trop tard."), reference=reference)
    assert (told.status_code, way_on(told)) == (409, [f"/candidature/dossier/{reference}/"])
    assert "Il est trop tard." in page(told).text_content()
    assert (told["Cache-Control"], told["X-Robots-Tag"]) == ("no-store, private", "noindex")


def test_refusal_by_the_link_of_a_reminder_leads_back_to_it():
    told = answer(Refused("Il est trop tard."), token="1.abc")
    assert way_on(told) == [reverse("enrolment:interview_link", args=["1.abc"])]


def test_refusal_on_the_staff_site_leads_to_the_same_page():
    told = answer(Refused("Il est trop tard."), app="admin", pk=1)
    assert (told.status_code, way_on(told)) == (409, ["/gestion/a/"])


@pytest.mark.parametrize("error", [Application.DoesNotExist(), IntegrityError()])
def test_any_error_about_an_erased_application_says_that_it_is_gone(error):
    told = answer(error, reference="CH-AAAA-AAAA")
    assert (told.status_code, way_on(told)) == (404, [reverse("enrolment:mine")])


def test_what_an_application_no_longer_has_leads_back_to_it():
    reference = factories.application().reference
    told = answer(PartGone("Plus demandé"), reference=reference)
    assert (told.status_code, way_on(told)) == (404, [f"/candidature/dossier/{reference}/"])


def test_value_written_twice_at_once_is_overtaken():
    application = factories.application()
    factories.guardian(application=application)
    error = broken_rule(lambda: factories.guardian(application=application))
    assert Overtaken.title in page(answer(error, reference=application.reference)).text_content()


def test_log_of_two_writes_that_met_says_where_and_which_rule(caplog):
    """Else a fault of ours that breaks a rule each time could not be found."""
    application = factories.application()
    factories.guardian(application=application, first_name="Zénobie")
    error = broken_rule(lambda: factories.guardian(application=application, first_name="Zénobie"))
    answer(error, reference=application.reference)
    ((*_, said),) = caplog.record_tuples
    assert "enrolment:builtins.print" in said
    assert "guardian" in said
    assert "Zénobie" not in said


@pytest.mark.django_db(transaction=True)
def test_row_deleted_before_the_commit_is_overtaken():
    error = broken_rule(lambda: Guardian.objects.create(application_id=10**6, rank=1))
    assert answer(error, app="admin").status_code == 409


def test_broken_rule_of_ours_stays_an_error():
    error = broken_rule(lambda: factories.application(status=Status.DRAFT, submitted_at=NOW))
    assert answer(error, app="admin") is None


def test_row_missing_from_a_living_application_stays_an_error():
    reference = factories.application().reference
    assert answer(Guardian.DoesNotExist(), reference=reference) is None


def test_application_erased_and_that_of_another_are_told_alike(client):
    client.cookies[DEVICE] = sign_in.remember("lea@exemple.fr", now=timezone.now())
    references = [factories.application().reference, "CH-AAAA-AAAA"]
    urls = [reverse("enrolment:withdraw", args=[reference]) for reference in references]
    told = [page(client.post(url)).xpath("//main")[0].text_content() for url in urls]
    assert told[0] == told[1]
    assert "Ce dossier n’existe pas, ou plus" in told[0]
