"""Rows that a link of our mails names, for whoever has the mailbox and no account."""

from django.core.signing import BadSignature, Signer
from django.db import models


class LinkedQuerySet(models.QuerySet):
    def of_token(self, token: str):
        """Selects the row of this link; none for a link that is not ours."""
        try:
            return self.filter(pk=self.model.signer().unsign(token))
        except BadSignature:
            return self.none()


class Linked(models.Model):
    """A row whose links confirm, send or erase it, and nothing else.

    The links sent die if `link_salt` changes.
    """

    link_salt = ""

    class Meta:
        abstract = True

    @classmethod
    def signer(cls) -> Signer:
        return Signer(sep=".", salt=cls.link_salt)

    @property
    def token(self) -> str:
        """What the links of its mails hold."""
        return self.signer().sign(self.pk)
