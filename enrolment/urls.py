from django.urls import path

from enrolment import entrance
from enrolment.views import documents, dossier, follow

app_name = "enrolment"
urlpatterns = [
    path("", entrance.come_back, name="come_back"),
    path("code/", entrance.code, name="code"),
    path("lien/<str:token>/", entrance.link, name="link"),
    path("quitter/", entrance.leave, name="leave"),
    path("dossier/", dossier.mine, name="mine"),
    path("dossier/<str:reference>/", dossier.dossier, name="dossier"),
    path("dossier/<str:reference>/verifier/", dossier.check, name="check"),
    path("dossier/<str:reference>/retirer/", dossier.withdraw, name="withdraw"),
    path("dossier/<str:reference>/place/", follow.place, name="place"),
    path("dossier/<str:reference>/place/laisser/", follow.pass_place, name="pass_place"),
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
    path("dossier/<str:reference>/<slug:slug>/", dossier.task, name="task"),
    path("<slug:slug>/", entrance.start, name="start"),
]
