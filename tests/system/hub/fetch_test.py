"""What a notification refers to is fetched where that was agreed, after the receipt, and completes the aanmelding."""

import base64
import hashlib
import hmac
import json
import time
import unittest
import uuid

from hub_process import OIN, ROOT, hub_process
from receiver import receiver
from webhook_test import WEBHOOKS

NAME = "gemeente-a"
SECRET = "een geheim van precies genoeg tekens, meer dan 32"
NOTIFICATION = json.loads((ROOT / "schemas" / "samples" / "zgw" / "corsa-zgw-zaak-create.json").read_text())
BASE = "/zaken/api/v1/"


def zaak(request):
    return (
        200,
        {"Content-Type": "application/json"},
        json.dumps(
            {
                "url": request["path"],
                "uuid": str(uuid.uuid4()),
                "identificatie": "ZAAK-2026-0000000007",
                "omschrijving": "Wie betaalt de overbrugging?",
                "toelichting": "Twee regelingen botsen.",
                "startdatum": "2026-11-01",
                "uiterlijkeEinddatumAfdoening": "2026-12-01",
                "einddatum": None,
                "betalingsindicatie": "nvt",
                "kenmerken": [{"kenmerk": "111222333", "bron": "geheim"}],
            }
        ).encode(),
    )


class fetching(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        with open(self.hub.home / "hub.yaml", "a") as file:
            file.write(WEBHOOKS % "ja")
        self.secret = self.hub.home / "zgw.geheim"
        self.secret.write_text(SECRET + "\n")
        self.secret.chmod(0o600)

    def start(self, there):
        place = self.hub.home / "organisaties.yaml"
        text = place.read_text()
        agreed = f"ophalen: {{ basis: 'https://localhost:{there.port}{BASE}', clientId: pmm-hub, geheim: zgw.geheim }}"
        start = text.index(f'"{OIN[NAME]}"')
        place.write_text(text[:start] + text[start:].replace("    vormen:\n", f"    vormen:\n      {agreed}\n", 1))
        self.hub.start()

    def notify(self, about):
        given = self.hub.party(NAME).post("/v1/notificaties", dict(NOTIFICATION, hoofdObject=about, resourceUrl=about))
        self.assertEqual(given.status, 204, given)

    def requests(self):
        found = self.hub.party(NAME).get(f"/v1/postvakken/{OIN[NAME]}/berichten?maximum=100").json["berichten"]
        return [
            {missing["veld"] for missing in one["inhoud"]["ontbreekt"]}
            for one in found
            if one["soort"] == "bericht" and one["inhoud"]["soort"] == "aanvulverzoek"
        ]

    def wait_for_requests(self, count):
        return self.hub.wait_until(
            lambda: (found := self.requests())[count - 1 :] and found, what=f"{count} supplement requests"
        )

    def told(self, code):
        """How many messages were told with this code; the log goes to a file and to standard error."""
        lines = (self.hub.home / "log" / "uitvoer.log").read_text(errors="replace").splitlines()
        return sum(code in line for line in lines)

    def check_token(self, text):
        kind, token = text.split(" ")
        self.assertEqual(kind, "Bearer")
        head, claims, signature = token.split(".")
        made = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
        self.assertEqual(base64.urlsafe_b64encode(made).rstrip(b"=").decode(), signature)
        said = json.loads(base64.urlsafe_b64decode(claims + "=="))
        self.assertEqual((said["iss"], said["client_id"], said["exp"] - said["iat"]), ("pmm-hub", "pmm-hub", 60))
        self.assertLess(abs(said["iat"] - time.time()), 600)

    def test_a_zaak_completes_what_only_referred_to_it(self):
        with receiver(self.hub.certificates) as there:
            there.usual = zaak
            self.start(there)
            about = f"https://localhost:{there.port}{BASE}zaken/{uuid.uuid4()}"
            self.notify(about)
            first, second = self.wait_for_requests(2)
            self.assertIn("/vraag", first)
            self.assertEqual(first - second, {"/vraag"} & first | ({"/dringendeData"} & first))
            asked = there.requests
            self.assertEqual([(one["method"], one["path"]) for one in asked], [("GET", about[about.index(BASE) :])])
            self.check_token(asked[0]["headers"]["authorization"])
            self.assertEqual(asked[0]["headers"]["accept-crs"], "EPSG:4326")
            # Only what the table names is kept, and nothing stands in clear.
            self.assertNotIn(b"111222333", b"".join(path.read_bytes() for path in (self.hub.home / "data").glob("*.db*")))
            own = self.hub.party(NAME).get("/v1/inzendingen?kenmerk=ZAAK-2026-0000000007")
            self.assertEqual(len(own.json["inzendingen"]), 1, own)

    def test_nothing_else_is_ever_fetched(self):
        with receiver(self.hub.certificates) as there:
            there.usual = zaak
            self.start(there)
            places = [
                f"https://localhost:{there.port}/elders/zaken/1",
                f"https://localhost:{there.port}{BASE}../../elders",
                f"https://localhost:{there.port}{BASE}%2e%2e/elders",
                f"https://localhost:{there.port}{BASE}zaken/1?x=https://elders.example",
                f"http://localhost:{there.port}{BASE}zaken/1",
                f"https://127.0.0.1:{there.port}{BASE}zaken/1",
                f"https://localhost:{there.port + 1}{BASE}zaken/1",
            ]
            for place in places:
                self.notify(place)
            self.wait_for_requests(len(places))
            self.hub.wait_until(lambda: self.told("ophalen_buiten_basis") == len(places))
            self.assertEqual(there.requests, [])

    def test_what_can_not_be_fetched_leaves_the_request_as_it_was(self):
        with receiver(self.hub.certificates) as there:
            there.answers = [
                lambda _: (302, {"Location": f"https://localhost:{there.port}/elders"}, b""),
                lambda _: (404, {}, b""),
                lambda _: (200, {}, b"[]"),
            ]
            self.start(there)
            for _ in range(3):
                self.notify(f"https://localhost:{there.port}{BASE}zaken/{uuid.uuid4()}")
            self.wait_for_requests(3)
            self.hub.wait_until(lambda: self.told("ophalen_geweigerd") == 2)
            self.hub.wait_until(lambda: "ophalen_geen_zaak" in self.hub.output())
            self.secret.chmod(0o644)
            self.notify(f"https://localhost:{there.port}{BASE}zaken/{uuid.uuid4()}")
            self.hub.wait_until(lambda: self.told("ophalen_geweigerd") == 3)
            self.assertEqual(len(there.requests), 3)
            self.assertEqual(len(self.wait_for_requests(4)), 4)


if __name__ == "__main__":
    unittest.main()
