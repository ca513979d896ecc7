"""Explains in one sentence what prevents the site from starting, to the person who starts it."""

import socket

# Fragments of the messages of libpq and SQLite, in English and in French.
DATABASE_REFUSALS = [
    (
        ("password authentication failed", "authentification par mot de passe", "no password"),
        "La base de données refuse ce nom d'utilisateur ou ce mot de passe : corrigez-les dans "
        "DATABASE_URL.",
    ),
    (
        ('database "', "base de données «"),
        "La base indiquée dans DATABASE_URL n'existe pas : créez-la avec « createdb », "
        "ou corrigez son nom.",
    ),
    (
        ('role "', "rôle «"),
        "L'utilisateur indiqué dans DATABASE_URL n'existe pas sur ce serveur : corrigez son nom.",
    ),
    (
        ("refused", "timeout", "timed out", "resolve", "unreachable", "no such file"),
        "Le serveur de base de données ne répond pas : vérifiez qu'il est démarré, ainsi que "
        "l'hôte et le port de DATABASE_URL.",
    ),
    (
        ("unable to open database file",),
        "Le fichier indiqué dans DATABASE_URL ne peut pas être ouvert : son dossier doit exister "
        "et être accessible en écriture.",
    ),
    (
        ("not a database",),
        "Le fichier indiqué dans DATABASE_URL n'est pas une base SQLite : corrigez son chemin.",
    ),
    (
        ("readonly", "permission denied", "droit refusé"),
        "La base indiquée dans DATABASE_URL ne peut pas être modifiée : donnez-en le droit à "
        "l'utilisateur qui lance le site.",
    ),
]


def database_refusal(error: Exception) -> str:
    message = str(error)
    for fragments, sentence in DATABASE_REFUSALS:
        if any(fragment in message.lower() for fragment in fragments):
            return sentence
    reason = message.strip().splitlines()[-1] if message.strip() else type(error).__name__
    return f"La base de données indiquée dans DATABASE_URL ne peut pas servir : {reason}"


def port_refusal(value: str) -> str | None:
    """Says why the site cannot listen on this port; returns None if it can."""
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        return f"PORT={value} n'est pas un numéro de port : choisissez un nombre entre 1 et 65535."
    with socket.socket() as probe:
        # Same option as the server's: a port released a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(value)))
        except PermissionError:
            return f"Le port {value} est réservé à l'administrateur : essayez PORT=8000 bin/serve."
        except OSError:
            free = int(value) + 1 if int(value) < 65535 else 8000
            return f"Le port {value} est déjà pris : essayez PORT={free} bin/serve."
    return None
