"""Staff edit here every word and figure the public sees, in the order of the page."""

from catalogue.admin import centre, pay, programme, section, teaching

__all__ = ["centre", "pay", "programme", "section", "teaching"]
