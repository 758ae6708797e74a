"""Each form goes the whole way through the real hub, and what it can't carry is asked for."""

import json
import socket
import unittest
import uuid

from hub_process import OIN, ROOT, hub_process, sample

SAMPLES = ROOT / "schemas" / "samples"
NOTIFICATION = json.loads((SAMPLES / "zgw" / "corsa-zgw-zaak-create.json").read_text())


class forms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        cls.hub.start()

    @classmethod
    def tearDownClass(cls):
        cls.hub.__exit__()

    def send(self, name, path, body, kind, port="berichten", **headers):
        fields = {"Content-Type": kind, **{key.replace("_", "-"): value for key, value in headers.items()}}
        return self.hub.party(name, port).post(path, body, headers=fields)

    def requests_for(self, name):
        found = self.hub.party(name).get(f"/v1/postvakken/{OIN[name]}/berichten?maximum=100").json["berichten"]
        return [
            one["inhoud"] for one in found if one["soort"] == "bericht" and one["inhoud"]["soort"] == "aanvulverzoek"
        ]

    def wait_for_request(self, name, count):
        return self.hub.wait_until(
            lambda: (found := self.requests_for(name))[count:] and found, what="a supplement request"
        )[-1]

    def test_a_notification_opens_an_incomplete_aanmelding_and_the_rest_is_asked_for(self):
        before = len(self.requests_for("gemeente-a"))
        notification = dict(NOTIFICATION, hoofdObject=f"https://zaken.example/zaken/{uuid.uuid4()}")
        given = self.send("gemeente-a", "/v1/notificaties", notification, "application/json")
        self.assertEqual(given.status, 204, given)
        self.assertEqual(given.raw, b"")
        asked = {one["veld"] for one in self.wait_for_request("gemeente-a", before)["ontbreekt"]}
        self.assertLessEqual({"/vraag", "/maatwerkprofessional", "/leefgebieden"}, asked)

    def test_what_the_configuration_supplies_is_not_asked_for(self):
        before = len(self.requests_for("gemeente-b"))
        event = json.loads((SAMPLES / "zgw" / "open-notificaties-notificatie-zaken-status-create.json").read_text())
        event = {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),
            "source": event["source"],
            "type": "nl.overheid.zaken.status.create",
            "data": {"hoofdObject": f"https://zaken.example/zaken/{uuid.uuid4()}"},
        }
        given = self.send("gemeente-b", "/v1/events", event, "application/json")
        self.assertEqual(given.status, 201, given)
        asked = {one["veld"] for one in self.wait_for_request("gemeente-b", before)["ontbreekt"]}
        self.assertIn("/vraag", asked)
        self.assertNotIn("/maatwerkprofessional", asked)

    def test_a_subscription_is_tried_without_a_certificate(self):
        trial = dict(NOTIFICATION, kanaal="test")
        tried = [
            self.send(None, "/v1/notificaties", trial, "application/json", "open"),
            self.send(None, "/v1/notificaties", trial, "application/json", "open", Authorization="Token oefenabonnement"),
            self.send(
                None, "/v1/notificaties", NOTIFICATION, "application/json", "open", Authorization="Token oefenabonnement"
            ),
        ]
        self.assertEqual([one.status for one in tried], [401, 204, 403])

    def test_a_callback_of_a_handshake_is_never_called(self):
        with socket.create_server(("127.0.0.1", 0)) as elsewhere:
            asked = {
                "WebHook-Request-Origin": "zaken.gemeente-a.example",
                "WebHook-Request-Callback": f"https://127.0.0.1:{elsewhere.getsockname()[1]}/bevestig",
            }
            sender = self.hub.party("gemeente-a")
            self.assertEqual(sender.request("OPTIONS", "/v1/events", headers=asked).status, 200)
            event = json.loads((SAMPLES / "cloudevents" / "signaal.json").read_text())
            kind = "application/cloudevents+json"
            given = self.send("gemeente-a", "/v1/events", dict(event, id=str(uuid.uuid4())), kind)
            self.assertEqual(given.status, 201, given)
            # Whoever came before the hub has ended would wait here.
            self.hub.stop()
            elsewhere.setblocking(False)
            self.assertRaises(BlockingIOError, elsewhere.accept)
        self.hub.start()

    def test_stuf_is_received_and_its_case_goes_on(self):
        text = (SAMPLES / "stuf" / "pmm-zakLk01.xml").read_text()
        text = text.replace("stuf-2026-1", str(uuid.uuid4())).replace("1900ZAAK000000001", uuid.uuid4().hex)
        before = len(self.requests_for("gemeente-a"))
        given = self.send("gemeente-a", "/v1/stuf", text.encode(), "text/xml; charset=utf-8", SOAPAction='""')
        self.assertEqual(given.status, 200, given)
        self.assertIn(b"Bv03", given.raw)
        self.wait_for_request("gemeente-a", before)
        change = text.replace("mutatiesoort>T", "mutatiesoort>W").replace("<StUF:referentienummer>", "<StUF:referentienummer>w")
        self.assertEqual(self.send("gemeente-a", "/v1/stuf", change.encode(), "text/xml").status, 200)

    def test_products_samples_are_taken_where_that_was_agreed(self):
        for path in sorted((SAMPLES / "stuf").glob("*Lk01*.xml")):
            if path.name.startswith("pmm-"):
                continue
            with self.subTest(path.name):
                kind = "application/soap+xml" if path.name.startswith("open-forms") else "text/xml"
                given = self.send("gemeente-b", "/v1/stuf", path.read_bytes(), kind)
                self.assertEqual(given.status, 200, given)

    def test_a_file_is_recognised_and_judged_by_the_command_line(self):
        for name in ("json/signaal.json", "cloudevents/signaal.json", "cloudevents/batch.json", "stuf/pmm-zakLk01.xml",
                     "zgw/corsa-zgw-zaak-create.json"):
            with self.subTest(name):
                said = self.hub.hubctl("bericht", "controleer", str(SAMPLES / name), name="gemeente-a")
                self.assertIn('"aangenomen"', said.replace(": ", ":").replace('"oordeel":', ""))

    def test_any_form_is_handed_in_by_the_command_line(self):
        for name, words in (("cloudevents/signaal.json", "ontvangstbewijs"), ("zgw/corsa-zgw-zaak-create.json", "Ontvangen"),
                            ("stuf/pmm-zakLk01.xml", "Bv03")):
            with self.subTest(name):
                self.assertIn(words, self.hub.hubctl("bericht", "stuur", str(SAMPLES / name), name="gemeente-a"))

    def test_a_report_says_what_is_not_in_order_and_quotes_nothing(self):
        broken = self.hub.home / "kapot.json"
        broken.write_text(json.dumps({"id": "kapot", "categorie": "geheime categorie", "kenmerk": "geheim kenmerk"}))
        page = self.hub.home / "rapport.html"
        known = str(SAMPLES / "json" / "signaal.json")
        said = self.hub.hubctl_says(
            "verbinding", "rapporteer", "--naar", str(page), str(broken), known, name="gemeente-a", code=6
        )
        for text in (said, page.read_text()):
            self.assertIn("GEWEIGERD", text)
            self.assertIn("400 bericht_ongeldig", text)
            self.assertIn("Niet beproefd in dit rapport: CloudEvents, ZGW-notificaties, StUF-ZKN.", text)
            self.assertNotIn("geheim", text)
        self.assertIn("NIET IN ORDE", said)
        self.assertIn("niet-in-orde", page.read_text())
        # What was handed in before is looked up by its id.
        given = self.hub.party("gemeente-a").post("/v1/signalen", sample("signaal")).json["inzending"]
        self.assertIn(given, self.hub.hubctl("verbinding", "rapporteer", given, name="gemeente-a"))

    def test_a_report_of_a_trial_stores_nothing(self):
        message = sample("signaal")
        path = self.hub.home / "proef.json"
        path.write_text(json.dumps(message))
        said = self.hub.hubctl("verbinding", "rapporteer", "--proef", str(path), name="gemeente-a")
        self.assertIn("proef, zou worden aangenomen", said)
        found = self.hub.party("gemeente-a").get(f"/v1/inzendingen?id={message['id']}").json
        self.assertEqual(found, {"inzendingen": []})
        path.write_text(json.dumps(dict(NOTIFICATION, kanaal="test")))
        said = self.hub.hubctl("verbinding", "rapporteer", "--proef", str(path), name="gemeente-a")
        self.assertIn("de hub bewaart er niets van", said)


if __name__ == "__main__":
    unittest.main()
