"""The answer to a request that the server cannot read, and which never reaches Django.

Gunicorn's own page is in English, has none of our headers and repeats what it could not read.
"""

from charmilles.middleware import HEADERS

PAGE = """<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<title>Demande incomprise</title>
<h1>Cette demande n’a pas été comprise</h1>
<p>L’adresse a peut-être été mal recopiée. <a href="/">Revenir à l’accueil</a></p>
</html>
"""
OF_DJANGO = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def answer(status: int, reason: str) -> bytes:
    """Gives the whole answer, to be written as it is on the connection."""
    body = PAGE.encode()
    headers = {
        "Connection": "close",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        **OF_DJANGO,
        **HEADERS,
    }
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {headers[name]}" for name in headers)]
    return "\r\n".join([*lines, "", ""]).encode() + body
