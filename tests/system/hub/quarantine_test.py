"""What the hub does not understand is kept, shown and handed in again once a rule was changed; originals come back."""

import http.client
import json
import re
import signal
import unittest
import uuid

from hub_process import OIN, ROOT, hub_process
from stored_bytes import database

SAMPLES = ROOT / "schemas" / "samples"
NOTIFICATION = json.loads((SAMPLES / "zgw" / "corsa-zgw-zaak-create.json").read_text())


class quarantine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        cls.hub.start()

    @classmethod
    def tearDownClass(cls):
        cls.hub.__exit__()

    def kept(self, name):
        return self.hub.party(name).get("/v1/quarantaine").json["quarantaine"]

    def operator(self, name="operator"):
        return self.hub.party(name, "beheer")

    def send(self, name, path, body, kind):
        return self.hub.party(name).post(path, body, headers={"Content-Type": kind})

    def hubctl(self, *words):
        return json.loads(self.hub.hubctl(*words))

    def places(self, answer):
        return {one["code"]: one["reason"] for one in answer.json["invalidParams"]}

    def test_what_is_not_understood_is_answered_as_its_form_says_and_kept(self):
        secret = uuid.uuid4().hex
        told = self.send("gemeente-b", "/v1/berichten", f'{{"kenmerk": "{secret}"}}'.encode(), "application/json")
        self.assertEqual(told.status, 400, told)
        id = re.search(r"[0-9a-f-]{36}", self.places(told)["in_quarantaine"])[0]
        mine = {one["id"]: one for one in self.kept("gemeente-b")}
        self.assertEqual(mine[id]["code"], "bericht_ongeldig")
        self.assertEqual(mine[id]["toestand"], "bewaard")
        self.assertGreater(mine[id]["wissenVanaf"], mine[id]["ontvangen"])
        self.assertNotIn(id, {one["id"] for one in self.kept("gemeente-a")})
        shown = self.hubctl("geparkeerd", "toon")["quarantaine"]
        self.assertIn(id, {one["id"] for one in shown})
        self.assertNotIn(secret, json.dumps(shown))
        for file in (self.hub.home / "data").glob("quarantaine.db*"):
            self.assertNotIn(secret.encode(), file.read_bytes())

    def test_stuf_that_is_not_understood_gets_its_fault_and_is_kept(self):
        told = self.send("gemeente-b", "/v1/stuf", b"<a>geen stuf</a>", "text/xml; charset=utf-8")
        self.assertEqual(told.status, 500, told)
        self.assertIn(b"Fault", told.raw)
        self.assertIn("stuf/zkn0310/v1", {one["vorm"] for one in self.kept("gemeente-b")})

    def test_what_only_has_the_wrong_type_is_kept_and_goes_through_when_handed_in_again(self):
        signal = json.loads((SAMPLES / "json" / "signaal.json").read_text())
        event = json.loads((SAMPLES / "cloudevents" / "signaal.json").read_text())
        event = dict(event, id=str(uuid.uuid4()), source="urn:nld:oin:" + OIN["gemeente-b"])
        body = json.dumps(dict(signal, id=str(uuid.uuid4()))).encode()
        for path, sent, kind in (
            ("/v1/signalen", body, "text/plain"),
            ("/v1/events", json.dumps(event).encode(), "text/plain"),
        ):
            told = self.send("gemeente-b", path, sent, kind)
            self.assertEqual(told.status, 415, told)
            kept = self.kept("gemeente-b")[0]
            self.assertIn(kept["id"], self.places(told)["in_quarantaine"])
            self.assertEqual(kept["code"], "inhoudstype_onbekend")
            done = self.hubctl("geparkeerd", "herhaal", "quarantaine", kept["id"])["resultaten"][0]
            self.assertEqual(done["uitkomst"], "aangenomen", done)
        self.assertEqual(self.send("gemeente-b", "/v1/signalen", b"", "text/plain").status, 415)
        self.assertEqual(self.kept("gemeente-b")[0]["toestand"], "ingediend")

    def test_a_batch_that_is_none_is_kept(self):
        kind = "application/cloudevents-batch+json"
        told = self.send("gemeente-b", "/v1/events", {"geen": uuid.uuid4().hex}, kind)
        self.assertEqual((told.status, told.json["code"]), (400, "batch_ongeldig"))
        kept = self.kept("gemeente-b")[0]
        self.assertEqual((kept["code"], kept["toestand"]), ("batch_ongeldig", "bewaard"))
        again = self.hubctl("geparkeerd", "herhaal", "quarantaine", kept["id"])["resultaten"][0]
        self.assertEqual(again["uitkomst"], "geweigerd")

    def test_a_whole_batch_is_handed_in_again_event_by_event(self):
        good = json.loads((SAMPLES / "cloudevents" / "signaal.json").read_text())
        good = dict(good, source="urn:nld:oin:" + OIN["gemeente-b"])
        batch = [dict(good, id=str(uuid.uuid4())) for _ in range(3)]
        told = self.send("gemeente-b", "/v1/events", json.dumps(batch).encode(), "text/plain")
        self.assertEqual(told.status, 415, told)
        kept = self.kept("gemeente-b")[0]
        again = ["geparkeerd", "herhaal", "quarantaine", kept["id"]]
        tried = self.hubctl(*again, "--proef")["resultaten"][0]
        self.assertEqual((tried["uitkomst"], len(tried["gebeurtenissen"])), ("aangenomen", 3), tried)
        self.assertEqual(self.kept("gemeente-b")[0]["toestand"], "bewaard")
        done = self.hubctl(*again)["resultaten"][0]
        self.assertEqual([one["plaats"] for one in done["gebeurtenissen"]], [0, 1, 2])
        sender = self.hub.party("gemeente-b")
        for sent, told in zip(batch, done["gebeurtenissen"]):
            self.assertEqual(told["uitkomst"], "aangenomen")
            self.assertEqual(sender.get(f"/v1/inzendingen/{told['inzending']}/origineel").json, sent)
            self.assertIn(kept["id"].encode(), sender.get(f"/v1/inzendingen/{told['inzending']}/ontvangstbewijs").raw)
        self.assertEqual(self.kept("gemeente-b")[0]["toestand"], "ingediend")

    def test_a_batch_that_is_partly_refused_stays_and_what_was_accepted_is_known_again(self):
        good = json.loads((SAMPLES / "cloudevents" / "signaal.json").read_text())
        good = dict(good, source="urn:nld:oin:" + OIN["gemeente-b"], id=str(uuid.uuid4()))
        bad = {"specversion": "1.0", "id": str(uuid.uuid4())}
        self.send("gemeente-b", "/v1/events", json.dumps([bad, good]).encode(), "text/plain")
        kept = self.kept("gemeente-b")[0]
        again = ["geparkeerd", "herhaal", "quarantaine", kept["id"]]
        first, second = (self.hubctl(*again)["resultaten"][0] for _ in range(2))
        self.assertEqual(first["uitkomst"], "deels", first)
        self.assertEqual([one["uitkomst"] for one in first["gebeurtenissen"]], ["geweigerd", "aangenomen"])
        self.assertEqual(first["gebeurtenissen"][1]["inzending"], second["gebeurtenissen"][1]["inzending"])
        self.assertEqual(self.kept("gemeente-b")[0]["toestand"], "bewaard")

    def test_a_batch_that_is_too_long_is_handed_in_again_as_a_whole(self):
        good = json.loads((SAMPLES / "cloudevents" / "signaal.json").read_text())
        good = dict(good, source="urn:nld:oin:" + OIN["gemeente-b"])
        batch = [dict(good, id=str(uuid.uuid4())) for _ in range(257)]
        told = self.send("gemeente-b", "/v1/events", batch, "application/cloudevents-batch+json")
        self.assertEqual((told.status, told.json["code"]), (400, "batch_te_groot"), told)
        kept = self.kept("gemeente-b")[0]
        path = f"/api/geparkeerd/quarantaine/{kept['id']}/herhalingen"
        done = self.operator().request("POST", path, b"{}", {"Content-Type": "application/json"}, timeout=240)
        self.assertEqual(done.json["resultaten"][0]["uitkomst"], "aangenomen", done)
        self.assertEqual(len(done.json["resultaten"][0]["gebeurtenissen"]), 257)

    def test_the_same_again_is_kept_once(self):
        body = json.dumps({"onbekend": uuid.uuid4().hex}).encode()
        first = self.send("gemeente-b", "/v1/signalen", body, "application/json")
        again = self.send("gemeente-b", "/v1/signalen", body, "application/json")
        self.assertEqual(self.places(first)["in_quarantaine"], self.places(again)["in_quarantaine"])
        id = re.search(r"[0-9a-f-]{36}", self.places(first)["in_quarantaine"])[0]
        self.assertEqual([one["keren"] for one in self.kept("gemeente-b") if one["id"] == id], [2])

    def test_personal_data_in_a_signal_leaves_no_content(self):
        signal = json.loads((SAMPLES / "json" / "signaal.json").read_text())
        signal.update(id=str(uuid.uuid4()), omschrijving="Dit gaat over 999990019.")
        told = self.send("gemeente-b", "/v1/signalen", signal, "application/json")
        self.assertEqual(told.json["code"], "persoonsgegevens_in_signaal")
        self.assertNotIn("in_quarantaine", self.places(told))
        kept = self.kept("gemeente-b")[0]
        self.assertEqual((kept["code"], kept["toestand"]), ("persoonsgegevens_in_signaal", "niet_bewaard"))
        answer = self.operator().post(f"/api/geparkeerd/quarantaine/{kept['id']}/herhalingen", {})
        self.assertEqual(answer.status, 410, answer)

    def test_a_batch_counts_what_is_kept_as_kept(self):
        good = json.loads((SAMPLES / "cloudevents" / "signaal.json").read_text())
        good = dict(good, id=str(uuid.uuid4()), source="urn:nld:oin:" + OIN["gemeente-b"])
        bad = {"specversion": "1.0", "id": str(uuid.uuid4())}
        told = self.send("gemeente-b", "/v1/events", [good, bad], "application/cloudevents-batch+json")
        self.assertEqual(told.status, 200, told)
        self.assertEqual([one["oordeel"] for one in told.json["resultaten"]], ["aangenomen", "in_quarantaine"])

    def test_a_rule_that_was_changed_lets_it_through_as_a_new_leaf(self):
        notification = dict(
            NOTIFICATION, kanaal="proefkanaal", hoofdObject=f"https://zaken.example/zaken/{uuid.uuid4()}"
        )
        told = self.send("gemeente-a", "/v1/notificaties", notification, "application/json")
        self.assertEqual(told.status, 400, told)
        kept = self.kept("gemeente-a")[0]
        self.assertEqual(kept["code"], "melding_zonder_regel")
        before = self.hubctl("geparkeerd", "herhaal", "quarantaine", "--code", "melding_zonder_regel", "--proef")
        self.assertEqual([one["uitkomst"] for one in before["resultaten"]], ["geweigerd"])
        self.allow("proefkanaal")
        again = ["geparkeerd", "herhaal", "quarantaine", kept["id"]]
        self.hub.wait_until(
            lambda: self.hubctl(*again, "--proef")["resultaten"][0]["uitkomst"] == "aangenomen", what="the new rule"
        )
        self.assertEqual(self.kept("gemeente-a")[0]["toestand"], "bewaard")
        [done] = self.hubctl("geparkeerd", "herhaal", "quarantaine", "--code", "melding_zonder_regel")["resultaten"]
        self.assertEqual(done["uitkomst"], "aangenomen")
        after = self.kept("gemeente-a")[0]
        self.assertEqual((after["toestand"], after["inzending"]), ("ingediend", done["inzending"]))
        leaf = self.hub.party("gemeente-a").get(f"/v1/inzendingen/{done['inzending']}/ontvangstbewijs")
        self.assertIn(kept["id"].encode(), leaf.raw)
        original = self.hub.party("gemeente-a").get(f"/v1/inzendingen/{done['inzending']}/origineel")
        self.assertEqual(original.json, notification)

    def allow(self, channel):
        file = self.hub.home / "organisaties.yaml"
        text = file.read_text()
        rule = next(line for line in text.splitlines() if "kanaal: zaken" in line)
        file.write_text(text.replace(rule, rule + "\n" + rule.replace("kanaal: zaken", f"kanaal: {channel}"), 1))

    def test_killed_anywhere_while_it_is_handed_in_it_is_one_message_and_the_copy_goes(self):
        signal_of = json.loads((SAMPLES / "json" / "signaal.json").read_text())
        for place in ("key_durable_before_message", "quarantine_accepted", "quarantine_key_destroyed"):
            with self.subTest(place):
                self.hub.stop()
                self.hub.start(PMM_KILL_POINT=place)
                number = str(uuid.uuid4())
                self.send("gemeente-b", "/v1/signalen", json.dumps(dict(signal_of, id=number)).encode(), "text/plain")
                id = self.kept("gemeente-b")[0]["id"]
                self.hub.process.send_signal(signal.SIGUSR2)
                with self.assertRaises((OSError, http.client.HTTPException)):
                    self.operator().post(f"/api/geparkeerd/quarantaine/{id}/herhalingen", {})
                self.assertEqual(self.hub.process.wait(60), -signal.SIGKILL)
                self.hub.start()
                self.hub.wait_until(lambda: self.kept("gemeente-b")[0]["toestand"] == "ingediend", what="it is finished")
                [found] = self.hub.party("gemeente-b").get(f"/v1/inzendingen?id={number}").json["inzendingen"]
                self.assertEqual(self.kept("gemeente-b")[0]["inzending"], found["inzending"])
                self.hub.stop()
                with database(self.hub.home / "data" / "sleutels.db") as file:
                    bytes_of = bytes.fromhex(id.replace("-", ""))
                    [(left,)] = file.execute("SELECT wrapped FROM case_key WHERE id=?", (bytes_of,))
                self.assertIsNone(left)
                self.hub.start()

    def test_two_operators_end_it(self):
        self.send("gemeente-b", "/v1/berichten", uuid.uuid4().bytes, "application/json")
        id = self.kept("gemeente-b")[0]["id"]
        path = f"/api/geparkeerd/quarantaine/{id}/sluitingen"
        body = {"reden": "afgesproken_met_afzender"}
        self.assertEqual(self.operator().post(path, body).status, 202)
        self.assertEqual(self.operator().post(path, body).status, 202)
        self.assertEqual(self.operator("operator-2").post(path, body).status, 200)
        self.assertEqual(self.kept("gemeente-b")[0]["toestand"], "afgesloten")
        self.assertEqual(self.operator().post(path, dict(body, reden="Jan belde")).status, 400)

    def test_a_rehearsal_of_a_batch_knows_the_casus_that_an_earlier_event_opens(self):
        reference = str(uuid.uuid4())
        content = json.loads((SAMPLES / "json" / "aanmelding-minimaal.json").read_text())
        del content["id"]
        first = self.event("aanmelding", {**content, "casusKenmerk": reference})
        text = {"soort": "aanvulling", "aan": [OIN["loket"]], "onderwerp": "Meer", "tekst": "Nog.", "casusKenmerk": reference}
        batch = [first, self.event("bericht", text)]
        kind = "application/cloudevents-batch+json"
        said = self.send("gemeente-b", "/v1/events/_controleer", batch, kind).json["resultaten"]
        self.assertEqual([one["oordeel"] for one in said], ["aangenomen", "aangenomen"], said)
        turned = self.send("gemeente-b", "/v1/events/_controleer", batch[::-1], kind).json["resultaten"]
        self.assertEqual([one["oordeel"] for one in turned], ["geweigerd", "aangenomen"], turned)
        self.send("gemeente-b", "/v1/events", json.dumps(batch).encode(), "text/plain")
        kept = self.kept("gemeente-b")[0]
        tried = self.hubctl("geparkeerd", "herhaal", "quarantaine", kept["id"], "--proef")["resultaten"][0]
        self.assertEqual(tried["uitkomst"], "aangenomen", tried)

    def event(self, kind, data):
        return {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),
            "source": "urn:nld:oin:" + OIN["gemeente-b"],
            "type": f"nl.multiproblematiek.{kind}.v1",
            "data": data,
        }

    def test_a_broken_sender_fills_its_own_share_only(self):
        file = self.hub.home / "hub.yaml"
        text = file.read_text()
        self.hub.stop()
        file.write_text(text + "\nquarantaine: { aantalPerAfzender: 3 }\n")
        self.hub.start()
        codes = []
        for _ in range(5):
            told = self.send("uwv", "/v1/aanmeldingen", uuid.uuid4().bytes, "application/json")
            codes.append("quarantaine_vol" in self.places(told))
        self.assertEqual(codes, [False] * 3 + [True] * 2)
        told = self.send("svb", "/v1/aanmeldingen", uuid.uuid4().bytes, "application/json")
        self.assertIn("in_quarantaine", self.places(told))
        self.hub.stop()
        file.write_text(text)
        self.hub.start()

    def test_an_original_comes_back_byte_for_byte_in_its_own_type(self):
        ours = (SAMPLES / "json" / "aanmelding-minimaal.json").read_bytes()
        ours = ours.replace(b'"id"', b'  "id"', 1).rstrip() + b"\n \n"
        number = str(uuid.uuid4()).encode()
        ours = re.sub(rb'("id"\s*:\s*")[^"]*', rb"\g<1>" + number, ours)
        stuf = (SAMPLES / "stuf" / "pmm-zakLk01.xml").read_text()
        stuf = stuf.replace("stuf-2026-1", str(uuid.uuid4())).replace("1900ZAAK000000001", uuid.uuid4().hex).encode()
        for path, body, kind in (("/v1/aanmeldingen", ours, "application/json"), ("/v1/stuf", stuf, "text/xml")):
            told = self.send("gemeente-a", path, body, kind)
            self.assertEqual(told.status // 100, 2, told)
            newest = self.operator().get(f"/api/berichten?afzender={OIN['gemeente-a']}&maximum=1").json["berichten"]
            id = newest[0]["inzending"]
            back = self.hub.party("gemeente-a").get(f"/v1/inzendingen/{id}/origineel")
            self.assertEqual(back.raw, body)
            self.assertEqual(back.headers["content-type"], kind)
            self.assertEqual(back.headers["cache-control"], "no-store")
            self.assertEqual(back.headers["x-content-type-options"], "nosniff")
            self.assertIn("attachment", back.headers["content-disposition"])
            self.assertEqual(self.hub.party("gemeente-b").get(f"/v1/inzendingen/{id}/origineel").status, 404)


if __name__ == "__main__":
    unittest.main()
