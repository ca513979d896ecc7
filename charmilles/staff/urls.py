"""URLs of the staff's own accounts, before those of the admin.

Django's own names for the pages of a forgotten password make its sign-in page link to them.
"""

from django.urls import include, path

from charmilles.staff import passwords, views

own = [
    path("code/", views.code, name="code"),
    path("double-authentification/", views.set_up, name="set_up"),
    path("acces/", views.access, name="access"),
    path("acces/fermer/", views.close_sessions, name="close_sessions"),
    path("acces/<int:pk>/reinitialiser/", views.reset, name="reset"),
]

urlpatterns = [
    path("mon-compte/", include((own, "staff"))),
    path("mot-de-passe/", passwords.forgotten, name="admin_password_reset"),
    path("mot-de-passe/envoye/", passwords.sent, name="password_reset_done"),
    path("mot-de-passe/change/", passwords.done, name="password_reset_complete"),
    path("mot-de-passe/<uidb64>/<token>/", passwords.choose, name="password_reset_confirm"),
]
