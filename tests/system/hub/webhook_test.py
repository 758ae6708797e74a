"""Messages leave in the form that an organisation's configuration names: from its postvak, and to its webhook."""

import email
import json
import re
import unittest
import uuid
import xml.etree.ElementTree as tree

from hub_process import OIN, hub_process, sample
from receiver import receiver

NAME = "gemeente-a"
HUB_OIN = "00000099400000001000"
STUF = "{http://www.egem.nl/StUF/StUF0301}"
WEBHOOKS = """
adres: https://hub.pmm.test
webhooks:
  certificaat: certs/hub-client.pem
  sleutel: certs/hub-client.key
  stamcertificaten: certs/ca.pem
  herkomst: hub.pmm.test
  interneAdressen: %s
  antwoordMs: 3000
"""


def stuf(code, place="client", stuf_code="StUF055"):
    body = f"<StUF:body><StUF:code>{stuf_code}</StUF:code><StUF:plek>{place}</StUF:plek></StUF:body>"
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<StUF:{code}Bericht xmlns:StUF="http://www.egem.nl/StUF/StUF0301"><StUF:stuurgegevens>'
        f"<StUF:berichtcode>{code}</StUF:berichtcode></StUF:stuurgegevens>{body if code != 'Bv03' else ''}"
        f"</StUF:{code}Bericht></s:Body></s:Envelope>"
    ).encode()


def leave(_):
    return 200, {"WebHook-Allowed-Origin": "hub.pmm.test", "WebHook-Allowed-Rate": "*"}, b""


class hub_with_webhooks(unittest.TestCase):
    internal = "ja"

    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        with open(self.hub.home / "hub.yaml", "a") as file:
            file.write(WEBHOOKS % self.internal)

    def deliver_as(self, form, port=None, path="/pmm"):
        """Before the hub starts, or while it runs: it reads its files anew."""
        place = self.hub.home / "organisaties.yaml"
        text = re.sub(r"\n    aflevering: .*", "", place.read_text())
        webhook = f", webhook: 'https://localhost:{port}{path}'" if port else ""
        start = text.index(f'"{OIN[NAME]}"')
        text = text[:start] + text[start:].replace(
            "\n    postvak: ja", f"\n    postvak: ja\n    aflevering: {{ vorm: {form}{webhook} }}", 1
        )
        place.write_text(text)

    def hand_in(self, **changes):
        given = self.hub.party(NAME).post("/v1/aanmeldingen", sample("aanmelding-minimaal", **changes))
        self.assertEqual(given.status, 201, given)
        return given.json

    def page(self, accept=None):
        return self.hub.party(NAME).get(
            f"/v1/postvakken/{OIN[NAME]}/berichten?maximum=100", headers={"Accept": accept} if accept else None
        )

    def own_page(self):
        return self.page("application/vnd.multiproblematiek.postvak+json").json["berichten"]

    def wait_for_request(self):
        """Until the loket's supplement request lies in the postvak."""
        return self.hub.wait_until(
            lambda: next((one for one in self.own_page() if one["soort"] == "bericht"), None), what="a supplement request"
        )


class webhooks(hub_with_webhooks):
    def test_a_postvak_answers_in_the_form_that_was_agreed(self):
        self.deliver_as("cloudevents")
        self.hub.start()
        self.hand_in()
        asked = self.wait_for_request()
        events = self.page()
        self.assertEqual(events.headers["content-type"], "application/cloudevents-batch+json")
        event = next(one for one in events.json if one["id"] == asked["inzending"])
        self.assertEqual(event["source"], f"urn:nld:oin:{OIN['loket']}")
        self.assertEqual(event["subject"], asked["casusId"])
        self.assertEqual(event["data"]["ontbreekt"], asked["inhoud"]["ontbreekt"])
        self.assertEqual(self.page("text/html").status, 406)
        one = self.hub.party(NAME).get(f"/v1/postvakken/{OIN[NAME]}/berichten/{asked['inzending']}")
        self.assertEqual(one.json, asked)

        def kind():
            return self.page().headers.get("content-type", "")

        self.deliver_as("zgw")
        self.hub.wait_until(lambda: kind() == "application/json")
        notification = next(one for one in self.page().json if one["kenmerken"]["inzending"] == asked["inzending"])
        self.assertEqual(
            notification["resourceUrl"], f"https://hub.pmm.test/v1/postvakken/{OIN[NAME]}/berichten/{asked['inzending']}"
        )
        self.deliver_as("stuf")
        self.hub.wait_until(lambda: kind().startswith("multipart/mixed"))
        page = self.page()
        whole = email.message_from_bytes(b"Content-Type: " + page.headers["content-type"].encode() + b"\r\n\r\n" + page.raw)
        parts = {part["Content-ID"]: part.get_payload(decode=True) for part in whole.get_payload()}
        text = tree.fromstring(parts[f"<{asked['inzending']}@pmm>"])
        self.assertEqual(next(text.iter(STUF + "referentienummer")).text, asked["inzending"])
        self.assertIn("bericht", self.hub.hubctl("postvak", "toon", name=NAME))

    def test_events_go_to_who_gave_leave_with_the_hubs_own_certificate(self):
        with receiver(self.hub.certificates) as there:
            there.answers = [leave]
            self.deliver_as("cloudevents", there.port)
            self.hub.start()
            self.hand_in()
            asked = self.wait_for_request()
            self.hub.wait_until(lambda: any(asked["inzending"].encode() in one["body"] for one in there.posted()))
            self.assertEqual(there.requests[0]["method"], "OPTIONS")
            self.assertEqual(there.requests[0]["headers"]["webhook-request-origin"], "hub.pmm.test")
            self.assertEqual(sum(one["method"] == "OPTIONS" for one in there.requests), 1)
            for one in there.posted():
                self.assertEqual(one["subject"]["serialNumber"], HUB_OIN)
                self.assertEqual(one["path"], "/pmm")
                self.assertTrue(one["headers"]["content-type"].startswith("application/cloudevents+json"))
                self.assertIn("traceparent", one["headers"])
            self.hub.wait_until(
                lambda: [one["toestand"] for one in self.own_page()] == ["afgeleverd"], what="only the request is left"
            )
            done = self.hub.party(NAME).post(
                f"/v1/postvakken/{OIN[NAME]}/berichten/{asked['inzending']}/bevestigingen"
            )
            self.assertEqual(done.status, 204)
            self.assertEqual(self.own_page(), [])

    def test_a_receiver_that_is_away_or_wanders_off_gets_everything_once_it_is_back(self):
        with receiver(self.hub.certificates) as there:
            elsewhere = lambda _: (302, {"Location": f"https://localhost:{there.port}/elders"}, b"")
            there.answers = [elsewhere, lambda _: (500, {}, b""), lambda _: (200, {}, b"x" * 300_000)]
            self.deliver_as("json", there.port)
            self.hub.start()
            given = self.hand_in()
            self.hub.wait_until(lambda: [one["toestand"] for one in self.own_page()] == ["afgeleverd"], 60)
            self.assertEqual({one["path"] for one in there.requests}, {"/pmm"})
            bodies = [json.loads(one["body"]) for one in there.posted()]
            self.assertIn(given["inzending"], {one.get("antwoordOp") for one in bodies})
            # What was tried again is the same message.
            self.assertGreaterEqual([one["inzending"] for one in bodies].count(bodies[0]["inzending"]), 2)

    def test_stuf_is_taken_by_a_bv03_only(self):
        with receiver(self.hub.certificates) as there:
            there.usual = lambda _: (200, {"Content-Type": "text/xml"}, stuf("Bv03"))
            self.deliver_as("stuf", there.port)
            self.hub.start()
            self.hand_in()
            self.hub.wait_until(lambda: [one["toestand"] for one in self.own_page()] == ["afgeleverd"])
            first = there.posted()[0]
            self.assertEqual(first["headers"]["content-type"], "text/xml; charset=utf-8")
            self.assertRegex(first["headers"]["soapaction"], r'^"http://www\.egem\.nl/StUF/sector/zkn/0310/')
            there.usual = lambda _: (500, {"Content-Type": "text/xml"}, stuf("Fo03"))
            self.hand_in(kenmerk=str(uuid.uuid4()))
            self.hub.wait_until(lambda: "webhook_weigert_bericht" in self.hub.output())
            self.hub.wait_until(lambda: "klaargezet" in [one["toestand"] for one in self.own_page()], what="it can be fetched")

    def test_nothing_goes_to_a_server_that_is_not_who_it_says(self):
        with receiver(self.hub.certificates, certificate="svb") as there:
            self.deliver_as("json", there.port)
            self.hub.start()
            self.hand_in()
            self.hub.wait_until(lambda: "webhook_niet_vertrouwd" in self.hub.output())
            self.assertEqual(there.requests, [])
        with receiver(self.hub.certificates, roots=("client-roots/g4.pem",)) as there:
            self.deliver_as("json", there.port)
            self.hub.wait_until(lambda: "webhook_weigert_certificaat" in self.hub.output())
            self.assertEqual(there.requests, [])


class inside(hub_with_webhooks):
    """Without the setting of development."""

    internal = "nee"

    def test_nothing_goes_to_an_address_inside(self):
        with receiver(self.hub.certificates) as there:
            self.deliver_as("json", there.port)
            self.hub.start()
            self.hand_in()
            self.hub.wait_until(lambda: "webhook_adres_niet_toegestaan" in self.hub.output())
            self.assertEqual(there.requests, [])


if __name__ == "__main__":
    unittest.main()
