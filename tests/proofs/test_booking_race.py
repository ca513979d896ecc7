"""A slot is never given twice, whoever asks and however many ask at once (R1).

Each scene runs against a real server; the control, which checks and then writes, overbooks.
"""

from collections import Counter

import lxml.html
import pytest

from tests.support.rush import at_once, post

RACE = "tests.proofs.booking_race"
SOUND = {"held": [0], "wrong": []}


@pytest.fixture(scope="module")
def server(serve):
    server = serve(fill=f"{RACE}:fill")
    yield server
    log = server.log.read_text()
    assert "locked" not in log
    assert "Traceback" not in log


@pytest.fixture(scope="module")
def size(long):
    """(places, clients) of the largest scenes."""
    return (20, 200) if long else (5, 40)


@pytest.fixture(scope="module")
def scenes(server, size):
    """Makes the scenes, each with its own programme, slots and people: see `booking_race.scene`."""
    places, clients = size
    wanted = {
        "rush": {"places": [places], "crowd": clients},
        "single places": {"places": [1] * places, "crowd": clients},
        "refused": {"places": [1], "crowd": 12},
        "fifty clicks": {"places": [1], "crowd": 1},
        "moves": {"places": [places + 1] * 2, "seated": places},
        "cancelled": {"places": [5], "seated": 5, "crowd": 50},
        "wishes": {"places": [5], "seated": 5, "crowd": 50, "wishes": 50},
        "with staff": {"places": [places], "crowd": clients},
        "two staff book": {"places": [1, 1], "crowd": 1},
        "two staff confirm": {"places": [1], "seated": 1},
        "two staff mark": {"places": [1], "seated": 1},
    }
    return server.run(f"{RACE}:scenes", wanted)


def outcome(server, scene):
    return server.run(f"{RACE}:outcome", scene["slots"])


def clicks(server, people, slot, *, page="verifier"):
    """Lists, for each person, a function that books this slot, or moves to it."""

    def click(person):
        path = f"/candidature/dossier/{person['reference']}/entretien/{page}/"
        return post(server.url, path, cookie=person["cookie"], creneau=slot)

    return [lambda person=person: click(person) for person in people]


def by_staff(server, people, slot, *, session=0):
    """Lists, for each person, a function by which staff book this slot for them."""
    cookie = server.filled["sessions"][session]

    def give(person):
        path = f"/gestion/enrolment/slot/entretien/{person['pk']}/"
        asked = {"slot": slot}
        return post(server.url, path, cookie=cookie, of="sessionid", **asked)

    return [lambda person=person: give(person) for person in people]


def cancels(server, people):
    return clicks(server, people, "", page="annuler")


def statuses(answers):
    return Counter(answer.status for answer in answers)


def proposed(answer):
    """Counts the slots that the page of a refusal proposes instead."""
    links = lxml.html.fromstring(answer.page).xpath("//main//a[contains(@href, 'creneau=')]/@href")
    return len(set(links))


def pks(people):
    return [person["pk"] for person in people]


# Candidates


def test_rush_of_candidates(server, scenes, size):
    places, clients = size
    scene = scenes["rush"]
    answers = at_once(clicks(server, scene["crowd"], *scene["slots"]))
    assert statuses(answers) == {302: places, 409: clients - places}
    assert outcome(server, scene) == {"taken": [places], "booked": [places]} | SOUND


def test_rush_for_single_places(server, scenes, size):
    """There are as many slots as places, and several people for each."""
    places, clients = size
    scene = scenes["single places"]
    wanted = [scene["slots"][n % places] for n in range(clients)]
    asked = zip(scene["crowd"], wanted, strict=True)
    answers = at_once([clicks(server, [person], slot)[0] for person, slot in asked])
    assert statuses(answers) == {302: places, 409: clients - places}
    assert outcome(server, scene)["booked"] == [1] * places


def test_refused_are_told_the_three_nearest(server, scenes):
    scene = scenes["refused"]
    answers = at_once(clicks(server, scene["crowd"], *scene["slots"]))
    refused = [answer for answer in answers if answer.status == 409]
    assert [proposed(answer) for answer in refused] == [3] * 11
    assert all("vient d’être pris" in answer.page for answer in refused)


def test_same_click_fifty_times(server, scenes):
    scene = scenes["fifty clicks"]
    answers = at_once(clicks(server, scene["crowd"] * 50, *scene["slots"]))
    assert {(answer.status, answer.location) for answer in answers} == {
        (302, f"/candidature/dossier/{scene['crowd'][0]['reference']}/entretien/")
    }
    assert outcome(server, scene) == {"taken": [1], "booked": [1]} | SOUND
    assert server.run(f"{RACE}:interviews", pks(scene["crowd"])) == [["booked", 1, 1]]


def test_moves_between_two_slots(server, scenes, size):
    """Each slot has one free place; everybody asks for the other slot, and keeps one interview."""
    seated, _ = size
    scene = scenes["moves"]
    (a, b), (in_a, in_b) = scene["slots"], scene["seated"]
    answers = at_once([*clicks(server, in_a, b), *clicks(server, in_b, a)])
    after = outcome(server, scene)
    assert set(statuses(answers)) <= {302, 409}
    assert (sum(after["booked"]), after["taken"], after["wrong"]) == (
        2 * seated,
        after["booked"],
        [],
    )
    assert server.run(f"{RACE}:interviews", pks(in_a + in_b)) == [["booked", 1, 1]] * 2 * seated


def test_cancelled_places_while_fifty_wait(server, scenes):
    """Fifty book while five cancel; those refused try again: five of them get a place."""
    scene = scenes["cancelled"]
    (slot,), crowd = scene["slots"], scene["crowd"]
    gone, first = 5, at_once([*cancels(server, scene["seated"][0]), *clicks(server, crowd, slot)])
    assert statuses(first[:gone]) == {200: gone}
    waiting = zip(crowd, first[gone:], strict=True)
    refused = [person for person, answer in waiting if answer.status == 409]
    second = at_once(clicks(server, refused, slot))
    assert statuses(first[gone:])[302] + statuses(second)[302] == 5
    assert outcome(server, scene) == {"taken": [5], "booked": [5]} | SOUND


def test_cancelled_places_go_to_the_first_wishes(server, scenes):
    scene = scenes["wishes"]
    at_once(cancels(server, scene["seated"][0]))
    first = sorted(pks(scene["crowd"][:5]))
    assert server.run(f"{RACE}:holders", *scene["slots"]) == first
    answers = at_once(clicks(server, scene["crowd"], *scene["slots"]))
    assert [answer.status for answer in answers] == [302] * 5 + [409] * 45
    assert outcome(server, scene) == {"taken": [5], "booked": [5]} | SOUND


# Candidates and staff


def test_candidates_and_staff_at_once(server, scenes, size):
    places, clients = size
    scene = scenes["with staff"]
    (slot,), half = scene["slots"], clients // 2
    own, others = scene["crowd"][:half], scene["crowd"][half:]
    answers = at_once([*clicks(server, own, slot), *by_staff(server, others, slot)])
    assert set(statuses(answers[:half])) <= {302, 409}
    assert set(statuses(answers[half:])) <= {302, 422}
    assert statuses(answers)[302] == places
    assert all("vient d’être pris" in answer.page for answer in answers if answer.status != 302)
    assert outcome(server, scene) == {"taken": [places], "booked": [places]} | SOUND


def test_two_staff_book_for_one_candidate(server, scenes):
    scene = scenes["two staff book"]
    a, b = scene["slots"]
    answers = at_once(
        [
            *by_staff(server, scene["crowd"], a),
            *by_staff(server, scene["crowd"], b, session=1),
        ]
    )
    assert statuses(answers) == {302: 1, 422: 1}
    assert sorted(outcome(server, scene)["taken"]) == [0, 1]
    assert server.run(f"{RACE}:interviews", pks(scene["crowd"])) == [["booked", 1, 1]]


def test_two_staff_confirm_the_same_interview(server, scenes):
    scene = scenes["two staff confirm"]
    ((person,),) = scene["seated"]
    answers = server.run(f"{RACE}:staff_confirm", person["pk"], 2)
    assert (len(answers), len(set(answers))) == (2, 1)


def test_two_staff_mark_the_same_interview(server, scenes):
    scene = scenes["two staff mark"]
    ((person,),) = scene["seated"]
    marks = (person["pk"], ["attended", "absent"], server.filled["staff"])
    assert sorted(server.run(f"{RACE}:staff_mark", *marks)) == ["marked", "refused"]
    assert outcome(server, scene)["wrong"] == []


# Control


def test_checking_then_writing_overbooks(serve, size):
    places, clients = size
    naive = serve(fill=f"{RACE}:fill", DJANGO_SETTINGS_MODULE="tests.proofs.naive")
    scene = naive.run(f"{RACE}:scene", [places], clients)
    at_once(clicks(naive, scene["crowd"], *scene["slots"], page="check_then_write"))
    assert outcome(naive, scene)["booked"][0] > places
