"""Rows for every staff page: more rows in its list, and more on the page of the first of them."""

from datetime import date, time, timedelta
from functools import cached_property

from django.contrib.auth.models import Group

from charmilles.models import StaffEvent
from enrolment.models import Closure, Criterion, Message, MessageText, Status
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW


class Growing:
    """A site that grows by one row in each list at a time."""

    def __init__(self):
        self.size = 0
        self.centre = catalogue.centre()

    def grow(self, count):
        for _ in range(count):
            self.size += 1
            self.add_programme()
            self.add_lists()
            self.add_teaching()
            self.add_pay()
            self.add_centre()
            self.add_application()
            self.add_agenda()
            self.add_staff()

    # The rows whose pages have lists

    @cached_property
    def programme(self):
        return catalogue.programme()

    @cached_property
    def section(self):
        return catalogue.section(self.programme)

    @cached_property
    def unit(self):
        return catalogue.unit(self.programme)

    @cached_property
    def subject(self):
        return catalogue.subject(self.unit)

    @cached_property
    def cohort(self):
        return catalogue.cohort(self.programme)

    @cached_property
    def scale(self):
        return catalogue.pay_scale(catalogue.status())

    @cached_property
    def pay_row(self):
        return catalogue.pay_row(self.scale)

    @cached_property
    def application(self):
        return factories.application(programme=self.programme, cohort=self.cohort)

    @cached_property
    def interviewer(self):
        return factories.interviewer()

    # One more row of each

    def add_programme(self):
        block = catalogue.block(self.programme.certification)
        title = f"Titre {self.size}"
        catalogue.related(self.programme.certification, title=title, blocks=[block])
        self.other = catalogue.programme(successor=self.programme, carrier=catalogue.body())
        self.status = catalogue.status()  # one a step: their menu stays short
        self.programme.statuses.add(self.status)
        self.programme.campuses.add(catalogue.campus())
        length = {"option": catalogue.option(self.programme), "status": self.status}
        catalogue.duration(self.programme, audience=f"Public {self.size}", hours=100, **length)
        self.programme.year_hours.create(year=self.size, hours=600)
        option = catalogue.option(self.programme, name=f"Option {self.size}")
        catalogue.tuition(self.programme, status=self.status, option=option, amount=0)
        catalogue.requirement(self.programme, group=1, status=self.status, option=option)
        catalogue.rhythm_step(self.programme, "CCC--", status=self.status)
        catalogue.channel(self.programme, status=self.status)
        catalogue.status_limit(self.programme, status=self.status)
        factories.alert(programme=self.programme)

    def add_lists(self):
        catalogue.item(catalogue.section(kind="aids"), text="Permis")
        own = catalogue.section(self.programme, statuses=[self.status])
        catalogue.item(own, text="Gérer")
        catalogue.item(self.section, text="Gérer")
        catalogue.document(statuses=[self.status], title=f"Texte {self.size}")
        catalogue.document(self.programme, title=f"Texte {self.size}")
        catalogue.link(self.programme)
        of_a_block = {"block": catalogue.block(self.programme.certification)}
        catalogue.outcome(self.programme, value=80, **of_a_block)
        catalogue.follow_on(self.programme, target=self.other)

    def add_teaching(self):
        block = catalogue.block(self.other.certification)
        catalogue.unit(self.programme, blocks=[block], option=catalogue.option(self.programme))
        catalogue.subject(self.unit, title=f"Matière {self.size}")
        catalogue.assessment(self.unit)
        catalogue.assessment(self.subject)
        catalogue.subject_hours(self.subject, period=f"Semestre {self.size}", hours=10)
        whole = {"starts": date(2027, 9, 1), "ends": date(2028, 6, 30), "first_week": 1}
        catalogue.cohort_year(self.cohort, number=self.size, **whole)
        day = date(2027, 9, 1) + timedelta(days=self.size)
        catalogue.exception(self.cohort, starts=day)
        catalogue.training_break(starts=day, ends=day, campus=catalogue.campus())
        catalogue.milestone(self.cohort, status=self.status, note="date nationale")
        catalogue.quota(self.cohort, status=self.status, places=1)
        near = catalogue.cohort(self.other, campus=catalogue.campus())
        catalogue.cohort_year(near, starts=date(2027, 9, 1))

    def add_pay(self):
        bracket = catalogue.bracket(self.scale)
        catalogue.rate(self.pay_row, bracket, percent=50)
        catalogue.pay_row(catalogue.pay_scale(catalogue.status()))
        catalogue.pay_row(self.scale)
        first = date(2020, 1, 1)
        catalogue.minimum_wage(effective_on=first + timedelta(days=self.size))

    def add_centre(self):
        catalogue.notice()
        catalogue.certificate(self.centre)
        catalogue.abbreviation(short=f"S{self.size}")
        catalogue.synonym(f"mot {self.size}", "vente")
        catalogue.register_entry(code=f"RNCP{10_000 + self.size}")
        catalogue.national_result(period=f"cumul {2000 + self.size}-{2001 + self.size}")

    def add_application(self):
        factories.application(cohort=self.other.cohorts.first())
        by = factories.staff()
        factories.transition(application=self.application, by=by)
        factories.document(application=self.application, decided_by=by)
        if self.size <= 2:
            factories.guardian(application=self.application, rank=self.size)
        mail = factories.lost_mail()
        letter = {"name": "submitted", "audience": "candidate", "subject": "Reçue"}
        Message.objects.create(application=self.application, email=mail, **letter)
        self.application.openings.create(what="Dossier", at=NOW, by=by)

    def add_agenda(self):
        weekday = {"weekday": self.size % 7, "starts": time(self.size % 23)}
        options = {"interviewer": self.interviewer, "ends": time(23), "campus": catalogue.campus()}
        factories.availability(programmes=[self.programme, self.other], **weekday | options)
        factories.availability(interviewer=factories.interviewer(user=factories.staff()))
        slot = factories.slot(programme=self.other)
        slot.programmes.add(self.programme)
        booked = factories.application(status=Status.BOOKED, programme=self.other)
        factories.booking(application=booked, slot=slot)
        days = {"starts_on": date(2027, 1, self.size), "ends_on": date(2027, 1, self.size)}
        Closure.objects.create(label="Pont", interviewer=factories.interviewer(), **days)
        held = factories.meeting(programmes=[self.programme, self.other], campus=options["campus"])
        factories.guest(meeting=held)
        factories.guest(meeting=held, seated=False)
        factories.question(programme=self.programme)
        Criterion.objects.create(label=f"Critère {self.size}").programmes.add(self.other)
        factories.document_kind(programmes=[self.programme, self.other])

    def add_staff(self):
        user = factories.staff()
        user.groups.add(Group.objects.create(name=f"Groupe {self.size}"))
        StaffEvent.objects.create(what=StaffEvent.What.EXPORTED, user=user, by=user, at=NOW)
        factories.lost_mail()
        factories.refused_code(email=f"inconnue-{self.size}@exemple.test")
        MessageText.objects.get_or_create(
            name="submitted", defaults={"subject": "Reçue", "body": "Bonjour."}
        )
