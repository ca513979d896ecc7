"""Files that the centre publishes: the documents to download, its quality certificate."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.models import PublicDocument, QualityCertificate
from catalogue.paper.brochure import FILE_PREFIX
from catalogue.views.papers import stored_pdf


@require_safe
def document(request, number, name):
    """Serves the present file of a document; the name in the address may be a former one."""
    found = get_object_or_404(PublicDocument.objects.public(), pk=number)
    if name != found.slug:
        return redirect(found)
    saved_as = f"{FILE_PREFIX}_{found.slug}_{found.updated_on:%Y-%m}.pdf"
    return stored_pdf(request, found.pdf, saved_as, found.version)


@require_safe
def quality_certificate(request, number):
    """Serves the certificate in force; any other is missing, whoever kept its address."""
    valid = QualityCertificate.objects.valid(on=timezone.localdate())
    if valid is None or valid.pk != number:
        raise Http404
    return stored_pdf(request, valid.pdf, f"{FILE_PREFIX}_certificat-qualiopi.pdf", valid.version)
