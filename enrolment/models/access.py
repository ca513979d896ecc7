"""What lets a candidate come back: codes and links that serve once, browsers that are known."""

from django.db import models


class AccessToken(models.Model):
    """A way in for whoever reads the mails of an address: a code to type, or a link to follow.

    Both are kept hashed and serve once. The code only works in the browser that asked for it.
    """

    email = models.EmailField()
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
        return f"accès du {self.created_at:%d/%m/%Y %H:%M}"


class Device(models.Model):
    """A browser in which somebody has proved that they read the mails of an address."""

    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = "appareil reconnu"
        ordering = ["-created_at"]

    def __str__(self):
        return f"appareil du {self.created_at:%d/%m/%Y}"
