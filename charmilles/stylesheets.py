"""Collects the static files, and joins the stylesheets that a page needs into one.

Their sources stay apart, each with its subject; a page on a slow network asks for one file instead
of six, and each request would cost it a round trip before anything is shown. What only their
authors read, comments and spaces, is left out.
"""

import rcssmin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

CORE = ("fonts", "tokens", "base", "components", "hedge")
JOINED = {
    "public": (*CORE, "catalogue", "home", "finding", "programme", "weeks", "print"),
    "earnings": (*CORE, "catalogue", "programme", "enrolment", "pay", "print"),
    "open-data": (*CORE, "catalogue", "programme", "sharing", "print"),
    "pathways": (*CORE, "catalogue", "programme", "enrolment", "pay", "advice", "print"),
    "candidate": (*CORE, "enrolment", "print"),
    "desk-page": (*CORE, "catalogue", "programme", "weeks", "desk"),  # of staff: a sheet, to edit
    "core": CORE,  # pages that say why there is no other
}


class Storage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths, dry_run=False, **options):
        """Writes css/public.css and the others beside their sources, then hashes all files."""
        for name, sources in JOINED.items():
            joined = _path(name)
            texts = (self.open(_path(source)).read() for source in sources)
            self.delete(joined)
            self.save(joined, ContentFile(rcssmin.cssmin(b"\n".join(texts))))
            paths[joined] = (self, joined)
        yield from super().post_process(paths, dry_run, **options)


def _path(name):
    return f"css/{name}.css"
