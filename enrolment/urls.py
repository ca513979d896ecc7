from django.urls import path

from enrolment import entrance, views

app_name = "enrolment"
urlpatterns = [
    path("", entrance.come_back, name="come_back"),
    path("code/", entrance.code, name="code"),
    path("lien/<str:token>/", entrance.link, name="link"),
    path("quitter/", entrance.leave, name="leave"),
    path("dossier/", views.mine, name="mine"),
    path("dossier/<str:reference>/", views.dossier, name="dossier"),
    path("dossier/<str:reference>/verifier/", views.check, name="check"),
    path("dossier/<str:reference>/retirer/", views.withdraw, name="withdraw"),
    path("dossier/<str:reference>/<slug:slug>/", views.task, name="task"),
    path("<slug:slug>/", entrance.start, name="start"),
]
