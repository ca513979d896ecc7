"""What privacy asks of the staff pages: show who has read, and note what is taken away."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone

from charmilles.download import saved
from charmilles.pdf.printing import PrintingFailed
from enrolment.admin.base import Shown
from enrolment.applications import recap
from enrolment.models import Opening
from enrolment.privacy import access_log, export

EXPORT = "enrolment.export_application"


class OpeningRows(Shown):
    """The register of who has read this file; nobody writes in it."""

    model = Opening
    fields = ["at", "what", "by"]
    verbose_name_plural = "consultations de ce dossier"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.action(description="Exporter en tableau (CSV)", permissions=["export"])
def export_table(modeladmin, request, queryset):
    rows = queryset.select_related("programme", "cohort")
    content = export.table(rows, now=timezone.now(), by=request.user)
    return saved(content, name="candidatures.csv", content_type="text/csv; charset=utf-8")


class Takeaway:
    """For the admin of applications: the recap of a file, and the right to export the table."""

    def has_export_permission(self, request):
        return request.user.has_perm(EXPORT)

    def get_urls(self):
        view = self.admin_site.admin_view(self.recap)
        own = path("<int:pk>/recapitulatif.pdf", view, name="enrolment_application_recap")
        return [own, *super().get_urls()]

    def recap(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        application = get_object_or_404(self.get_queryset(request), pk=pk)
        now, told = timezone.now(), self.may_see_disability(request)
        try:
            content = recap.recap(application, now=now, with_disability=told)
        except PrintingFailed:
            return HttpResponse("Le PDF n’est pas prêt : réessayez.", status=503)
        access_log.opened(application, "Récapitulatif", now=now, by=request.user)
        name = recap.file_name(application)
        return saved(content, name=name, content_type="application/pdf")
