"""Sign-in without a password: codes and links that work once, and the browsers we recognise."""

from django.db import models

from charmilles import typography
from charmilles.mailbox import MailboxField


class AccessToken(models.Model):
    """A code to type and a link to follow, sent to an e-mail address to sign its reader in.

    Both are stored hashed and work once. The code only works in the browser that asked for it.
    """

    email = models.EmailField()
    mailbox = MailboxField()
    code_hash = models.CharField(max_length=64)
    link_hash = models.CharField(max_length=64, unique=True)
    browser_hash = models.CharField(max_length=64)
    destination = models.SlugField("formation visée", blank=True)
    created_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "accès demandé"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["browser_hash"], name="access_token_browser")]

    def __str__(self):
        return f"accès du {typography.numeric(self.created_at)}"


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
