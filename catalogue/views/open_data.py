"""The catalogue for machines: open data, LHÉO, feed, share picture, and the sheet to be framed.

All of it is kept as pages are (charmilles/pages.py): a program that sends back the ETag that it
was given receives 304 while nothing has changed.
"""

import json
from functools import wraps

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from catalogue.context import the_centre
from catalogue.exchange import open_data, open_data_csv
from catalogue.exchange.feed import feed as written_feed
from catalogue.exchange.lheo import document as lheo
from catalogue.exchange.open_data_schema import keys_of_a_programme, schema
from catalogue.exchange.share_picture import share_picture
from catalogue.models import Programme
from catalogue.paper.brochure import FILE_PREFIX
from catalogue.sheet.action import action
from catalogue.sheet.cards import card
from catalogue.sheet.facts import in_brief
from catalogue.sheet.many import sheets
from catalogue.views.pages import redirect_former_url
from charmilles.addresses import absolute_url
from charmilles.pages import public_page
from charmilles.sharing import OPEN, may_be_framed, public_data

JSON, CSV = "application/json", "text/csv; charset=utf-8"
XML, SCHEMA = "application/xml; charset=utf-8", "application/schema+json"
ATOM, PNG = "application/atom+xml; charset=utf-8", "image/png"
IN_ORDER = ("domain__position", "short_name", "pk")


def of_a_programme(view):
    """Gives a view the sheet of its programme, in the place of the name in the address.

    A former address leads to the present one; a withdrawn programme is gone, and its successor
    is named in a header and in a sentence.
    """

    @public_page()
    @redirect_former_url
    @wraps(view)
    def wrapped(request, slug):
        found = get_object_or_404(Programme.objects.select_related("successor"), slug=slug)
        if found.state == Programme.State.WITHDRAWN:
            return _gone(found.successor)
        sheet = next(_sheets(slug=slug), None)
        if sheet is None:
            raise Http404
        return view(request, sheet)

    return wrapped


def _gone(successor):
    said, more = "Cette formation n’est plus proposée.", {}
    if successor and successor.is_published:
        address = absolute_url("catalogue:programme", successor.slug)
        said = f"{said} Elle est remplacée par {address}"
        more = {"Link": f'<{address}>; rel="successor-version"'}
    content_type = "text/plain; charset=utf-8"
    return HttpResponse(f"{said}\n", status=410, content_type=content_type, headers=OPEN | more)


def _sheets(**named):
    return sheets(_published().filter(**named), on=timezone.localdate())


def _published():
    return Programme.objects.published().order_by(*IN_ORDER)


def _json(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


# One programme


@of_a_programme
def programme_json(request, sheet):
    content = open_data.document_of_one(open_data.programme(sheet), on=sheet.on)
    return public_data(_json(content), JSON)


@of_a_programme
def programme_csv(request, sheet):
    return _csv([sheet], f"{FILE_PREFIX}_{sheet.programme.slug}.csv")


@of_a_programme
def programme_lheo(request, sheet):
    name = f"{FILE_PREFIX}_{sheet.programme.slug}_lheo.xml"
    return public_data(lheo.document([lheo.export(sheet, the_centre())]), XML, name=name)


@of_a_programme
def picture(request, sheet):
    drawn = share_picture(card(sheet.programme, on=sheet.on), the_centre().name)
    return public_data(drawn, PNG)


@may_be_framed
@of_a_programme
def framed(request, sheet):
    """Shows the main facts of a programme in the page of another site."""
    page = absolute_url("catalogue:programme", sheet.programme.slug)
    context = {
        "programme": sheet.programme,
        "sheet": sheet,
        "facts": in_brief(sheet.facts),
        "action": action(sheet),
        "page": page,
    }
    response = render(request, "catalogue/framed.html", context)
    response["Cross-Origin-Resource-Policy"] = OPEN["Cross-Origin-Resource-Policy"]
    return response


# All of them


@public_page()
def all_json(request):
    today = timezone.localdate()
    programmes = [open_data.programme(sheet) for sheet in _sheets()]
    return public_data(_json(open_data.document(programmes, on=today)), JSON)


@public_page()
def all_csv(request):
    return _csv(_sheets(), f"{FILE_PREFIX}_formations.csv")


@public_page()
def all_lheo(request):
    centre = the_centre()
    content = lheo.document(lheo.export(sheet, centre) for sheet in _sheets())
    return public_data(content, XML, name=f"{FILE_PREFIX}_lheo.xml")


def _csv(found, name):
    return public_data(open_data_csv.csv(map(open_data.programme, found)), CSV, name=name)


@public_page()
def open_data_schema(request):
    return public_data(_json(schema()), SCHEMA)


@public_page()
def feed(request):
    return public_data(written_feed(the_centre()), ATOM)


# To read


@public_page()
def explained(request):
    """Explains the open data by the example of a programme, and says what LHÉO lacks of it."""
    richest = _published().annotate(count=Count("cohorts")).order_by("-count", "pk").first()
    sheet = next(_sheets(pk=richest.pk)) if richest else None
    context = {
        "files": _files(sheet),
        "lacking": lheo.export(sheet, the_centre()).notes.labels if sheet else [],
        "version": open_data.VERSION,
        "keys": keys_of_a_programme(),
        "columns": list(open_data_csv.COLUMNS),
        "example": sheet and sheet.programme,
    }
    return render(request, "catalogue/open_data.html", context | _examples(sheet))


def _examples(sheet):
    if sheet is None:
        return {}
    slug = sheet.programme.slug
    return {
        "all_json": absolute_url("catalogue:all_json"),
        "example_json": absolute_url("catalogue:programme_json", slug),
        "frame": absolute_url("catalogue:framed", slug),
    }


FORMATS = {
    "JSON": ("all_json", "programme_json"),
    "CSV, pour un tableur": ("all_csv", "programme_csv"),
    "LHÉO 2.3 (XML)": ("all_lheo", "programme_lheo"),
    "Fil des changements (Atom)": ("feed", ""),
}


def _files(sheet):
    """Lists each format with its address for all, and for the programme of the example."""
    for label, (every, one) in FORMATS.items():
        own = absolute_url(f"catalogue:{one}", sheet.programme.slug) if one and sheet else ""
        yield label, absolute_url(f"catalogue:{every}"), own
