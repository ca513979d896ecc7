"""Refuses a password made of the words that anybody would try first on this site."""

from django.core.exceptions import ValidationError

# Lower case, a longer word before the one that begins it.
WORDS = [
    "administrateur",
    "administration",
    "apprentissage",
    "alternance",
    "candidature",
    "charmilles",
    "formations",
    "charmille",
    "formation",
    "motdepasse",
    "apprenti",
    "candidat",
    "password",
    "gestion",
    "centre",
    "secret",
    "admin",
    "agora",
    "cfa",
    "cfp",
]
LEFT = 8  # characters, once these words are taken out


class WordsOfTheSite:
    """A validator of AUTH_PASSWORD_VALIDATORS: a word of the site does not count in the length."""

    def validate(self, password, user=None):
        rest = password.lower()
        for word in WORDS:
            rest = rest.replace(word, "")
        if len(rest) < LEFT:
            raise ValidationError(self.get_help_text(), code="password_of_the_site")

    def get_help_text(self):
        return (
            "Le nom du centre et les mots du site se devinent : ajoutez-leur d’autres mots, "
            f"{LEFT} caractères au moins."
        )
