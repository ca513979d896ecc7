from django.urls import path

from enrolment.views import (
    alerts,
    application,
    calendars,
    documents,
    interview,
    meetings,
    privacy,
    progress,
    questions,
    sign_in,
)
from enrolment.views.visit import from_account, from_link

# (path, name, view): reached from the application, or by the link of a reminder e-mail.
STEPS = [
    ("comment/", "how", interview.how),
    ("quand/", "when", interview.when),
    ("verifier/", "check", interview.check),
    ("confirmer/", "confirm", interview.confirm),
    ("annuler/", "cancel", interview.cancel),
    ("entretien.ics", "event", calendars.event),
    ("fiche/", "sheet", calendars.sheet),
    ("fiche.pdf", "paper", calendars.paper),
]
FILE, LINK = "dossier/<str:reference>/entretien/", "entretien/<str:token>/"
interviews = [
    path(FILE, from_account(interview.home), name="interview"),
    path(f"{FILE}prevenir/", from_account(interview.wish), name="interview_wish"),
    path(LINK, from_link(interview.home), name="interview_link"),
    *(path(FILE + at, from_account(page), name=f"interview_{name}") for at, name, page in STEPS),
    *(path(LINK + at, from_link(page), name=f"interview_link_{name}") for at, name, page in STEPS),
    path("agenda/<str:key>.ics", calendars.feed, name="feed"),
]

app_name = "enrolment"
urlpatterns = [
    path("", sign_in.come_back, name="come_back"),
    path("code/", sign_in.code, name="code"),
    path("lien/<str:token>/", sign_in.link, name="link"),
    path("quitter/", sign_in.leave, name="leave"),
    path("efface/", privacy.erased, name="erased"),
    path("prevenir/<slug:slug>/", alerts.ask, name="alert"),
    path("prevenir/<slug:slug>/envoye/", alerts.sent, name="alert_sent"),
    path("prevenu/<str:token>/", alerts.link, name="alert_link"),
    path("prevenu/<str:token>/arreter/", alerts.stop, name="alert_stop"),
    path("question/", questions.ask, name="question"),
    path("question/envoyee/", questions.sent, name="question_sent"),
    path("question/formation/<slug:slug>/", questions.ask, name="question_about"),
    path("question/<str:token>/", questions.link, name="question_link"),
    path("question/<str:token>/effacer/", questions.erase, name="question_erase"),
    path("rencontres/", meetings.listed, name="meetings"),
    path("rencontres/<int:pk>/", meetings.ask, name="meeting"),
    path("rencontres/<int:pk>/envoye/", meetings.sent, name="meeting_sent"),
    path("rencontre/<str:token>/", meetings.guest, name="guest"),
    path("rencontre/<str:token>/annuler/", meetings.cancel, name="guest_cancel"),
    path("rencontre/<str:token>/rencontre.ics", meetings.event, name="guest_event"),
    path("dossier/", application.mine, name="mine"),
    path("dossier/<str:reference>/", application.overview, name="dossier"),
    path("dossier/<str:reference>/verifier/", application.check, name="check"),
    path("dossier/<str:reference>/retirer/", application.withdraw, name="withdraw"),
    path("dossier/<str:reference>/donnees/", privacy.my_data, name="my_data"),
    path("dossier/<str:reference>/donnees/appareils/", privacy.close_devices, name="close_devices"),
    path("dossier/<str:reference>/donnees.zip", privacy.download, name="download"),
    path("dossier/<str:reference>/recapitulatif.pdf", privacy.paper, name="recap"),
    path("dossier/<str:reference>/effacer/", privacy.erase, name="erase"),
    path("dossier/<str:reference>/place/", progress.place, name="place"),
    path("dossier/<str:reference>/place/laisser/", progress.pass_place, name="pass_place"),
    path("dossier/<str:reference>/documents/", documents.page, name="documents"),
    path("dossier/<str:reference>/documents/<int:kind>/envoyer/", documents.send, name="send"),
    path("dossier/<str:reference>/documents/<int:kind>/reprendre/", documents.reuse, name="reuse"),
    path(
        "dossier/<str:reference>/documents/<int:kind>/non-concerne/",
        documents.not_concerned,
        name="not_concerned",
    ),
    path(
        "dossier/<str:reference>/documents/<int:kind>/supprimer/",
        documents.take_back,
        name="take_back",
    ),
    path(
        "dossier/<str:reference>/documents/fichier/<int:document>/",
        documents.opened,
        name="document",
    ),
    *interviews,
    path("dossier/<str:reference>/<slug:slug>/", application.task, name="task"),
    path("<slug:slug>/", sign_in.start, name="start"),
]
