"""Measures uploads and recaps: the heaviest files that are accepted, alone then together.

« .venv/bin/python bench/recap.py » prints the elapsed seconds for each file, for a recap of four of
it, and for a recap of one of each. Their processes cannot take more memory than LIMITS says.
"""

import os
import sys
import time
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]


def accepted():
    """Prints each upload; returns the copies that are kept, by label."""
    from enrolment.uploads import check, sandbox
    from tests.support.heavy_files import FILES

    copies = {}
    for label, make in FILES.items():
        kind, data = make()
        start = time.monotonic()
        head, _, copy = sandbox.run(check.PARSER, kind, data=data, seconds=30).partition(b"\n")
        seconds = time.monotonic() - start
        print(f"{label} ({len(data) / 1e6:.1f} Mo) : {head.decode()}, {seconds:.1f} s")
        if head.startswith(b"ok"):
            copies[label] = (kind, copy)
    return copies


def joined(parts):
    """Makes a recap of these documents, but for its first pages; returns what was left out."""
    from charmilles.pdf import printing
    from enrolment.applications import recap

    budget, out, left = recap.Budget(), [], []
    page = printing.print_pdf("<!doctype html><html lang=fr><title>a</title><body><p>a").pdf
    for label, (kind, data) in parts:
        try:
            out.append(recap.Part(kind, label, recap._read(kind, data, budget)))
        except recap.Unjoinable as why:
            left.append(f"{label} ({why})")
            out.append(recap.Part(recap.DRAWN, label, page))
    recap._bind([recap.Part(recap.DRAWN, "", page), *out], budget)
    return left


def main():
    sys.path.insert(0, str(BASE))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "charmilles.settings")
    import django

    django.setup()
    from charmilles.pdf import printing
    from enrolment.uploads.sanitise import LIMITS

    print(f"Envois : {LIMITS['seconds']} s de processeur et {LIMITS['memory'] >> 20} Mo au plus")
    copies = accepted()
    sets = {label: [(label, copy)] * 4 for label, copy in copies.items()}
    sets["tous ensemble"] = list(copies.items())
    print("Récapitulatifs")
    for label, parts in sets.items():
        start = time.monotonic()
        left = joined(parts)
        print(f"{len(parts)} × {label} : {time.monotonic() - start:.1f} s, remplacés : {left or 0}")
    printing.close()


if __name__ == "__main__":
    main()
