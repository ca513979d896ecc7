"""The answer to a request that the server cannot read, and which never reaches Django.

Waitress's own answer is in English, has none of our headers and repeats what it could not read.
"""

from charmilles.middleware import HEADERS

PAGE = """<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<title>Demande incomprise</title>
<h1>Cette demande n’a pas été comprise</h1>
<p>L’adresse a peut-être été mal recopiée. <a href="/">Revenir à l’accueil</a></p>
</html>
""".encode()
HEADERS_OF_THE_PAGE = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    **HEADERS,
}
