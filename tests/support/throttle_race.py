"""The process of several visitors in the race of test_throttle.py.

It prints « ready », waits for a line, then all its threads act at once and print their results.

python -m tests.support.throttle_race fill
python -m tests.support.throttle_race hit|read_then_write <threads> <limit>
"""

import sys
import threading
from datetime import timedelta

import django
from django.db import connection
from django.utils import timezone

PERIOD = timedelta(minutes=15)


def fill():
    from charmilles.models import Counter

    with connection.schema_editor() as schema:
        schema.create_model(Counter)


def hit(limit):
    from charmilles import throttle

    throttle.hit("race", "everyone", limit=limit, period=PERIOD, now=timezone.now())


def read_then_write(limit):
    from charmilles.models import Counter
    from charmilles.throttle import TooMany

    fields = {"count": 0, "ends_at": timezone.now() + PERIOD}
    counter, _ = Counter.objects.get_or_create(key="everyone", defaults=fields)
    if counter.count >= limit:
        raise TooMany(1)
    counter.count += 1
    counter.save()


def attempt(act, limit, start):
    """Prints the result, or the error, in one write, because threads share the output."""
    start.wait()
    try:
        act(limit)
        answer = "passed"
    except Exception as error:
        answer = "refused" if type(error).__name__ == "TooMany" else type(error).__name__
    sys.stdout.write(f"{answer}\n")
    connection.close()


def race(act, threads, limit):
    start = threading.Event()
    visitors = [threading.Thread(target=attempt, args=(act, limit, start)) for _ in range(threads)]
    for visitor in visitors:
        visitor.start()
    print("ready", flush=True)
    sys.stdin.readline()
    start.set()
    for visitor in visitors:
        visitor.join()


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill()
    else:
        ways = {"hit": hit, "read_then_write": read_then_write}
        race(ways[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3]))
