"""An SMTP server for the tests: it stores what it accepts, and fails a third of the time.

It fails in three ways in turn: a temporary refusal, a silence longer than the sender waits, a
connection cut in the middle. It stores only the messages that it accepts.
"""

import re
import socketserver
import threading
import time
from email import message_from_bytes, policy
from itertools import count

SILENCE = 3  # seconds, longer than the timeout of the sender (sending.py)


class Mailbox(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Conversation)
        self.accepted = []  # (recipient, Message-ID), in order
        self.texts = {}  # the last text accepted for each recipient
        self.messages = []  # the same, whole
        self.turns = count(1)
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def failure(self):
        """Returns how the next message fails, or None, two times out of three."""
        with self.lock:
            turn = next(self.turns)
        return ("refuse", "stall", "drop")[turn // 3 % 3] if turn % 3 == 0 else None

    def handle_error(self, request, client_address):
        """Ignores the errors of senders that were killed."""


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 essai")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"QUIT":
                return self.say("221 au revoir")
            if word == b"RCPT":
                self.recipient = re.search(rb"<(.+?)>", line)[1].decode()
            if word == b"MAIL" and not self.takes():
                continue
            if word == b"DATA":
                self.keep()
                continue
            self.say("250 oui")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def takes(self):
        failure = self.server.failure()
        if failure == "refuse":
            self.say("451 plus tard")
        elif failure == "stall":
            time.sleep(SILENCE)
            raise ConnectionAbortedError
        elif failure == "drop":
            raise ConnectionAbortedError
        return failure is None

    def keep(self):
        self.say("354 allez")
        content = b"".join(iter(self.rfile.readline, b".\r\n"))
        if not content:
            return
        message = message_from_bytes(content, policy=policy.default)
        self.server.messages.append(content.decode(errors="replace"))
        self.server.texts[self.recipient] = message.get_body(["plain"]).get_content()
        self.server.accepted.append((self.recipient, message["Message-ID"]))
        time.sleep(0.005)
        self.say("250 reçu")


class Greylisting(Mailbox):
    """Refuses the first message for a time, as careful servers do to strangers."""

    def failure(self):
        with self.lock:
            return "refuse" if next(self.turns) == 1 else None
