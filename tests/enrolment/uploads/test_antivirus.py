"""Files are shown to Debian's own clamd, started here with the signature of one test virus."""

import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from threading import Thread

import pytest

from charmilles.environment import antivirus as setting
from enrolment.uploads import antivirus, check
from tests.browser.conftest import need
from tests.support.corpus import EICAR
from tests.support.uploads import Sent, pdf, picture

SIGNATURE = f"Essai:0:*:{EICAR.hex()}\n"
CONFIGURATION = """
LocalSocket {folder}/clamd.ctl
TCPSocket {port}
TCPAddr 127.0.0.1
DatabaseDirectory {folder}
Foreground yes
StreamMaxLength 20M
"""


@pytest.fixture(scope="module")
def clamd():
    """Starts clamd; returns the folder of its socket, and its port."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    need(program, "clamd, l’antivirus ClamAV")
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        Path(folder, "essai.ndb").write_text(SIGNATURE)
        configuration = Path(folder, "clamd.conf")
        configuration.write_text(CONFIGURATION.format(folder=folder, port=port))
        with subprocess.Popen([program, "-c", configuration], stdout=subprocess.DEVNULL) as child:
            try:
                wait_for(Path(folder, "clamd.ctl"), child)
                yield folder, port
            finally:
                child.terminate()


def wait_for(path, child):
    for _ in range(300):
        if path.exists():
            return
        assert child.poll() is None, "clamd ne démarre pas"
        time.sleep(0.1)
    raise AssertionError("clamd n’écoute pas")


@pytest.fixture(params=["unix", "tcp"])
def asked(request, clamd, settings):
    """The site asks clamd, by its socket then by the network."""
    folder, port = clamd
    place = f"unix:{folder}/clamd.ctl" if request.param == "unix" else f"tcp:127.0.0.1:{port}"
    settings.ANTIVIRUS = setting(place)


def why(content, name="cv.pdf"):
    with pytest.raises(check.BadFile) as refusal:
        check.check_file(Sent(content, name))
    return refusal.value.why


def test_virus_is_named(asked):
    assert antivirus.scan(EICAR) == "Essai.UNOFFICIAL"


def test_infected_file_is_refused_in_words(asked, caplog):
    assert why(pdf() + EICAR) == "infected"
    assert "Essai.UNOFFICIAL" in caplog.text


@pytest.mark.parametrize("content", [pdf(), picture()])
def test_clean_file_is_kept(asked, content):
    assert check.check_file(Sent(content)).content


def test_largest_file_is_read_to_its_end(asked):
    assert antivirus.scan(bytes(10_000_000 - len(EICAR)) + EICAR) == "Essai.UNOFFICIAL"


def test_control_without_the_setting_nothing_is_asked(settings):
    assert settings.ANTIVIRUS is None
    assert check.check_file(Sent(pdf() + EICAR)).pages == 1


# When clamd does not answer, nothing is accepted.


@pytest.fixture
def answering(settings):
    """Gives a function: the next connection is answered these bytes, in place of clamd."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.ANTIVIRUS = server.getsockname()

        def answer(said):
            def once():
                connection, _ = server.accept()
                with connection:
                    connection.recv(9)
                    connection.sendall(said)
                    while connection.recv(65536):
                        pass

            Thread(target=once, daemon=True).start()

        yield answer


def test_silent_antivirus_refuses_every_file(settings, tmp_path, caplog):
    settings.ANTIVIRUS = str(tmp_path / "absent")
    assert why(pdf()) == "busy"
    assert "L’antivirus ne répond pas" in caplog.text


@pytest.mark.parametrize("said", [b"", b"\0", b"INSTREAM size limit exceeded. ERROR\0", b"stream:"])
def test_answer_that_is_no_verdict_refuses_the_file(answering, said, monkeypatch):
    monkeypatch.setattr(antivirus, "SECONDS", 0.5)
    answering(said)
    assert why(pdf()) == "busy"


# The setting


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("", None),
        ("unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("tcp:127.0.0.1:3310", ("127.0.0.1", 3310)),
        ("tcp:[::1]:3310", ("::1", 3310)),
        ("tcp:clamav:3310", ("clamav", 3310)),
    ],
)
def test_setting_says_where_clamd_answers(value, place):
    assert setting(value) == place
