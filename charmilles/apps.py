from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CharmillesConfig(AppConfig):
    name = "charmilles"
    verbose_name = "Sécurité"

    def ready(self):
        from charmilles.staff import rights, roles, second_factor, sessions

        for module in (sessions, second_factor, rights, roles):
            module.connect()


class StaffSiteConfig(AdminConfig):
    """Makes the admin use our own site, which signs staff in."""

    default_site = "charmilles.staff.site.StaffSite"
