"""A process of its own that takes webhooks and letters, and says on asking what it took.

Started as a program it prints its two ports, and ends with its standard input.
"""

import contextlib
import json
import subprocess
import sys
import threading
import urllib.request
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Sinks:
    """The process, from the side of a test."""

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.http, self.smtp = (int(port) for port in self.process.stdout.readline().split())
        return self

    def __exit__(self, *_ended):
        self.process.stdin.close()
        self.process.wait(10)

    @property
    def hook(self):
        return f"http://127.0.0.1:{self.http}/hook"

    def took(self):
        """What came in: webhooks as (headers, body), letters as (recipients, name, subject)."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/", timeout=10) as answer:
            return json.loads(answer.read())


def main():
    from aiosmtpd.controller import Controller

    took = {"hooks": [], "letters": []}

    class Hooks(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            took["hooks"].append([dict(self.headers), body.decode("latin-1")])
            self._answer({"/broken": 500, "/hook": 204}.get(self.path, 200), b"")

        def do_GET(self):
            self._answer(200, json.dumps(took).encode())

        def _answer(self, status, body):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(BrokenPipeError):  # who asked was killed
                self.wfile.write(body)

        def log_message(self, *_said):
            pass

    class Letters:
        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  aiosmtpd's name
            letter = message_from_bytes(envelope.content)
            said = (envelope.rcpt_tos, letter["Message-ID"].strip("<>"), letter["Subject"])
            took["letters"].append(said)
            return "250 taken"

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hooks)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    letters = Controller(Letters(), hostname="127.0.0.1", port=free_port())
    letters.start()
    print(server.server_port, letters.port, flush=True)
    sys.stdin.read()
    letters.stop()


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
