"""Documents: who must send which, when they can be sent, and what staff decide."""

import io
import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image
from post_office.models import Email

from charmilles.throttle import TooMany
from enrolment.applications import asked, documents, leaving, review, submission, tasks
from enrolment.models import Application, Document, Message, Status
from enrolment.uploads import storage
from enrolment.uploads.check import check_file, join
from enrolment.workflow import Gone, Refused
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support import uploads
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LATER = NOW + timedelta(minutes=1)
DRAFT, SENT = Status.DRAFT, Status.SUBMITTED


def draft(**fields):
    return factories.application(status=DRAFT, **fields)


def titles(application):
    return [kind.title for kind, _ in asked.documents_asked(application, today=TODAY)]


def missing(application):
    return [kind.title for kind in asked.documents_missing(application, today=TODAY)]


def stored(private):
    return sorted(str(path.relative_to(private)) for path in private.rglob("*") if path.is_file())


# Which documents are asked for


CONDITIONS = {
    "minor": {"birth_date": TODAY.replace(year=TODAY.year - 16)},
    "company": {"search": "trouvee"},
    "trainee": {"learner_status": {"name": "Stage"}},
    "diploma": {"diploma": "bac"},
    "abroad": {"diploma": "etranger"},
}
PLAIN = {"search": "cherche", "diploma": "aucun"}
ADULT = {"birth_date": TODAY.replace(year=TODAY.year - 20)}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_condition_asks_only_whom_it_concerns(condition):
    factories.document_kind(title="CV", condition=condition)
    fields = PLAIN | ADULT | CONDITIONS[condition]
    if "learner_status" in fields:
        fields["learner_status"] = catalogue.status(**fields["learner_status"])
        catalogue.status(is_contract=True)
    concerned = draft(**fields)
    assert (titles(concerned), titles(draft(**PLAIN | ADULT))) == (["CV"], [])


def test_without_answers_only_documents_of_all_are_asked():
    for condition in CONDITIONS:
        factories.document_kind(condition=condition)
    factories.document_kind(title="CV")
    assert titles(draft(birth_date=None)) == ["CV"]


def test_kind_of_some_programmes_is_asked_there_only():
    here, elsewhere = catalogue.programme(), catalogue.programme()
    factories.document_kind(title="CV", programmes=[here, catalogue.programme()])
    assert titles(draft(programme=here)) == ["CV"]
    assert titles(draft(programme=elsewhere)) == []


def test_kind_no_longer_asked_stays_for_who_sent_one():
    kind = factories.document_kind(title="CV")
    sender = draft()
    factories.document(application=sender, kind=kind)
    kind.is_asked = False
    kind.save()
    assert (titles(sender), titles(draft())) == (["CV"], [])


@pytest.mark.parametrize("kinds", [1, 4])
def test_list_costs_four_queries(django_assert_num_queries, kinds):
    application = draft()
    for _ in range(kinds):
        factories.document(application=application)
    with django_assert_num_queries(4):
        asked.documents_asked(application, today=TODAY)


NEEDS = ("required", "optional", "later")


def test_draft_misses_required_documents_only():
    for need in NEEDS:
        factories.document_kind(title=need, need=need)
    assert missing(draft()) == ["required"]


def test_sent_application_misses_later_documents_too():
    for need in NEEDS:
        factories.document_kind(title=need, need=need)
    assert missing(factories.application()) == ["required", "later"]


def test_document_to_replace_is_missing_whatever_its_need():
    kind, decided = factories.document_kind(title="CV", need="optional"), {"decided_at": NOW}
    application = factories.application()
    factories.document(
        application=application, kind=kind, state="to_replace", reason="Floue", **decided
    )
    assert missing(application) == ["CV"]


def test_task_appears_when_something_is_asked():
    slugs = [task.slug for task in tasks.tasks_of(draft(), today=TODAY)]
    factories.document_kind(need="optional")
    with_documents = [task.slug for task in tasks.tasks_of(draft(), today=TODAY)]
    assert [slug for slug in with_documents if slug not in slugs] == ["documents"]
    assert len([*with_documents, "representants"]) == 8


def test_task_is_done_without_what_is_optional():
    factories.document_kind(need="optional"), factories.document_kind(need="later")
    assert tasks.is_done(draft(), tasks.DOCUMENTS, today=TODAY)


def test_application_without_a_required_document_is_not_sent():
    factories.document_kind()
    complete = {"wants_call": False, "motivation_finished": True, "consent_version": "2026-11"}
    application = draft(consented_at=NOW, **ADULT, **PLAIN, **complete)
    with pytest.raises(submission.Incomplete):
        submission.submit(application, now=NOW)
    assert Application.objects.get().status == DRAFT


# Sending


def test_file_is_stored_under_a_random_name(private):
    application, kind = draft(), factories.document_kind()
    document = documents.send(
        application, kind, uploads.sent(uploads.pdf(pages=2), "Léa.pdf"), now=NOW
    )
    assert (document.name, document.pages, document.state) == ("Léa.pdf", 2, "sent")
    assert stored(private) == [document.file.name]
    content = (private / document.file.name).read_bytes()
    assert (len(content), sha256(content).hexdigest()) == (document.size, document.sha256)


def test_stored_file_is_readable_by_its_unix_owner_only(private):
    document = factories.document(application=draft())
    assert (private / document.file.name).stat().st_mode & 0o777 == 0o600


def test_photograph_is_stored_as_a_jpeg(private):
    upload = uploads.sent(uploads.picture(form="PNG"), "cv.png")
    document = documents.send(draft(), factories.document_kind(), upload, now=NOW)
    image = Image.open(io.BytesIO((private / document.file.name).read_bytes()))
    assert (document.name, document.content_type) == ("cv.jpg", "image/jpeg")
    assert (image.format, image.size) == ("JPEG", (40, 30))


def test_replacing_in_a_draft_deletes_the_first(private, django_capture_on_commit_callbacks):
    application, kind = draft(), factories.document_kind()
    documents.send(application, kind, uploads.sent(), now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        second = documents.send(application, kind, uploads.sent(), now=LATER)
    assert list(Document.objects.all()) == [second]
    assert stored(private) == [second.file.name]


def test_sending_counts_as_working_on_the_draft():
    application = draft(reminders=2)
    documents.send(application, factories.document_kind(), uploads.sent(), now=LATER)
    application.refresh_from_db()
    assert (application.saved_at, application.reminders) == (LATER, 0)


def test_refused_file_leaves_nothing(private):
    upload = uploads.sent(b"%PDF-", "cv.pdf")
    with pytest.raises(Refused):
        documents.send(draft(), factories.document_kind(), upload, now=NOW)
    assert (stored(private), Document.objects.count()) == ([], 0)


def test_failure_while_writing_the_row_leaves_no_bytes(private, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("disque plein")

    monkeypatch.setattr(Document, "save", fail)
    with pytest.raises(OSError, match="disque plein"):
        documents.send(draft(), factories.document_kind(), uploads.sent(), now=NOW)
    assert stored(private) == []


def test_file_of_a_draft_erased_meanwhile_leaves_no_bytes(private):
    application, kind = draft(), factories.document_kind()
    Application.objects.all().delete()
    with pytest.raises(Gone, match="Il a été effacé"):
        documents.send(application, kind, uploads.sent(), now=NOW)
    assert stored(private) == []


def test_thirty_first_upload_of_the_hour_waits():
    application, kind = draft(), factories.document_kind()
    for _ in range(30):
        with pytest.raises(Refused):
            documents.send(application, kind, uploads.sent(b"", "cv.pdf"), now=NOW)
    with pytest.raises(TooMany):
        documents.send(application, kind, uploads.sent(), now=NOW)
    assert documents.send(application, kind, uploads.sent(), now=NOW + timedelta(hours=1)).pk


@pytest.mark.parametrize(("others", "taken"), [(8, True), (9, True), (10, False)])
def test_tenth_file_is_the_last(others, taken):
    application = draft()
    for _ in range(others):
        factories.document(application=application)
    assert fits(application) is taken


@pytest.mark.parametrize(("room", "taken"), [(1, True), (0, True), (-1, False)])
def test_forty_megabytes_are_the_most(room, taken):
    size = len(upload_made(uploads.pdf()))
    application = draft()
    factories.document(application=application, size=40_000_000 - size - room)
    assert fits(application) is taken


def upload_made(content):
    return check_file(uploads.sent(content)).content


def fits(application):
    try:
        documents.send(application, factories.document_kind(), uploads.sent(), now=NOW)
    except Refused:
        return False
    return True


def test_what_is_replaced_does_not_count_against_the_limits():
    application = draft()
    last = [factories.document(application=application) for _ in range(10)][-1]
    assert documents.send(application, last.kind, uploads.sent(), now=NOW).pk


# Other answers


def test_optional_document_may_not_concern():
    application, kind = draft(), factories.document_kind(need="optional")
    assert documents.not_concerned(application, kind, now=NOW).state == "not_concerned"


def test_conditional_document_not_concerned_is_no_longer_missing():
    application = draft(search="trouvee")
    kind = factories.document_kind(condition="company")
    documents.not_concerned(application, kind, now=NOW)
    assert missing(application) == []


def test_document_asked_of_all_concerns_everybody():
    with pytest.raises(Refused):
        documents.not_concerned(draft(), factories.document_kind(), now=NOW)


def test_file_replaces_not_concerned():
    application, kind = draft(), factories.document_kind(need="optional")
    documents.not_concerned(application, kind, now=NOW)
    documents.send(application, kind, uploads.sent(), now=LATER)
    assert application.documents.get().state == "sent"


def test_document_of_a_draft_can_be_taken_back(private, django_capture_on_commit_callbacks):
    application = draft()
    kind = factories.document(application=application).kind
    with django_capture_on_commit_callbacks(execute=True):
        documents.take_back(application, kind, now=NOW)
    assert (application.documents.count(), stored(private)) == (0, [])


def test_document_of_a_sent_application_cannot_be_taken_back():
    application = factories.application()
    kind = factories.document(application=application).kind
    with pytest.raises(Refused):
        documents.take_back(application, kind, now=NOW)
    assert application.documents.count() == 1


def test_abandoned_draft_takes_its_files_with_it(private, django_capture_on_commit_callbacks):
    application = draft()
    factories.document(application=application)
    with django_capture_on_commit_callbacks(execute=True):
        leaving.withdraw(application, reason="", now=NOW)
    assert (Document.objects.count(), stored(private)) == (0, [])


def test_draft_that_another_tab_has_sent_keeps_its_files(
    private, django_capture_on_commit_callbacks
):
    application = draft()
    document = factories.document(application=application)
    twin = Application.objects.filter(pk=application.pk)
    twin.update(status=SENT, submitted_at=NOW)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refused):
        leaving.withdraw(application, reason="", now=NOW)
    assert stored(private) == [document.file.name]


# The same document in two applications


@pytest.fixture
def two_applications():
    """Returns the document of an application, and another application of the same person."""
    first = factories.application(email="lea@exemple.fr")
    second = draft(email="Lea@Exemple.fr")
    return factories.document(application=first), second


def test_reused_document_is_another_file_with_the_same_bytes(two_applications, private):
    source, application = two_applications
    copy = documents.reuse(application, source.kind, now=NOW)
    assert copy.file.name != source.file.name
    assert (copy.sha256, copy.name) == (source.sha256, source.name)
    assert Path(copy.file.path).read_bytes() == Path(source.file.path).read_bytes()


def test_replacing_the_copy_leaves_what_was_sent(
    two_applications, django_capture_on_commit_callbacks
):
    source, application = two_applications
    before = Path(source.file.path).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        documents.reuse(application, source.kind, now=NOW)
        documents.send(application, source.kind, uploads.sent(), now=LATER)
    assert Path(source.file.path).read_bytes() == before


def test_document_of_somebody_else_is_not_reused(two_applications):
    source, _ = two_applications
    with pytest.raises(Refused):
        documents.reuse(draft(email="paul@exemple.fr"), source.kind, now=NOW)


def test_document_to_replace_is_not_reused(two_applications):
    source, application = two_applications
    documents.refuse(source, reason="Floue", now=NOW, by=factories.staff())
    assert asked.reusable(application) == {}


# After sending


@pytest.fixture
def waiting():
    """An application that waits for documents."""
    return factories.application(status=Status.WAITING_DOCUMENTS)


def refused(application, **fields):
    document = factories.document(application=application, **fields)
    documents.refuse(document, reason="La photo est floue.", now=NOW, by=factories.staff())
    return document


def test_received_document_no_longer_changes():
    application = factories.application()
    document = factories.document(application=application)
    with pytest.raises(Refused):
        documents.send(application, document.kind, uploads.sent(), now=LATER)
    assert list(application.documents.all()) == [document]


def test_upload_that_crosses_the_sending_changes_nothing(private):
    """The application was sent in another tab after the page was opened."""
    application = draft()
    document = factories.document(application=application)
    Application.objects.filter(pk=application.pk).update(status=SENT, submitted_at=NOW)
    with pytest.raises(Refused):
        documents.send(application, document.kind, uploads.sent(), now=LATER)
    assert stored(private) == [document.file.name]


def test_missing_document_can_still_be_sent():
    application = factories.application()
    document = documents.send(application, factories.document_kind(), uploads.sent(), now=NOW)
    assert document.state == "sent"


def test_replaced_document_keeps_the_earlier_one_as_it_was():
    application = factories.application()
    first = refused(application)
    before = Path(first.file.path).read_bytes()
    second = documents.send(application, first.kind, uploads.sent(), now=LATER)
    first.refresh_from_db()
    assert (first.replaced_at, first.state, first.reason) == (
        LATER,
        "to_replace",
        "La photo est floue.",
    )
    assert Path(first.file.path).read_bytes() == before
    assert list(application.documents.current()) == [second]


@pytest.mark.parametrize("status", [Status.ADMITTED, Status.DECLINED, Status.WITHDRAWN])
def test_closed_application_receives_nothing(status):
    application = factories.application(status=status)
    with pytest.raises(Refused):
        documents.send(application, factories.document_kind(), uploads.sent(), now=NOW)


def test_last_expected_document_gives_the_turn_to_the_centre(waiting):
    first, second = factories.document_kind(), factories.document_kind(need="later")
    documents.send(waiting, first, uploads.sent(), now=NOW)
    assert waiting.status == Status.WAITING_DOCUMENTS
    documents.send(waiting, second, uploads.sent(), now=LATER)
    assert Application.objects.get().status == SENT
    assert [(t.before, t.after, t.by) for t in waiting.transitions.all()] == [
        ("waiting_documents", "submitted", None)
    ]


def test_document_to_replace_leaves_the_turn_to_the_candidate(waiting):
    refused(waiting)
    documents.send(waiting, factories.document_kind(), uploads.sent(), now=NOW)
    assert Application.objects.get().status == Status.WAITING_DOCUMENTS


def test_accepting_after_all_gives_the_turn_to_the_centre(waiting):
    documents.accept(refused(waiting), now=LATER, by=factories.staff())
    assert Application.objects.get().status == SENT


def test_unexpected_document_does_not_change_the_status():
    application = factories.application(status=Status.TO_BOOK)
    documents.send(application, factories.document_kind(), uploads.sent(), now=NOW)
    assert Application.objects.get().status == Status.TO_BOOK


def test_asking_then_replacing_is_a_round_trip():
    application = factories.application()
    document = refused(application)
    review.ask_documents(application, now=NOW, by=factories.staff(), reason="Un bulletin net.")
    documents.send(application, document.kind, uploads.sent(), now=LATER)
    assert [t.after for t in application.transitions.all()] == ["waiting_documents", "submitted"]


# What staff decide


def test_accepted_document_says_who_read_it():
    document, reader = factories.document(application=factories.application()), factories.staff()
    documents.accept(document, now=LATER, by=reader)
    document.refresh_from_db()
    assert (document.state, document.decided_at, document.decided_by) == ("accepted", LATER, reader)


def test_refusing_without_a_reason_is_refused():
    document = factories.document(application=factories.application())
    with pytest.raises(Refused, match="pourquoi"):
        documents.refuse(document, reason="  ", now=NOW, by=factories.staff())


def test_candidate_is_told_why_to_replace():
    kind = factories.document_kind(title="Bulletins")
    document = refused(factories.application(email="lea@exemple.fr"), kind=kind)
    mail = Email.objects.get(to="lea@exemple.fr")
    assert "Document : Bulletins" in mail.message.replace("\u00a0", " ")
    assert "La photo est floue." in mail.message
    assert Message.objects.get().application == document.application


def test_document_replaced_meanwhile_is_not_judged():
    application = factories.application()
    document = refused(application)
    documents.send(application, document.kind, uploads.sent(), now=LATER)
    with pytest.raises(Refused, match="entre-temps"):
        documents.accept(document, now=LATER, by=factories.staff())


@pytest.mark.parametrize("status", [Status.DRAFT, Status.DECLINED])
def test_document_of_an_application_not_under_study_is_not_judged(status):
    document = factories.document(application=factories.application(status=status))
    with pytest.raises(Refused):
        documents.refuse(document, reason="Floue", now=NOW, by=factories.staff())
    assert Email.objects.count() == 0


def test_answer_without_a_file_is_not_judged():
    document = factories.document(application=factories.application(), state="not_concerned")
    with pytest.raises(Refused):
        documents.accept(document, now=NOW, by=factories.staff())


# Files without a row


@pytest.fixture
def orphan(private):
    """A file left by a server that stopped before writing the row."""
    path = private / "documents" / "orphelin"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF")
    return path


def after(path, delay):
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) + delay


def test_orphan_is_swept_after_a_day(orphan):
    document = factories.document(application=draft())
    assert storage.sweep(after(orphan, timedelta(hours=25)), False) == 1
    assert [path.name for path in orphan.parent.iterdir()] == [Path(document.file.name).name]


def test_file_of_today_may_still_get_its_row(orphan):
    assert storage.sweep(after(orphan, timedelta(hours=23)), False) == 0
    assert orphan.exists()


def test_dry_run_counts_and_deletes_nothing(orphan):
    assert storage.sweep(after(orphan, timedelta(hours=25)), True) == 1
    assert orphan.exists()


def test_folder_of_another_database_is_left_alone(orphan):
    strays = [orphan.with_name(f"inconnu-{n}") for n in range(storage.STRAY)]
    for path in strays:
        path.write_bytes(b"x")
        os.utime(path, (orphan.stat().st_mtime,) * 2)
    with pytest.raises(storage.ForeignFolder, match="11 fichiers inconnus"):
        storage.sweep(after(orphan, timedelta(hours=25)), False)
    assert all(path.exists() for path in [orphan, *strays])


def test_sweeping_before_any_document_finds_nothing(private):
    assert storage.sweep(NOW, False) == 0


# Several files, one document


def test_several_files_are_the_pages_of_one_document(private):
    application, kind = draft(), factories.document_kind()
    files = [uploads.sent(uploads.picture(), "recto.jpg"), uploads.sent(uploads.pdf(pages=2))]
    document = documents.send(application, kind, *files, now=NOW)
    assert (document.name, document.content_type) == ("recto.pdf", "application/pdf")
    assert document.pages == 3
    assert len(stored(private)) == 1


def test_one_wrong_file_among_several_refuses_them_all(private):
    files = [uploads.sent(), uploads.sent(b"GIF89a", "verso.gif")]
    with pytest.raises(Refused):
        documents.send(draft(), factories.document_kind(), *files, now=NOW)
    assert stored(private) == []


def test_pages_are_added_after_those_of_a_draft(private, django_capture_on_commit_callbacks):
    application, kind = draft(), factories.document_kind()
    documents.send(application, kind, uploads.sent(uploads.picture(), "recto.jpg"), now=NOW)
    verso = uploads.sent(uploads.pdf(pages=2))
    with django_capture_on_commit_callbacks(execute=True):
        document = documents.add_pages(application, kind, verso, now=NOW)
    assert (document.pages, document.name) == (3, "recto.pdf")
    assert application.documents.get() == document
    assert len(stored(private)) == 1


def test_pages_are_added_to_nothing_else():
    application, kind = draft(), factories.document_kind()
    with pytest.raises(Refused, match="toutes ses pages"):
        documents.add_pages(application, kind, uploads.sent(), now=NOW)
    sent = factories.application()
    factories.document(application=sent, kind=kind)
    with pytest.raises(Refused, match="toutes ses pages"):
        documents.add_pages(sent, kind, uploads.sent(), now=NOW)


def test_pages_added_to_a_document_that_changed_meanwhile_are_refused(
    private, monkeypatch, django_capture_on_commit_callbacks
):
    application, kind = draft(), factories.document_kind()
    documents.send(application, kind, uploads.sent(), now=NOW)

    def join_late(parts):
        documents.send(application, kind, uploads.sent(name="autre.pdf"), now=NOW)
        return join(parts)

    monkeypatch.setattr(documents, "join", join_late)
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(Refused, match="autre onglet"),
    ):
        documents.add_pages(application, kind, uploads.sent(), now=NOW)
    assert application.documents.get().name == "autre.pdf"
    assert len(stored(private)) == 1
