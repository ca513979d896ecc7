from django.urls import path

from catalogue.views import (
    calendars,
    comparison,
    documents,
    entry,
    marks,
    pages,
    papers,
    pay,
    results,
)

app_name = "catalogue"
urlpatterns = [
    path("", pages.home, name="home"),
    path("formations/", pages.programmes, name="programmes"),
    path("formations/livret.pdf", papers.booklet, name="booklet"),
    path("formations/comparer/", comparison.compare, name="compare"),
    path("formations/ou-entrer/", entry.where_to_enter, name="where_to_enter"),
    path("formations/<slug:slug>/", pages.programme, name="programme"),
    path("formations/<slug:slug>/candidater/", entry.can_apply, name="can_apply"),
    path("formations/<slug:slug>/parcours/", entry.pathway, name="pathway"),
    path("formations/<slug:slug>/notes/", marks.marks, name="marks"),
    path("formations/<slug:slug>/resultats.csv", results.results_csv, name="results"),
    path("formations/<slug:slug>/brochure.pdf", papers.brochure, name="brochure"),
    path("formations/<slug:slug>/entreprises.pdf", papers.employers, name="employers_sheet"),
    path("formations/<slug:slug>/calendrier.ics", calendars.calendar, name="calendar"),
    path("formations/<slug:slug>/calendrier.pdf", calendars.sheet, name="calendar_sheet"),
    path("formations/<slug:slug>/editions/", papers.editions, name="editions"),
    path("formations/<slug:slug>/editions/<int:number>/", papers.edition, name="edition"),
    path(
        "formations/<slug:slug>/editions/<int:number>.pdf", papers.edition_pdf, name="edition_pdf"
    ),
    path("e/<slug:slug>/<int:number>/", papers.short_edition, name="short_edition"),
    path("e/<slug:slug>/<int:number>", papers.short_edition, name="short_edition"),
    path("documents/<int:number>/<slug:name>.pdf", documents.document, name="document"),
    path(
        "documents/certificat-qualiopi/<int:number>.pdf",
        documents.quality_certificate,
        name="quality_certificate",
    ),
    path("remuneration/", pay.earnings, name="earnings"),
    path("entreprises/", pay.employers, name="employers"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("mentions-legales/", pages.legal_notice, name="legal_notice"),
    path("donnees-personnelles/", pages.privacy, name="privacy"),
]
