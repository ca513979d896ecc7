"""Says a page to search engines in the words of schema.org: what it shows, and no more.

Vocabulary: schema.org 30. Google reads the list of courses and the breadcrumb; other engines, and
the sites that compare programmes, read the rest.
"""

from collections.abc import Iterable, Iterator

from catalogue.exchange import texts
from catalogue.exchange.open_data_parts import number, public_of
from catalogue.models import Campus, Centre, Certification, Duration, Section, Tuition
from catalogue.sheet import lengths, prices
from catalogue.sheet.cards import Card
from catalogue.sheet.sheet import Sheet
from charmilles import typography
from charmilles.addresses import absolute_url

DURATIONS = {  # ISO 8601
    Duration.Unit.YEAR: "P{}Y",
    Duration.Unit.MONTH: "P{}M",
    Duration.Unit.WEEK: "P{}W",
    Duration.Unit.DAY: "P{}D",
    Duration.Unit.HOUR: "PT{}H",
}
MODES = {0: "onsite", 100: "online"}


def graph(*things: dict | None) -> dict:
    return {"@context": "https://schema.org", "@graph": [one for one in things if one]}


def of_programme(sheet: Sheet, centre: Centre) -> dict:
    """Describes the page of a programme: the programme, its course, its place and questions."""
    trail = [("Accueil", "home"), ("Formations", "programmes")]
    return graph(_programme(sheet, centre), breadcrumb(trail), _questions(sheet))


def breadcrumb(trail: Iterable[tuple[str, str]]) -> dict:
    steps = (
        {
            "@type": "ListItem",
            "position": n,
            "name": name,
            "item": absolute_url(f"catalogue:{page}"),
        }
        for n, (name, page) in enumerate(trail, 1)
    )
    return {"@type": "BreadcrumbList", "itemListElement": list(steps)}


def of_cards(cards: Iterable[Card], *, first: int = 1) -> dict:
    """Describes a page of the list: its programmes in order, from the rank `first`."""
    programmes = (card.programme for card in cards)
    items = [
        {
            "@type": "ListItem",
            "position": n,
            "name": typography.french(one.short_name),
            "url": absolute_url("catalogue:programme", one.slug),
        }
        for n, one in enumerate(programmes, first)
    ]
    listed = {"@type": "ItemList", "itemListElement": items} if items else None
    return graph(listed, breadcrumb([("Accueil", "home")]))


def _programme(sheet, centre):
    own = sheet.programme
    page = absolute_url("catalogue:programme", own.slug)
    is_work_based = any(status.is_contract for status in own.statuses.all())
    return _known(
        {
            "@type": "WorkBasedProgram" if is_work_based else "EducationalOccupationalProgram",
            "@id": f"{page}#formation",
            "url": page,
            "name": typography.french(own.title),
            "description": typography.french(own.promise or own.title),
            "provider": _provider(own, centre),
            "programType": "alternance" if is_work_based else None,
            "educationalProgramMode": _mode(own),
            "educationalCredentialAwarded": _award(own.certification),
            "programPrerequisites": _entry(sheet),
            "timeToComplete": _time(own),
            "occupationalCategory": list(_jobs(sheet)),
            "maximumEnrollment": sheet.places_of_any_cohort,
            "offers": [_offer(row) for row in own.tuitions.all() if row.amount is not None],
            "hasCourse": _course(sheet, centre, page),
        }
    )


def _known(facts: dict) -> dict:
    """Leaves out what is not known: schema.org has no word for it."""
    return {key: value for key, value in facts.items() if value not in (None, "", [])}


def _provider(programme, centre):
    if programme.carrier:
        return _known(
            {
                "@type": "EducationalOrganization",
                "name": typography.french(programme.carrier.name),
                "url": programme.carrier.website,
            }
        )
    home = absolute_url("catalogue:home")
    return {"@type": "EducationalOrganization", "name": centre.name, "url": home}


def _mode(programme):
    share = programme.remote_share
    return None if share is None else MODES.get(share, "blended")


def _award(row: Certification | None) -> dict | None:
    if row is None:
        return None
    maker = (
        {"@type": "Organization", "name": typography.french(row.certifier)}
        if row.certifier
        else None
    )
    return _known(
        {
            "@type": "EducationalOccupationalCredential",
            "name": typography.french(row.official_title),
            "credentialCategory": typography.french(row.kind_name),
            "educationalLevel": typography.french(row.level_name),
            "identifier": row.register_code,
            "url": row.register_url,
            "recognizedBy": maker,
        }
    )


def _entry(sheet):
    return [typography.french(line) for line in sheet.entry.required] if sheet.entry else []


def _time(programme) -> str | None:
    """Gives its length when it is one number that is that of everybody."""
    rows = lengths.offered(programme)
    if len(rows) != 1 or not rows[0].amount or rows[0].amount_max:
        return None
    amount = number(rows[0].amount)
    is_whole = isinstance(amount, int)
    return DURATIONS[Duration.Unit(rows[0].unit)].format(amount) if is_whole else None


def _jobs(sheet) -> Iterator[dict]:
    for section in sheet.sections[Section.Kind.JOBS]:
        for item in section.lines:
            if item.code:
                yield {
                    "@type": "CategoryCode",
                    "inCodeSet": "ROME",
                    "codeValue": item.code,
                    "name": typography.french(texts.words_of(item)),
                }


def _offer(row: Tuition) -> dict:
    public = f" ({public_of(row)})" if row.public else ""
    return {
        "@type": "Offer",
        "price": str(number(row.amount)),
        "priceCurrency": "EUR",
        "description": typography.french(f"{prices.name(row)}{public} : {prices.short(row)}"),
    }


def _course(sheet, centre, page):
    own = sheet.programme
    hours = number(lengths.announced_hours(own))
    instances = [_instance(intake, own) for intake in sheet.intakes if not intake.state.is_past]
    return _known(
        {
            "@type": "Course",
            "@id": f"{page}#cours",
            "name": typography.french(own.title),
            "description": typography.french(own.promise or own.title),
            "provider": _provider(own, centre),
            "timeRequired": f"PT{hours}H" if isinstance(hours, int) else None,
            "hasCourseInstance": instances,
        }
    )


def _instance(intake, programme):
    """Gives the dates of a cohort, each as precisely as it is known."""
    years = list(intake.cohort.years.all())
    first, last = (years[0], years[-1]) if years else (None, None)
    campuses = [intake.cohort.campus] if intake.cohort.campus else list(programme.campuses.all())
    return _known(
        {
            "@type": "CourseInstance",
            "name": typography.french(intake.cohort.title),
            "startDate": first and typography.machine_date(first.starts, first.starts_precision),
            "endDate": last and typography.machine_date(last.ends, last.ends_precision),
            "location": [_place(campus) for campus in campuses],
            "maximumAttendeeCapacity": intake.cohort.places,
        }
    )


def _place(campus: Campus) -> dict:
    address = {
        "@type": "PostalAddress",
        "streetAddress": typography.french(campus.street),
        "postalCode": campus.postal_code,
        "addressLocality": typography.french(campus.city),
    }
    return {"@type": "Place", "name": typography.french(campus.name), "address": _known(address)}


def _questions(sheet) -> dict | None:
    entities = [
        {
            "@type": "Question",
            "name": asked,
            "acceptedAnswer": {"@type": "Answer", "text": answer},
        }
        for asked, answer in texts.questions_of(sheet)
    ]
    return {"@type": "FAQPage", "mainEntity": entities} if entities else None
