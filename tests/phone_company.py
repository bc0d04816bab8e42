"""A telephone company for tests: speaks the provider's protocol over real HTTP, and has people who
pick up, press keys and hang up. Its signature is computed here on its own, as the documentation of
the protocol describes it, not by the code that is tested."""

import base64
import hashlib
import hmac
import json
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode
from xml.etree import ElementTree as Xml

ACCOUNT, TOKEN, NUMBER = "AC0000000000000000000000000000test", "a-token", "+46700000000"


@dataclass
class Handset:
    """Somebody who is called: what they hear, and where their keys lead."""

    company: "Company"
    sid: str
    asked: dict[str, str]
    heard: list[str] = field(default_factory=list)
    room: str = ""
    is_muted: bool = False
    star: str = ""

    def pick_up(self) -> None:
        self._follow(self.asked["Url"], CallStatus="in-progress")

    def press_star(self) -> None:
        self._follow(self.star, CallStatus="in-progress", DialCallStatus="completed")

    def hang_up(self, status: str = "completed") -> None:
        self.company.tell(self.asked["StatusCallback"], self._told(CallStatus=status))

    def _told(self, **more: str) -> dict[str, str]:
        return {"CallSid": self.sid, "AccountSid": ACCOUNT, "To": self.asked["To"], **more}

    def _follow(self, url: str, **told: str) -> None:
        status, body = self.company.tell(url, self._told(**told))
        assert status == 200, (status, body)
        self.room, self.star, self.is_muted = "", "", False
        for verb in Xml.fromstring(body):
            if verb.tag == "Say":
                self.heard.append(verb.text or "")
            elif verb.tag == "Dial":
                conference = verb.find("Conference")
                assert conference is not None
                self.room = conference.text or ""
                self.is_muted = conference.get("muted") == "true"
                if verb.get("hangupOnStar") == "true":
                    self.star = verb.get("action", "")
            else:
                assert verb.tag == "Hangup", verb.tag


class Company:
    """`answers` decides what the next requests for a call are answered with; 201 is a call."""

    def __init__(self) -> None:
        self.handsets: list[Handset] = []
        self.answers: list[int] = []
        self.refused: list[str] = []
        company = self

        class Desk(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                asked = {
                    name: one[0] for name, one in parse_qs(self.rfile.read(length).decode()).items()
                }
                status, told = company.take(self.path, self.headers["Authorization"], asked)
                body = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Company":
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, path: str, key: str, asked: dict[str, str]) -> tuple[int, dict[str, str]]:
        expected = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if key != f"Basic {expected}" or path != f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json":
            return 401, {"message": "not you"}
        status = self.answers.pop(0) if self.answers else 201
        if status != 201:
            self.refused.append(asked["To"])
            return status, {"message": "no"}
        handset = Handset(self, f"CA{len(self.handsets):032}", asked)
        self.handsets.append(handset)
        return status, {"sid": handset.sid}

    def tell(self, url: str, told: dict[str, str], *, token: str = TOKEN) -> tuple[int, str]:
        request = urllib.request.Request(url, data=urlencode(told).encode())
        text = url + "".join(f"{name}{told[name]}" for name in sorted(told))
        digest = hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()
        request.add_header("X-Twilio-Signature", base64.b64encode(digest).decode())
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
