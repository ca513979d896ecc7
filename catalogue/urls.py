from django.urls import path

from catalogue.views import (
    calendars,
    comparison,
    documents,
    marks,
    open_data,
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
    path("formations.json", open_data.all_json, name="all_json"),
    path("formations.csv", open_data.all_csv, name="all_csv"),
    path("formations.xml", open_data.all_lheo, name="all_lheo"),
    path("formations.atom", open_data.feed, name="feed"),
    path("formations/<slug:slug>.json", open_data.programme_json, name="programme_json"),
    path("formations/<slug:slug>.csv", open_data.programme_csv, name="programme_csv"),
    path("formations/<slug:slug>.xml", open_data.programme_lheo, name="programme_lheo"),
    path("formations/<slug:slug>/partage.png", open_data.picture, name="picture"),
    path("formations/<slug:slug>/carte/", open_data.framed, name="framed"),
    path("donnees/", open_data.explained, name="open_data"),
    path("donnees/formations.schema.json", open_data.open_data_schema, name="open_data_schema"),
    path("formations/<slug:slug>/", pages.programme, name="programme"),
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
