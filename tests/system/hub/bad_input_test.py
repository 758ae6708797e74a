"""Bad input of every kind gets its exact answer, nothing of it is stored, and no BSN stands anywhere in the open."""

import base64
import hashlib
import http.client
import io
import json
import re
import socket
import sqlite3
import unittest
import urllib.parse
import uuid

from bad_requests import BODY, BSNS, CONTENTS, REQUESTS, SLOW
from hub_process import OIN, hub_process, sample
from written_text import secrets

NAME = "Zonderling"
# Long enough that a request in one piece is never late, short enough to wait for.
# Names whose values may stand in the open when they are of this kind.
OPEN = "uitbreidingen: [{ naam: klant, hoogste: 9999999 }, { naam: prioriteit, waarden: [hoog] }]\n"
SLOW_LIMITS = "grenzen: { kopMs: 2000, berichtMs: 3000 }\n"


class plain_connection:
    """A connection over which any bytes go."""

    def __init__(self, hub, name="gemeente-a"):
        party = hub.party(name)
        raw = socket.create_connection(("localhost", party.port), timeout=60)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = party.context.wrap_socket(raw, server_hostname="localhost")

    def send(self, text):
        try:
            self.socket.sendall(text)
        except OSError:
            # The hub may have answered and left before it read everything.
            pass

    def receive_all(self):
        """Every byte until the hub closes."""
        received = b""
        while True:
            try:
                piece = self.socket.recv(65536)
            except (ConnectionError, OSError):
                piece = b""
            if not piece:
                self.socket.close()
                return received
            received += piece


class given_bytes:
    """What http.client reads an answer from."""

    def __init__(self, text):
        self.file = io.BytesIO(text)

    def makefile(self, *_):
        return self.file


def read_answers(received):
    """The answers in these bytes, each (status, headers, body)."""
    source = given_bytes(received)
    answers = []
    while source.file.tell() < len(received):
        # Closing an answer must not close what the next one is read from.
        one = http.client.HTTPResponse(given_bytes(received[source.file.tell() :]), method="POST")
        one.begin()
        body = one.read()
        answers.append((one.status, {name.lower(): value for name, value in one.getheaders()}, body))
        head_end = received.index(b"\r\n\r\n", source.file.tell()) + 4
        source.file.seek(head_end + len(body))
    return answers


class bad_input(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        hub_file = cls.hub.home / "hub.yaml"
        hub_file.write_text(hub_file.read_text() + SLOW_LIMITS)
        routes = cls.hub.home / "routes.yaml"
        routes.write_text(routes.read_text() + OPEN)
        cls.hub.start()
        cls.secrets = secrets(BSNS, [NAME])

    @classmethod
    def tearDownClass(cls):
        try:
            # Whatever all tests made it write, also those that came after the one that looks.
            cls("assert_nothing_written").assert_nothing_written()
        finally:
            cls.hub.__exit__()

    def assert_problem(self, status, headers, body, expected, code):
        problem = json.loads(body)
        self.assertEqual((status, problem["code"]), (expected, code), body)
        self.assertEqual(headers["content-type"], "application/problem+json")
        self.assertEqual(problem["status"], status)
        self.assertTrue(problem["title"] and problem["detail"], problem)
        self.assertEqual(headers["pmm-correlatie-id"], problem["correlatieId"])
        self.assertIn("api-version", headers)
        self.assert_tells_nothing(json.dumps(headers).encode() + body, "the answer")
        return problem

    def assert_tells_nothing(self, written, where):
        self.assertIsNone(self.secrets.found_in(written), where)

    def stored(self):
        with sqlite3.connect(f"file:{self.hub.home}/data/berichten.db?mode=ro", uri=True) as store:
            return store.execute("SELECT count(*) FROM message").fetchone()[0]

    def assert_ends_with(self, connection, status, code):
        answers = read_answers(connection.receive_all())
        self.assertEqual(len(answers), 1, "one answer, and what follows is not read as a request")
        problem = self.assert_problem(*answers[0], status, code)
        self.assertEqual(answers[0][1]["connection"], "close", problem)

    def test_the_search_finds_every_way_of_writing(self):
        bsn = BSNS[2]
        text = f"a {bsn}.".encode()
        spelled = [text, bsn[1:].encode(), b"012.345.672", b"0123.45.672", b"012 345 672", b"0-1-2-3-4-5-6-7-2"]
        spelled += [bsn.encode("utf-16"), text.hex().encode(), text.hex().upper().encode(), urllib.parse.quote(" ".join(bsn)).encode()]
        spelled += [base64.b64encode(b"x" * before + text) for before in range(3)]
        spelled += [hashlib.sha256(bsn.encode()).digest(), hashlib.sha1(bsn[1:].encode()).hexdigest().encode()]
        for one in spelled:
            self.assertIsNotNone(self.secrets.found_in(b"..." + one + b"..."), one)
        self.assertIsNone(self.secrets.found_in(b"012345673 112345672 " + base64.b64encode(b"012345673")))

    def test_every_malformed_request_gets_its_answer_and_the_connection_ends(self):
        before = self.stored()
        waiting = []
        for name, (text, status, code) in SLOW.items():
            waiting.append((name, plain_connection(self.hub), status, code))
            waiting[-1][1].send(text)
        for name, (text, status, code) in REQUESTS.items():
            with self.subTest(name):
                connection = plain_connection(self.hub)
                connection.send(text)
                self.assert_ends_with(connection, status, code)
        for name, connection, status, code in waiting:
            with self.subTest(name):
                self.assert_ends_with(connection, status, code)
        self.assertEqual(self.stored(), before, "nothing of it was stored")

    def test_every_bad_content_gets_its_answer_and_the_connection_goes_on(self):
        before = self.stored()
        gemeente = self.hub.party("gemeente-a")
        for name, (text, status, code, places) in CONTENTS.items():
            with self.subTest(name):
                given = gemeente.request("POST", "/v1/aanmeldingen", text)
                problem = self.assert_problem(given.status, given.headers, given.raw, status, code)
                told = [(one["name"], one["code"]) for one in problem.get("invalidParams", [])]
                # What can't be understood is kept, and its sender is told until when; of nothing there is nothing to keep.
                kept = [("", "in_quarantaine")] if text else []
                self.assertEqual(told, [*(places or []), *kept])
                self.assertNotIn("connection", given.headers)
                dry = gemeente.request("POST", "/v1/aanmeldingen/_controleer", text)
                objections = [one["code"] for one in dry.json["bezwaren"]]
                self.assertEqual((dry.status, dry.json["oordeel"], objections), (200, "geweigerd", [code]))
                self.assert_tells_nothing(dry.raw, "the answer to a dry run")
        self.assertEqual(self.stored(), before, "nothing of it was stored")

    def test_every_resource_refuses_what_is_no_json(self):
        gemeente = self.hub.party("gemeente-a")
        box = f"postvakken/{OIN['gemeente-a']}"
        for resource in (
            "signalen", "berichten", "registermutaties", "register/_zoek", f"{box}/uitgiften",
            f"{box}/berichten/{uuid.uuid4()}/weigeringen", f"{box}/berichten/{uuid.uuid4()}/bevestigingen",
        ):
            for name in ("cut off", "two documents", "a byte that is no UTF-8", "lists deeper than a stack"):
                with self.subTest(resource, content=name):
                    given = gemeente.request("POST", f"/v1/{resource}", CONTENTS[name][0])
                    self.assertEqual(given.status, 413 if given.json["code"] == "inhoud_te_groot" else 400, given)
                    if given.status == 413:
                        # The connection ends with what was not read.
                        gemeente.close()
                    self.assert_tells_nothing(given.raw, resource)

    def test_personal_data_in_an_address_is_told_to_nobody(self):
        gemeente = self.hub.party("gemeente-a")
        bsn = BSNS[1]
        for path in (
            f"/v1/{bsn}", f"/v1/inzendingen/{bsn}", f"/v1/postvakken/{bsn}/berichten", f"/v1/register/vermeldingen/{bsn}",
            f"/v1/inzendingen?bron=urn:x&kenmerk={bsn}", f"/v1/inzendingen?{bsn}=1", f"/v1/zegels?bsn={bsn}",
            f"/v1/%3{bsn}", f"/v1/aanmeldingen/../{bsn}", f"/v1/inzendingen?kenmerk={bsn}&kenmerk={bsn}",
        ):
            with self.subTest(path.replace(bsn, "BSN")):
                given = gemeente.get(path, headers={"X-Bsn": bsn, "traceparent": bsn, "User-Agent": bsn, "Accept": f"a/{bsn}"})
                self.assertIn(given.status, (400, 404, 406), given)
                self.assert_tells_nothing(given.raw + json.dumps(given.headers).encode(), "the answer")

    def accept_with(self, bsn):
        """Accepts a referral that holds a BSN everywhere where it may stand, and sees it handled."""
        gemeente = self.hub.party("gemeente-a")
        message = sample(
            "aanmelding", vraag=f"Kan de heer {NAME} geholpen worden?", kenmerk=bsn, casusKenmerk=f"casus {bsn}",
            toelichting=f"BSN {bsn}", betrokkene={"bsn": bsn, "naam": NAME},
        )
        given = gemeente.post("/v1/aanmeldingen", message)
        self.assertEqual(given.status, 201, given)
        self.assertEqual(gemeente.post("/v1/aanmeldingen", message).status, 200)
        self.assertEqual(gemeente.post("/v1/aanmeldingen", dict(message, vraag="Anders?")).status, 409)
        message_id = given.json["inzending"]
        self.hub.wait_until(
            lambda: gemeente.get(f"/v1/inzendingen/{message_id}").json["toestand"] == "verwerkt", what="it is handled"
        )
        found = gemeente.get("/v1/inzendingen?" + urllib.parse.urlencode({"kenmerk": bsn}))
        self.assertEqual(found.status, 200, found)
        to_another = sample("bericht", casusId=given.json["casusId"], casusKenmerk=None, onderwerp=f"Over {bsn}")
        self.assertIn(gemeente.post("/v1/berichten", dict(to_another, aan=[OIN["svb"]])).status, (201, 400))
        self.accept_event_with(bsn)
        return message_id

    def accept_event_with(self, bsn):
        """The same in the extensions of an event, also in those that may stand in the open."""
        data = {name: value for name, value in sample("aanmelding").items() if name not in ("id", "bron", "namens")}
        event = {
            "specversion": "1.0", "id": str(uuid.uuid4()), "source": f"urn:nld:oin:{OIN['gemeente-a']}",
            "type": "nl.multiproblematiek.aanmelding.v1", "data": data,
            "klant": bsn, "prioriteit": NAME, "vrij": f"{NAME} {bsn}",
        }
        given = self.hub.party("gemeente-a").post(
            "/v1/events", event, headers={"Content-Type": "application/cloudevents+json"}
        )
        self.assertEqual(given.status, 201, given)

    def test_no_bsn_stands_in_the_open_in_anything_that_the_hub_wrote(self):
        messages = [self.accept_with(bsn) for bsn in BSNS]
        signal = self.hub.party("svb").post("/v1/signalen", sample("signaal", omschrijving=f"Over {BSNS[0]} en meer."))
        self.assertEqual((signal.status, signal.json["code"]), (400, "persoonsgegevens_in_signaal"))
        self.assert_tells_nothing(signal.raw, "the answer to a signal")
        operator = self.hub.party("operator", "beheer")
        logs = operator.get("/api/logs")
        paths = ["/api/organisaties", "/api/certificaten", "/api/configuratie", "/api/logs", "/api/verwerkt?verwerker=loket"]
        paths += ["/api/geparkeerd", "/api/berichten", "/readyz"] + [f"/api/berichten/{one}" for one in messages]
        paths += [f"/api/logs/{log['log']}/bladen" for log in logs.json["logs"]]
        for path in paths:
            answer = operator.get(path)
            self.assertEqual(answer.status, 200, (path, answer))
            self.assert_tells_nothing(answer.raw, path)
        metrics = self.hub.party("metingen", "beheer").get("/metrics")
        self.assertEqual(metrics.status, 200)
        self.assert_tells_nothing(metrics.raw, "/metrics")
        for kind in ("fout/verlopen", "fout/onbekende-organisatie"):
            self.hub.party(kind).request("POST", "/v1/signalen", BODY)
        self.assert_nothing_written()
        self.assertEqual(self.hub.stop(), 0)
        self.assert_nothing_written()
        self.hub.start()
        self.assert_nothing_written()

    def assert_nothing_written(self):
        looked_at = 0
        for path in self.hub.home.rglob("*"):
            if path.is_file() and not path.is_relative_to(self.hub.home / "certs"):
                self.assert_tells_nothing(path.read_bytes(), path)
                self.assert_tells_nothing(path.name.encode(), path)
                looked_at += 1
        self.assertGreater(looked_at, 10)
        self.assertNotRegex(self.hub.output(), re.compile("ERROR: AddressSanitizer|runtime error:"))


if __name__ == "__main__":
    unittest.main()
