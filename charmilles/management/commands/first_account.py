import getpass
import os
import sys

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email

TYPED = "FIRST_ACCOUNT_PASSWORD"


class Command(BaseCommand):
    help = (
        "Crée le premier compte, qui a tous les droits et crée les autres à l’écran. Sans "
        f"clavier : --name et --email, et le mot de passe dans {TYPED} ou sur l’entrée standard."
    )

    def add_arguments(self, parser):
        parser.add_argument("--name", help="nom de connexion")
        parser.add_argument("--email", help="adresse électronique, pour un mot de passe oublié")

    def handle(self, *, name, email, **options):
        refuse_a_second_one()
        user = User(username=name or input("Nom de connexion : "), is_staff=True, is_superuser=True)
        user.email = email or input("Adresse électronique : ")
        check(user)
        password = typed_password()
        try:
            validate_password(password, user)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        user.set_password(password)
        user.save()
        self.stdout.write(
            f"Le compte « {user.username} » est créé. Connectez-vous à /gestion/, votre "
            "téléphone à la main : une application de codes y sera demandée."
        )


def refuse_a_second_one():
    if User.objects.filter(is_superuser=True, is_active=True).exists():
        raise CommandError(
            "Un compte a déjà tous les droits : c’est lui qui crée les autres, à l’écran, dans "
            "« Utilisateurs »."
        )


def check(user):
    """Refuses a name that is not possible or is taken, and an address that is not one."""
    try:
        user.username = User.normalize_username(user.username.strip())
        user.clean_fields(exclude=["password", "email"])
        user.validate_unique()
        validate_email(user.email)
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from None


def typed_password():
    """Reads the password: environment, then standard input, then twice at the keyboard."""
    if TYPED in os.environ:
        return os.environ[TYPED]
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Mot de passe (12 caractères au moins) : ")
    if getpass.getpass("Le même, une seconde fois : ") != password:
        raise CommandError("Les deux mots de passe ne sont pas les mêmes : recommencez.")
    return password
