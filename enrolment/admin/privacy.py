"""The CSV export and the PDF summary of applications for staff, noted in the access log."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone

from charmilles.download import private_download
from charmilles.pdf.printing import PrintingFailed
from enrolment.admin import rights
from enrolment.applications import recap
from enrolment.privacy import access_log, export


@admin.action(description="Exporter en tableau (CSV)", permissions=["export"])
def export_table(modeladmin, request, queryset):
    content = export.table(queryset, now=timezone.now(), by=request.user)
    return private_download(
        content, name="candidatures.csv", content_type="text/csv; charset=utf-8"
    )


class RecapMixin:
    """Adds the PDF summary and the right to export to the admin of applications."""

    def has_export_permission(self, request):
        return request.user.has_perm(rights.EXPORT_APPLICATION)

    def get_urls(self):
        view = self.admin_site.admin_view(self.recap)
        own = path("<int:pk>/recapitulatif.pdf", view, name="enrolment_application_recap")
        return [own, *super().get_urls()]

    def recap(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        application = get_object_or_404(self.get_queryset(request), pk=pk)
        now, with_disability = timezone.now(), self.may_see_disability(request)
        try:
            content = recap.recap(application, now=now, with_disability=with_disability)
        except PrintingFailed:
            sentence = "Le récapitulatif n’est pas prêt : recommencez dans une minute."
            return HttpResponse(sentence, status=503, headers={"Retry-After": "60"})
        access_log.note_opening(application, "Récapitulatif", now=now, by=request.user)
        name = recap.file_name(application)
        return private_download(content, name=name, content_type="application/pdf")
