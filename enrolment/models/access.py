"""Sign-in without a password: codes and links that work once, and the browsers we recognise."""

from django.db import models

from charmilles import typography
from charmilles.mailbox import MailboxField


class AccessTokenQuerySet(models.QuerySet):
    def waiting(self):
        """Selects the requests whose mail has not left."""
        return self.exclude(next_try_at=None)

    def refused(self):
        """Selects the waiting requests whose mail could not be sent at least once."""
        return self.waiting().filter(attempts__gt=0)


class AccessToken(models.Model):
    """A request to sign in, then the code to type and the link to follow that answer it by mail.

    Code and link are drawn when the mail leaves, stored hashed, and work once. The code only works
    in the browser that asked for it. `next_try_at` is empty once the mail has left.
    """

    email = models.EmailField("adresse électronique")
    mailbox = MailboxField()
    code_hash = models.CharField(max_length=64, blank=True)
    link_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - not drawn
    browser_hash = models.CharField(max_length=64)
    destination = models.SlugField("formation visée", blank=True)
    asked_at = models.DateTimeField("demandé le")
    drawn_at = models.DateTimeField("dernier essai", null=True)
    next_try_at = models.DateTimeField("prochain essai", null=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de code"
        verbose_name_plural = "demandes de code, en attente d’envoi"
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["browser_hash"], name="access_token_browser")]

    def __str__(self):
        return f"accès du {typography.numeric(self.asked_at)}"


class Device(models.Model):
    """A browser whose user has proved that they receive the mails of this e-mail address."""

    email = models.EmailField()
    mailbox = MailboxField()
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = "appareil reconnu"
        ordering = ["-created_at"]

    def __str__(self):
        return f"appareil du {typography.numeric(self.created_at)}"
