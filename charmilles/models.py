from django.conf import settings
from django.db import models

from charmilles import typography


class Counter(models.Model):
    """Counts how often somebody did something in the current period.

    The key is a keyed hash: no IP or e-mail address can be found from this table.
    """

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "compteur"
        verbose_name_plural = "compteurs"

    def __str__(self):
        return f"{self.count} jusqu’au {typography.numeric(self.ends_at)}"


class StaffEvent(models.Model):
    """An entry of the staff register: a sign-in, a refusal, an export, a change of rights.

    It says who, when and what, in few words. Neither the network address nor what was typed is
    kept. The entries about an account are deleted with it.
    """

    class What(models.TextChoices):
        SIGNED_IN = "signed_in", "connexion"
        REFUSED = "refused", "connexion refusée"
        CODE_REFUSED = "code_refused", "code refusé"
        RECOVERY_USED = "recovery_used", "code de secours utilisé"
        FACTOR_SET = "factor_set", "double authentification mise en place"
        FACTOR_RESET = "factor_reset", "double authentification réinitialisée"
        PASSWORD_ASKED = "password_asked", "lien de mot de passe demandé"
        PASSWORD_CHANGED = "password_changed", "mot de passe changé"
        SESSIONS_CLOSED = "sessions_closed", "sessions fermées"
        EXPORTED = "exported", "export"
        RIGHTS_CHANGED = "rights_changed", "droits changés"
        ACCOUNT_CREATED = "account_created", "compte créé"
        ACCOUNT_DELETED = "account_deleted", "compte supprimé"

    at = models.DateTimeField("le")
    what = models.CharField("fait", max_length=20, choices=What)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name="compte",
        null=True,
        blank=True,
        related_name="+",
        help_text="Vide : un nom qui n’est celui d’aucun compte, ou un groupe.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="par",
        null=True,
        blank=True,
        related_name="+",
        help_text="Vide : la personne elle-même, ou une commande du serveur.",
    )
    detail = models.CharField("précision", max_length=300, blank=True)

    class Meta:
        verbose_name = "fait du registre de l’équipe"
        verbose_name_plural = "registre de l’équipe"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="staff_event_at")]
        permissions = [
            (
                "reset_second_factor",
                "Peut réinitialiser la double authentification d’un collègue",
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()}, {typography.numeric(self.at)}"


class PasswordRequest(models.Model):
    """An e-mail address typed on « mot de passe oublié ».

    The sender of mails answers it, or not, and deletes it seconds later: the page itself takes the
    same time whether an account has this address or not.
    """

    email = models.EmailField("adresse électronique")
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "demande de mot de passe"
        verbose_name_plural = "demandes de mot de passe"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"demande du {typography.numeric(self.at)}"
