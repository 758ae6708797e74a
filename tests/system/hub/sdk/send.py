"""send.py HUB CA CERT KEY OIN: hands in with the official Python SDK as send.mjs does with that of Node, and says what the
hub answered, as JSON."""

import datetime
import json
import sys

import requests
from cloudevents.core.bindings import http
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

HUB, CA, CERT, KEY, OIN = sys.argv[1:6]
SESSION = requests.Session()
# Whatever the environment says of other roots or of a proxy.
SESSION.trust_env = False
SESSION.verify = CA
SESSION.cert = (CERT, KEY)


def event(id, category="werkproces"):
    return CloudEvent(
        attributes={
            "id": id,
            "source": f"urn:nld:oin:{OIN}:systeem:sdk",
            "type": "nl.multiproblematiek.signaal.v1",
            "specversion": "1.0",
            # Without it each one has the time of its making, and so would be another message.
            "time": datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.timezone.utc),
            "datacontenttype": "application/json",
            "subject": "café — 100% \"waar\"",
            "eigenuitbreiding": "blijft bewaard",
        },
        data={"kenmerk": id, "categorie": category, "omschrijving": "Gestuurd met de SDK."},
    )


def post(headers, body):
    answer = SESSION.post(f"{HUB}/v1/events", data=body, headers=headers)
    return {"status": answer.status_code, "body": answer.text}


def structured(one):
    message = http.to_structured_event(one)
    return post(message.headers, message.body)


def binary(one):
    message = http.to_binary_event(one)
    return post(message.headers, message.body)


def batch(*events):
    """The SDK writes the events; it has no batch of its own."""
    written = b",".join(JSONFormat().write(one) for one in events)
    return post({"Content-Type": "application/cloudevents-batch+json"}, b"[" + written + b"]")


said = {
    "structured": structured(event("python-structured")),
    "binary": binary(event("python-binary")),
    "again": structured(event("python-binary")),
    "batch": batch(event("python-1"), event("python-2")),
    "mixed": batch(event("python-1"), event("python-3", "bestaat niet")),
    "empty": batch(),
}
print(json.dumps(said))
