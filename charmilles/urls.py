from django.contrib import admin
from django.urls import include, path

from charmilles import errors, machines, metrics

urlpatterns = [
    path("", include("catalogue.urls")),
    path("candidature/", include("enrolment.urls")),
    path("gestion/", include("charmilles.staff.urls")),
    path("gestion/", admin.site.urls),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("metrics", metrics.page, name="metrics"),
]
handler400, handler403, handler500 = errors.bad_request, errors.forbidden, errors.server_error
