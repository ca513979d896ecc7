"""The eight invented programmes of ../shared/cases/programmes.md, row by row.

Each function makes one of them as staff would enter it. They share the statuses of a real centre.
"""

from datetime import date

from catalogue.models import Domain, Indicator, LearnerStatus, PayScale
from tests.support import catalogue_factories as factories

STATUSES = {
    "apprentissage": ("Contrat d’apprentissage", "apprenti", True),
    "professionnalisation": ("Contrat de professionnalisation", "alternant", True),
    "etudiant": ("Statut étudiant", "étudiant", False),
    "eleve": ("Statut d’élève", "élève", False),
    "stagiaire": ("Stagiaire de la formation professionnelle", "stagiaire", False),
    "demandeur": ("Demandeurs d’emploi", "demandeur d’emploi", False),
    "salarie": ("Salariés en congé de formation", "salarié", False),
    "vae": ("VAE", "candidat à la VAE", False),
}
SUCCESS = ("reussite", "Taux de réussite", "obtention")


def status(code):
    name, learner, is_contract = STATUSES[code]
    position = list(STATUSES).index(code)
    fields = {"name": name, "learner": learner, "is_contract": is_contract, "position": position}
    if is_contract:
        fields["pay_law"] = code
    return LearnerStatus.objects.get_or_create(code=code, defaults=fields)[0]


def programme(slug, title, *, publics=(), **fields):
    domain, _ = Domain.objects.get_or_create(slug="autres", defaults={"name": "Autres métiers"})
    own = {"domain": domain, "short_name": title} | fields
    made = factories.programme(slug=slug, title=title, **own)
    made.statuses.set(map(status, publics))
    return made


def rate(code, label, kind):
    fields = {"label": label, "kind": kind}
    return Indicator.objects.get_or_create(code=code, defaults=fields)[0]


def mechanic():
    """1. Titre professionnel without any contract: a range of months, blocks with hours."""
    after = factories.certification(
        kind="titre-pro",
        title="Mécanicien cycles et motocycles",
        level=3,
        register_code="RNCP90002",
    )
    certification = factories.certification(
        kind="titre-pro",
        title="Mécanicien cycles",
        level=3,
        register_code="RNCP90001",
        certifier="Ministère du Travail",
        registered_until=date(2027, 3, 31),
        replaced_by=after,
    )
    made = programme(
        "mecanicien-cycles",
        "Mécanicien cycles",
        publics=["demandeur", "salarie"],
        certification=certification,
        answer_days=10,
    )
    factories.duration(
        made,
        amount=8,
        amount_max=10,
        unit="month",
        depends_on="le positionnement",
        hours=525,
        hours_away=280,
    )
    for number, (title, hours) in enumerate(
        [("Entretenir un cycle", 210), ("Réparer un cycle", 175), ("Vendre et conseiller", 140)], 1
    ):
        block = factories.block(
            certification, code=f"RNCP90001BC0{number}", title=title, position=number
        )
        factories.unit(made, title=title, hours=hours, blocks=[block], position=number)
    exam = factories.unit(made, title="Session d’examen", position=4)
    for place, (how, minutes) in enumerate([("situation", 270), ("entretien", 45)]):
        factories.assessment(exam, when="ponctuelle", how=[how], minutes=minutes, position=place)
    factories.assessment(
        exam,
        when="ponctuelle",
        how=["entretien"],
        title="Entretien final",
        minutes=15,
        eliminating="sans certificat de secourisme, on ne passe pas l’examen",
        position=2,
    )
    factories.cohort(
        made, kind="all_year", name="entrées permanentes", entries="le premier lundi de chaque mois"
    )
    factories.outcome(
        made, indicator=rate(*SUCCESS), year=2027, missing_reason="Première session en 2027"
    )
    public = status("demandeur")
    factories.tuition(
        made, audience="", status=public, amount=6300, period="total", payers=["region"]
    )
    factories.tuition(made, audience="Pour les entreprises", qualifier="quote", payers=["employer"])
    factories.requirement(made, kind="diploma", level=0, position=1)
    return made


def security():
    """2. BTS with four statuses and two weekly patterns."""
    certification = factories.certification(kind="bts", title="Conseil en sécurité", level=5)
    made = programme(
        "bts-conseil-securite",
        "BTS Conseil en sécurité",
        publics=["apprentissage", "professionnalisation", "etudiant", "vae"],
        certification=certification,
    )
    factories.duration(made, amount=2, unit="year", hours=1200)
    for year, hours in [(1, 590), (2, 612)]:
        made.year_hours.create(year=year, hours=hours)
    for fields in (
        {"status": status("apprentissage"), "amount": 0, "payers": ["learner"]},
        {"status": status("apprentissage"), "amount": 7400, "period": "year", "payers": ["opco"]},
        {
            "status": status("etudiant"),
            "amount": 4900,
            "period": "year",
            "year": 1,
            "payers": ["learner"],
        },
        {
            "status": status("etudiant"),
            "amount": 5200,
            "period": "year",
            "year": 2,
            "payers": ["learner"],
        },
        {"status": status("vae"), "amount": 2100, "period": "total", "payers": ["learner"]},
        {
            "status": status("etudiant"),
            "amount": 60,
            "period": "total",
            "kind": "application",
            "payers": ["learner"],
        },
    ):
        factories.tuition(made, **{"audience": ""} | fields)
    unit = factories.unit(made, code="E5", title="Conseil", position=1)
    written = factories.subject(unit, code="U51", title="Analyse", coefficient=2, position=1)
    factories.assessment(written, when="ponctuelle", how=["ecrit"], minutes=180)
    oral = factories.subject(unit, code="U52", title="Restitution", coefficient="1.5", position=2)
    factories.assessment(oral, when="ponctuelle", how=["ecrit"], minutes=120)
    factories.assessment(
        oral, when="ponctuelle", how=["oral"], minutes=20, preparation=20, position=1
    )
    factories.unit(made, title="Langue vivante 2", is_optional=True, coefficient=1, position=2)
    factories.outcome(
        made, indicator=rate(*SUCCESS), year=2025, value="81.8", numerator=18, denominator=22
    )
    factories.cohort_year(
        factories.cohort(made, name="2027-2029"), starts=date(2027, 9, 1), ends=date(2029, 6, 30)
    )
    for city in ("Grenoble", "Voiron"):
        factories.follow_on(made, target=bachelor(city))
    for place, (name, months) in enumerate(
        [("bac général", None), ("bac technologique", None), ("bac pro du métier", None)]
    ):
        factories.requirement(
            made,
            kind="diploma",
            level=4,
            name=name,
            group=1,
            experience_months=months,
            position=place,
        )
    factories.requirement(
        made,
        kind="diploma",
        level=3,
        name="certificat du métier",
        group=1,
        experience_months=12,
        position=4,
    )
    factories.requirement(made, kind="legal", name="casier judiciaire vierge", position=5)
    factories.requirement(
        made, kind="legal", name="carte professionnelle", moment="first_day", position=6
    )
    factories.requirement(made, kind="licence", name="permis B", is_advised=True, position=7)
    factories.rhythm_step(made, "CCC--", position=1)
    factories.rhythm_step(made, "CC---", position=2)
    return made


def bachelor(city):
    """One of two programmes of the same title, in two places."""
    made = programme(
        f"bachelor-securite-{city.lower()}", "Bachelor Sécurité", publics=["apprentissage"]
    )
    made.campuses.add(factories.campus(name=f"Site de {city}", city=city))
    return made


def licence():
    """3. Licence professionnelle entered in the third year of its cycle."""
    certification = factories.certification(
        kind="licence-pro", title="Métiers du notariat", level=6
    )
    made = programme(
        "licence-pro-notariat",
        "Licence pro Notariat",
        publics=["apprentissage", "professionnalisation", "etudiant", "stagiaire"],
        certification=certification,
        entry_year=3,
        cycle_years=3,
        carrier=factories.body(name="Université des Alpes"),
    )
    factories.duration(
        made, audience="", status=status("apprentissage"), amount=12, unit="month", hours=450
    )
    factories.duration(made, audience="Autres publics", amount=9, unit="month", hours=450)
    pay_by_year(status("apprentissage"))
    first = factories.unit(made, code="UE1", title="Droit", ects=30, hours=390, position=1)
    factories.assessment(first, when="continu", weight=40)
    factories.assessment(first, how=["ecrit"], minutes=120, weight=60, position=1)
    thesis = factories.unit(
        made, code="UE4", title="Mémoire", ects=20, eliminating_mark=8, position=2
    )
    factories.assessment(thesis, how=["memoire", "soutenance"])
    report = factories.unit(made, code="UE5", title="Entreprise", ects=10, position=3)
    factories.assessment(report, how=["rapport"])
    factories.unit(made, title="Projet tutoré", hours=60, position=4)
    for public, month in ((status("apprentissage"), 9), (None, 6)):
        jury(made, public, month)
    for code in ("etudiant", "apprentissage"):
        factories.tuition(
            made,
            audience="",
            kind="fee",
            name="Contribution vie étudiante",
            status=status(code),
            amount=105,
            period="year",
            payers=["learner"],
        )
    factories.status_limit(made, status=status("professionnalisation"), months_max=12)
    factories.requirement(made, kind="diploma", level=5)
    return made


def jury(made, public, month):
    cohort = made.cohorts.first() or factories.cohort(made, name="2026-2027")
    if not cohort.years.exists():
        factories.cohort_year(cohort, number=3, starts=date(2026, 9, 7))
    factories.milestone(
        cohort, kind="jury", status=public, date=date(2027, month, 1), precision="month"
    )


def pay_by_year(of):
    """The legal percentages of apprentices of 18 to 20 years, unless the centre has its own."""
    if PayScale.objects.filter(status=of).exists():
        return
    factories.minimum_wage()
    scale = factories.pay_scale(of)
    adult = factories.bracket(scale, label="18 à 20 ans")
    for year, percent in [(1, 43), (2, 51), (3, 67)]:
        row = factories.pay_row(scale, label=f"{year}e année", year=year, position=year)
        factories.rate(row, adult, percent=percent)


def gestures():
    """4. Two days, no certification: sessions of days, a group on demand."""
    made = programme(
        "gestes-et-postures",
        "Gestes et postures",
        certification=None,
        attestation="Attestation de formation",
        takes_applications=False,
        remote_share=25,
    )
    factories.duration(made, amount=2, unit="day", hours=14)
    factories.tuition(
        made, audience="", amount=310, qualifier="participant", tax="included", period="total"
    )
    factories.tuition(
        made,
        audience="Pour les entreprises",
        amount=980,
        qualifier="group",
        group_min=4,
        group_max=10,
        tax="excluded",
        period="day",
        payers=["employer"],
    )
    for name, first, last in [
        ("mars 2027", date(2027, 3, 12), date(2027, 3, 13)),
        ("juin 2027", date(2027, 6, 18), date(2027, 6, 19)),
    ]:
        session = factories.cohort(made, kind="session", name=name)
        factories.cohort_year(session, starts=first, ends=last)
    factories.cohort(made, kind="on_demand", name="dans votre entreprise")
    factories.section(made, kind="objectives", prose="Adopter les gestes qui protègent le dos.")
    return made


def lorry():
    """5. Licence to drive, in two lengths with their prices."""
    certification = factories.certification(
        kind="autre", title="Permis C", level=None, register_code="RS90003"
    )
    made = programme(
        "permis-c",
        "Conduite d’un véhicule lourd",
        publics=["stagiaire"],
        certification=certification,
    )
    for place, (name, hours, weeks, price) in enumerate(
        [("Avec le code", 70, 2, 2450), ("Sans le code", 140, 4, 3900)], start=1
    ):
        option = factories.option(made, name=name, position=place)
        factories.duration(made, option=option, amount=weeks, unit="week", hours=hours)
        factories.tuition(
            made,
            audience="",
            option=option,
            amount=price,
            qualifier="from",
            period="total",
            payers=["learner"],
        )
    factories.tuition(
        made,
        audience="",
        kind="fee",
        name="Frais d’examen",
        amount=20,
        period="total",
        payers=["learner"],
    )
    theory = factories.unit(made, title="Théorie", position=1)
    factories.assessment(theory, how=["qcm"], out_of=40, pass_mark=32, marked_in="bonnes réponses")
    practice = factories.unit(made, title="Conduite", position=2)
    factories.assessment(
        practice, how=["pratique"], out_of=50, pass_mark=30, eliminating="une erreur éliminatoire"
    )
    session = factories.cohort(made, kind="session", name="janvier 2027")
    factories.cohort_year(session, starts=date(2027, 1, 11), ends=date(2027, 2, 5))
    factories.milestone(session, kind="exam", note="date nationale, fixée par la préfecture")
    factories.requirement(made, kind="licence", name="permis B", position=1)
    factories.requirement(made, kind="age", age_min=21, position=2)
    factories.requirement(
        made, kind="medical", name="certificat médical", valid_months=24, position=3
    )
    return made


def cap():
    """6. CAP with two options, one of them closed this year; 12 or 24 months."""
    certification = factories.certification(kind="cap", title="Arts de la pierre", level=3)
    made = programme(
        "cap-pierre",
        "CAP Arts de la pierre",
        publics=["apprentissage", "stagiaire"],
        certification=certification,
    )
    stone = factories.option(made, name="Option A : taille", position=1)
    marble = factories.option(made, name="Option B : marbrerie", is_open=False, position=2)
    factories.duration(made, amount=24, unit="month", hours=820)
    factories.duration(
        made,
        audience="Titulaires d’un autre CAP",
        amount=12,
        unit="month",
        hours=420,
    )
    common = factories.unit(made, title="Pratique", position=1)
    factories.subject(common, title="Réalisation", coefficient=8, position=1)
    factories.subject(common, title="Prévention, santé, environnement", coefficient=1, position=2)
    general = factories.unit(made, title="Français, histoire", coefficient=2, position=2)
    factories.assessment(general, when="ccf", status=status("apprentissage"))
    factories.assessment(general, when="ponctuelle", status=status("stagiaire"), position=1)
    factories.unit(made, title="Mathématiques", coefficient=2, position=3)
    factories.unit(made, title="Mobilité", is_optional=True, position=4)
    for option, title in [(stone, "Taille de blocs"), (marble, "Polissage")]:
        factories.unit(made, option=option, title=title, hours=200)
    success = rate(*SUCCESS)
    for option, year, value, of, passed in [
        (stone, 2024, "89.5", 19, 17),
        (marble, 2024, "0", 6, 0),
        (marble, 2025, "50", 2, 1),
    ]:
        factories.outcome(
            made,
            indicator=success,
            option=option,
            year=year,
            value=value,
            denominator=of,
            numerator=passed,
        )
    for code, label, kind, value in [
        ("rupture", "Taux de rupture des contrats", "rupture", "11"),
        ("abandon", "Taux d’abandon", "autre", "4"),
    ]:
        factories.outcome(made, indicator=rate(code, label, kind), year=2024, value=value)
    factories.requirement(made, kind="diploma", level=0)
    return made


def tourism():
    """7. Mastère of a private certifier, whose certification has expired with an intake open."""
    certification = factories.certification(
        kind="mastere",
        title="Manager de projets touristiques",
        level=7,
        register_code="RNCP90007",
        certifier="Institut privé",
        registered_until=date(2026, 6, 30),
    )
    blocks = [
        factories.block(certification, code=f"RNCP90007BC0{n}", title=f"Bloc {n}", position=n)
        for n in (1, 2)
    ]
    factories.related(
        certification, kind="blocks", title="Manager de la culture (RNCP90008)", blocks=blocks
    )
    made = programme(
        "mastere-tourisme",
        "Mastère Direction de projet touristique",
        publics=["etudiant"],
        certification=certification,
    )
    factories.duration(made, amount=2, unit="year")
    for number in range(1, 5):
        factories.unit(
            made,
            title=f"Projet {number}",
            group=f"Semestre {number}",
            position=number,
        )
    for name, starts in [("octobre 2027", date(2027, 10, 4)), ("février 2027", date(2027, 2, 1))]:
        cohort = factories.cohort(made, name=name)
        factories.cohort_year(cohort, starts=starts, registration_opens=date(2026, 11, 1))
    factories.tuition(
        made,
        audience="",
        kind="application",
        amount=90,
        period="total",
        payers=["learner"],
        refund="remboursés si la candidature est refusée",
    )
    factories.document(made, kind="rules")
    factories.document(made, kind="syllabus")
    factories.requirement(made, kind="diploma", level=6, position=1)
    factories.requirement(
        made,
        kind="language",
        name="anglais",
        threshold="niveau B2",
        proof="TOEIC ou IELTS",
        valid_months=48,
        exemption="sauf langue maternelle",
        position=2,
    )
    return made


def helper():
    """8. Diplôme d’État in weeks, whole or partial; a share of its places; results by intake."""
    certification = factories.certification(
        kind="de", title="Accompagnant de vie", level=3, register_code="RNCP90009"
    )
    blocks = [
        factories.block(certification, code=f"RNCP90009BC0{n}", title=f"Bloc {n}", position=n)
        for n in (1, 2, 3)
    ]
    made = programme(
        "de-aide-personne",
        "DE Aide à la personne",
        publics=["eleve", "apprentissage"],
        certification=certification,
    )
    factories.duration(made, amount=44, unit="week", away=22)
    factories.duration(
        made,
        audience="Parcours partiel",
        amount=20,
        amount_max=31,
        unit="week",
        depends_on="le diplôme déjà obtenu",
    )
    unit = factories.unit(made, title="Soins", blocks=blocks[1:], pass_mark=10, position=1)
    factories.assessment(unit, when="ponctuelle", how=["ecrit"], out_of=20)
    practice = factories.unit(made, title="Pratique", blocks=blocks[:1], pass_mark=10, position=2)
    factories.assessment(practice, how=["pratique"], out_of=20, pass_mark=10)
    for name, starts in [("septembre 2027", date(2027, 9, 6)), ("janvier 2027", date(2027, 1, 4))]:
        cohort = factories.cohort(made, name=name, places=40)
        factories.cohort_year(cohort, starts=starts)
        factories.quota(cohort, status=status("apprentissage"), places=8)
    for entered, value in [(date(2024, 9, 2), "93.3"), (date(2025, 1, 6), "88.9")]:
        factories.outcome(
            made, indicator=rate(*SUCCESS), year=entered.year, entered_on=entered, value=value
        )
    for code, payer in [("eleve", "region"), ("apprentissage", "employer")]:
        factories.tuition(
            made, audience="", status=status(code), amount=6000, period="total", payers=[payer]
        )
    factories.tuition(
        made, audience="", kind="application", amount=22, period="total", payers=["learner"]
    )
    factories.requirement(made, kind="diploma", level=0, position=1)
    factories.requirement(made, kind="age", age_min=17, position=2)
    for place, name in enumerate(["vaccinations à jour", "certificat médical"], start=3):
        factories.requirement(made, kind="medical", name=name, moment="first_day", position=place)
    return made


ALL = {
    "mechanic": mechanic,
    "security": security,
    "licence": licence,
    "gestures": gestures,
    "lorry": lorry,
    "cap": cap,
    "tourism": tourism,
    "helper": helper,
}
