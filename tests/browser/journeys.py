"""A candidate who fills the forms in a browser and counts the screens.

`fill` and the functions up to `leave_one_place` run on the server's database: see
tests/support/serving.py.
"""

import io
import re
from urllib.parse import urljoin

from tests.browser.gestures import go

PROGRAMME = "/formations/bac-pro-agora/"
ADULT = {
    "vous": {
        "first_name": "Léa",
        "last_name": "Martin",
        "birth_date_day": "27",
        "birth_date_month": "mars",
        "birth_date_year": "2000",
        "phone": "06 12 34 56 78",
    },
    "parcours": {
        "situation": "emploi",
        "last_class": "Terminale",
        "diploma": "bac",
        "schooling_finished": "oui",
    },
    "contrat": {
        "learner_status": "apprentissage",
        "search": "trouvee",
        "company": "Menuiserie Roux",
    },
    "motivation": {
        "why": "Le métier me plaît depuis mon stage.",
        "strengths": "Un an d’accueil dans un club.",
        "rhythm": "J’aime apprendre en faisant.",
        "motivation_finished": "oui",
    },
    "handicap": {"wants_call": "non"},
    "accord": {"agrees": "on"},
}
GUARDIANS = {
    "p1-first_name": "Anne",
    "p1-last_name": "Martin",
    "p1-relation": "Mère",
    "p1-phone": "06 12 34 56 79",
    "p1-email": "anne@exemple.test",
    "p2-first_name": "Paul",
    "p2-last_name": "Martin",
    "p2-relation": "Père",
    "p2-phone": "06 12 34 56 70",
}
MINOR = {
    **ADULT,
    "vous": {**ADULT["vous"], "birth_date_year": "2010"},
    "representants": GUARDIANS,
}


STAFF = "accueil"  # may read and change applications, and nothing else


def fill():
    from django.core.management import call_command

    from tests.browser.contents import PASSWORD
    from tests.support import enrolment_factories as factories

    call_command("load_fixtures", demo=True, verbosity=0, stdout=io.StringIO())
    factories.staff(rights=("view", "change"), username=STAFF, password=PASSWORD)


def sign_in_mail(email):
    """Sends the last mail asked for this e-mail address, again if it left; gives its text."""
    from django.utils import timezone

    from charmilles.mailbox import canonical
    from enrolment.models import AccessToken
    from tests.support.sign_in_mails import delivered

    mailbox = canonical(email)
    last = AccessToken.objects.filter(mailbox=mailbox).latest("asked_at")
    AccessToken.objects.filter(pk=last.pk).update(next_try_at=timezone.now())
    return [mail.body for mail in delivered() if mail.to == [mailbox]][-1]


def staff_code():
    """Gives the member of staff a new second factor; returns a code that signs in once."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from charmilles.staff import second_factor
    from tests.support.staff import protect

    user = User.objects.get(username=STAFF)
    second_factor.reset(user, by=None, now=timezone.now())
    return protect(user)[0]


def last_mail(email):
    """Gives the text of the last mail queued to this e-mail address."""
    from post_office.models import Email

    return Email.objects.filter(to=email).order_by("-pk").first().message


def answers(email):
    """Gives what the application of this person holds: answers, status, guardians, documents."""
    from enrolment.models import Application

    application = Application.objects.get(email=email)
    names = ["first_name", "last_name", "situation", "last_class", "diploma", "learner_status"]
    names += ["search", "company", "why", "strengths", "rhythm", "wants_call", "status"]
    values = {name: getattr(application, name) for name in names}
    return values | {
        "learner_status": application.learner_status and application.learner_status.code,
        "birth_date": str(application.birth_date),
        "guardians": [str(person) for person in application.guardians.all()],
        "files": sorted(document.sha256 for document in application.documents.exclude(file="")),
    }


def leave_one_place():
    """Leaves one place in the open intake of the programme of the journeys."""
    from django.utils import timezone

    from catalogue.models import Programme
    from enrolment.applications import places
    from enrolment.applications.drafts import intake_for

    programme = Programme.objects.get(slug="bac-pro-agora")
    cohort = intake_for(programme, on=timezone.localdate())
    cohort.places = places.taken(cohort) + 1
    cohort.save()


def picture():
    """Makes a photograph to upload."""
    from PIL import Image

    made = io.BytesIO()
    Image.effect_noise((300, 400), 40).convert("RGB").save(made, "JPEG")
    return {"name": "bulletin.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


class Candidate:
    def __init__(self, server, tab, *, email, said, look=lambda tab: None):
        self.server, self.tab, self.email, self.said, self.look = server, tab, email, said, look
        self.screens = []

    def arrive(self):
        """Checks the screen, and counts it unless it is the previous one again."""
        self.look(self.tab)
        url = self.tab.url.partition("?")[0].partition("#")[0]
        if not self.screens or self.screens[-1] != url:
            self.screens.append(url)

    def open(self, path):
        self.tab.goto(urljoin(self.server.url, path))
        self.arrive()

    def click(self, target):
        go(target.first)
        self.arrive()

    def press(self, name):
        self.click(self.tab.get_by_role("main").get_by_role("button", name=name, exact=True))

    def follow(self, name):
        self.click(self.tab.get_by_role("main").get_by_role("link", name=name))

    def code(self):
        text = self.server.run("tests.browser.journeys:sign_in_mail", self.email)
        return "".join(re.search(r"code\s*:\s*(\d{3})\s(\d{3})", text).groups())

    def link(self):
        text = self.server.run("tests.browser.journeys:sign_in_mail", self.email)
        return re.search(r"/candidature/lien/\S+", text)[0]

    def give_address(self):
        self.tab.fill("[name=email]", self.email)
        # Its label depends on the intake.
        self.click(self.tab.locator("main form button[type=submit]"))

    def give_code(self):
        self.tab.fill("[name=code]", self.code())
        self.press("Continuer")

    def start(self):
        self.open(PROGRAMME)
        self.click(self.tab.locator(".hero-action a"))  # its label depends on the intake
        self.give_address()
        self.give_code()

    @property
    def part(self):
        """The current part of the application, from the URL: « vous », « parcours »…"""
        return self.tab.url.partition("?")[0].rstrip("/").rpartition("/")[2]

    def answer(self):
        """Fills the screen with the answers for this part, and continues."""
        if self.part == "documents":
            return self.send_documents()
        for name, value in self.said[self.part].items():
            box = self.tab.locator(f"[name='{name}']").first
            if box.get_attribute("type") == "radio":
                self.tab.locator(f"[name='{name}'][value='{value}']").check()
            elif box.get_attribute("type") == "checkbox":
                box.check()
            else:
                box.fill(value)
        self.press("Continuer")

    def send_documents(self):
        missing = self.tab.locator("section.document", has_text="À envoyer")
        if missing.count():
            missing.first.locator("[type=file]").set_input_files(picture())
            self.click(missing.first.locator("button[type=submit]"))
        self.follow("Continuer")

    def fill_in(self):
        """Fills every part, from the first task to the check."""
        if self.part.startswith("CH-"):
            self.follow("Continuer")
        while self.part != "verifier":
            before = self.part
            self.answer()
            assert self.part != before, self.tab.locator("main").inner_text()

    def send(self):
        self.press("Envoyer ma candidature")
