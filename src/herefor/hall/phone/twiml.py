"""A provider that is told what to do in TwiML, and signs what it asks, as Twilio does.

Requests are signed by HMAC-SHA1 over the full address followed by every field of the form, name
and value, in the order of the names; the key is the token of the account.
"""

import base64
import hashlib
import hmac
import http.client
import json
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as Xml

from herefor.hall.phone.base import InDoubt, NotPlaced, Steps

PATIENCE_SECONDS = 10
READ_AT_MOST = 100_000
TOO_MANY = 429


class Twiml:
    def __init__(self, *, address: str, account: str, token: str, number: str) -> None:
        self.address, self.account, self.token, self.number = address, account, token, number

    def place(self, number: str, *, steps: Steps) -> str:
        asked = [
            ("To", number),
            ("From", self.number),
            ("Url", steps.answered),
            ("StatusCallback", steps.status),
            ("StatusCallbackEvent", "completed"),
        ]
        status, body = self._post(f"/2010-04-01/Accounts/{self.account}/Calls.json", asked)
        if status == TOO_MANY:
            raise NotPlaced(f"{status}", is_final=False)
        if 400 <= status < 500:
            raise NotPlaced(f"{status} {_message(body)}"[:300], is_final=True)
        if status not in (200, 201):
            raise InDoubt(f"{status}")
        return str(_json(body).get("sid", ""))[:64]

    def is_genuine(self, url: str, *, told: Mapping[str, str], signature: str) -> bool:
        return hmac.compare_digest(signed(url, told=told, token=self.token), signature)

    def listen(self, words: str, *, room: str, steps: Steps) -> str:
        """Star leads out of the room, to the step at which one asks."""
        response = _says(words)
        dial = Xml.SubElement(response, "Dial", hangupOnStar="true", action=steps.asks)
        _conference(dial, room, muted="true", startConferenceOnEnter="false")
        return _text(response)

    def speak(self, words: str, *, room: str, steps: Steps) -> str:
        response = _says(words)
        _conference(Xml.SubElement(response, "Dial"), room, startConferenceOnEnter="true")
        return _text(response)

    def talk(self, words: str, *, room: str, steps: Steps) -> str:
        response = _says(words)
        dial = Xml.SubElement(response, "Dial", hangupOnStar="true", action=steps.back)
        _conference(dial, room, startConferenceOnEnter="true")
        return _text(response)

    def part(self, words: str) -> str:
        response = _says(words)
        Xml.SubElement(response, "Hangup")
        return _text(response)

    def _post(self, path: str, fields: list[tuple[str, str]]) -> tuple[int, bytes]:
        """A connection that was not made has placed nothing; anything later is in doubt."""
        parts = urlsplit(self.address)
        kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
        line = kinds[parts.scheme](parts.hostname or "", parts.port, timeout=PATIENCE_SECONDS)
        try:
            line.connect()
        except OSError as error:
            raise NotPlaced(str(error), is_final=False) from error
        key = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        headers = {
            "Authorization": f"Basic {key}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            line.request("POST", parts.path.rstrip("/") + path, urlencode(fields), headers)
            answer = line.getresponse()
            return answer.status, answer.read(READ_AT_MOST)
        except (OSError, http.client.HTTPException) as error:
            raise InDoubt(str(error)) from error
        finally:
            line.close()


def signed(url: str, *, told: Mapping[str, str], token: str) -> str:
    text = url + "".join(name + told[name] for name in sorted(told))
    digest = hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _says(words: str) -> Xml.Element:
    response = Xml.Element("Response")
    Xml.SubElement(response, "Say").text = words
    return response


def _conference(dial: Xml.Element, room: str, **more: str) -> None:
    told = {"beep": "false", "endConferenceOnExit": "false", **more}
    Xml.SubElement(dial, "Conference", told).text = room


def _text(response: Xml.Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>' + Xml.tostring(response, encoding="unicode")


def _json(body: bytes) -> dict[str, object]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _message(body: bytes) -> str:
    return str(_json(body).get("message", ""))
