"""The pages of the desk: the desk itself, its small forms, a new programme, publishing."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from catalogue.admin.desk.addresses import desk_address, text_address
from catalogue.admin.desk.grid import grid
from catalogue.admin.desk.page import Desk
from catalogue.admin.desk.parts import BY_SLUG, IN_WORDS, KINDS, TOP
from catalogue.admin.desk.screens import PartScreen, TextScreen
from catalogue.models import Programme, Section
from catalogue.publishing import publish
from catalogue.renewal import next_year
from charmilles.private import page

CHANGE = "catalogue.change_programme"
COPIED = (
    "Copiée en brouillon : les dates sont un an plus tard, au même quantième. Les résultats, les "
    "documents et la date de contrôle ne sont pas repris : les constats disent ce qui manque."
)


@page("catalogue.view_programme")
def desk(request, key):
    desk = Desk(key)
    context = {
        "centre": desk.centre,
        "notices": [],
        "desk": desk,
        "sheet": desk.sheet,
        "programme": desk.programme,
        "beforehand": None,
        "may_add": request.user.has_perm("catalogue.add_programme"),
        "may_change": request.user.has_perm(CHANGE),
        "may_change_texts": request.user.has_perm("catalogue.change_section"),
    }
    return render(request, "admin/catalogue/desk/desk.html", context)


def new(request):
    """Asks for the essential of a programme that does not exist yet."""
    return PartScreen(BY_SLUG[TOP]).add_view(request)


def part(request, key, slug):
    if slug not in BY_SLUG:
        raise Http404
    edit = BY_SLUG[slug]
    return (
        grid(request, key, edit) if edit.table else PartScreen(edit).change_view(request, str(key))
    )


def text(request, key, kind, section=None):
    """Writes a text of the programme, new if there is none; « Supprimer » removes it."""
    programme = get_object_or_404(Programme, pk=key)
    part = next((slug for slug, kinds in KINDS.items() if kind in kinds), None)
    if part is None:
        raise Http404
    screen = TextScreen(programme, kind, part)
    texts = Section.objects.filter(programme=programme, kind=kind)
    own = get_object_or_404(texts, pk=section) if section else texts.first()
    if own is None:
        return screen.add_view(request)
    if "_delete" in request.POST:
        return _delete(request, screen, own)
    return screen.change_view(request, str(own.pk))


def _delete(request, screen, section):
    if not screen.has_delete_permission(request, section):
        raise PermissionDenied
    screen.log_deletions(request, Section.objects.filter(pk=section.pk))
    section.delete()
    messages.success(request, f"Supprimé : {IN_WORDS[section.kind]}.")
    return redirect(desk_address(screen.programme, screen.part))


@require_POST
@page("catalogue.add_section", "POST")
def replace(request, key, section):
    """Copies a text of the centre into the programme, where it then replaces it, to be changed."""
    programme = get_object_or_404(Programme, pk=key)
    shared = get_object_or_404(Section, pk=section, programme=None)
    own = copied(shared, programme)
    messages.success(request, "Ce texte est maintenant celui de cette formation seule.")
    return redirect(text_address(programme, own.kind, own))


@transaction.atomic
def copied(shared: Section, programme: Programme) -> Section:
    """Returns the text of the programme on this subject; makes it, as the centre's, if need be."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    if own := Section.objects.filter(programme=programme, kind=shared.kind).first():
        return own
    same = {name: getattr(shared, name) for name in ("kind", "title", "prose", "closing")}
    own = Section.objects.create(programme=programme, position=shared.position, **same)
    for item in shared.items.all():
        item.pk, item.section = None, own
        item._state.adding = True
        item.save()
    return own


@require_POST
@page(CHANGE, "POST")
def put_online(request, key):
    programme = get_object_or_404(Programme, pk=key)
    blocking = publish(programme, on=timezone.localdate())
    if blocking:
        count = len(blocking)
        said = "un constat bloque" if count == 1 else f"{count} constats bloquent"
        messages.error(
            request, f"La fiche reste en brouillon : {said}. Chacun mène à sa réparation."
        )
    else:
        PartScreen(BY_SLUG[TOP]).log_change(
            request, programme, "Publiée depuis la fiche de travail."
        )
        messages.success(request, "La fiche est publiée.")
    return redirect(desk_address(programme))


@require_POST
@page("catalogue.add_programme", "POST")
def duplicate(request, key):
    """Makes the draft of next year, and leads to it: the inspector says what is left to write."""
    programme = get_object_or_404(Programme, pk=key)
    copy = next_year(programme, on=timezone.localdate())
    screen = PartScreen(BY_SLUG[TOP])
    screen.log_addition(request, copy, f"Copie de {programme}, pour l’année suivante.")
    messages.success(request, COPIED)
    return redirect(desk_address(copy))


AT = "bureau/<int:key>/"
admin.site.pages += [
    ("bureau/nouvelle/", new, "catalogue_desk_new"),
    (AT, desk, "catalogue_desk"),
    (f"{AT}dupliquer/", duplicate, "catalogue_desk_duplicate"),
    (f"{AT}publier/", put_online, "catalogue_desk_publish"),
    (f"{AT}remplacer/<int:section>/", replace, "catalogue_desk_replace"),
    (f"{AT}texte/<slug:kind>/", text, "catalogue_desk_text"),
    (f"{AT}texte/<slug:kind>/<int:section>/", text, "catalogue_desk_text"),
    (f"{AT}<slug:slug>/", part, "catalogue_desk_part"),
]
