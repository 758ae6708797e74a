"""Operators get content through one door: a reason, a second person, a term, a line in the log, and the sender told."""

import base64
import json
import unittest
import uuid

from hub_process import OIN, ROOT, hub_process, sample

SAMPLES = ROOT / "schemas" / "samples" / "stuf"

# The hub itself, as it speaks in a postvak (config/ontwikkel/hub.yaml).
OWN = "00000099400000001000"


class inzage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        file = cls.hub.home / "hub.yaml"
        file.write_text(file.read_text() + "\ninzage: { openstaandPerPersoon: 3, keren: 2, stappenPerMinuut: 600 }\n")
        cls.hub.start()

    @classmethod
    def tearDownClass(cls):
        cls.hub.__exit__()

    def hand_in(self, secret):
        body = json.dumps(sample("aanmelding-minimaal", vraag=secret)).encode()
        told = self.hub.party("gemeente-a").post("/v1/aanmeldingen", body)
        self.assertEqual(told.status, 201, told)
        return told.json["inzending"], body

    def ask(self, what, id, *more):
        words = ("inzage", "vraag", what, id, "--reden", "onderzoek_storing", *more)
        return json.loads(self.hub.hubctl(*words))["inzage"]

    def operator(self, name="operator"):
        return self.hub.party(name, "beheer")

    def step(self, request, what, name="operator"):
        return self.operator(name).post(f"/api/inzagen/{request}/{what}", {})

    def notices(self, name, about):
        box = self.hub.party(name).get(f"/v1/postvakken/{OIN[name]}/berichten?maximum=100").json["berichten"]
        told = [one for one in box if one["afzender"] == OWN and one["soort"] == "bericht"]
        return [one for one in told if one.get("antwoordOp") == about]

    def leaves(self):
        answer = self.operator().get("/api/logs/inzage/bladen")
        self.assertEqual(answer.status, 200, answer)
        return answer.raw.decode()

    def end_all(self):
        for one in self.operator().get("/api/inzagen").json["inzagen"]:
            if one["toestand"] in ("gevraagd", "goedgekeurd"):
                self.step(one["inzage"], "beeindigingen")

    def setUp(self):
        self.addCleanup(self.end_all)

    def test_opens_for_who_asked_after_another_person_approved_and_after_a_restart(self):
        secret = "geheim " + uuid.uuid4().hex
        before = self.leaves().count("sleutelvrijgave")
        id, body = self.hand_in(secret)
        request = self.ask("bericht", id, "--kenmerk", "M-17")
        self.assertIn("inzage_niet_goedgekeurd", self.hub.hubctl_says("inzage", "haal", request, code=1))
        self.assertIn("zelfde_persoon", self.hub.hubctl_says("inzage", "keur", request, code=1))
        self.hub.kill()
        self.hub.start()
        shown = json.loads(self.hub.hubctl("inzage", "keur", request, name="operator-2"))
        self.assertEqual(shown["toestand"], "goedgekeurd")
        self.assertEqual(self.leaves().count("sleutelvrijgave"), before)
        self.hub.kill()
        self.hub.start()
        self.assertIn("niet_de_vrager", self.hub.hubctl_says("inzage", "haal", request, name="operator-2", code=1))
        file = self.hub.home / "gezien.json"
        self.hub.hubctl("inzage", "haal", request, "--naar", str(file))
        self.assertEqual(file.read_bytes(), body)
        self.assertEqual(self.leaves().count("sleutelvrijgave"), before + 1)
        self.hub.wait_until(lambda: self.notices("gemeente-a", id), what="the sender is told")
        told = self.notices("gemeente-a", id)[0]["inhoud"]
        self.assertIn("om een storing te onderzoeken", told["tekst"])
        self.assertIn("PMM beheer", told["tekst"])
        self.assertNotIn(secret, json.dumps(told))
        again = self.step(request, "inhoud")
        self.assertEqual(again.raw, body)
        self.assertIn("attachment", again.headers["content-disposition"])
        self.assertEqual(again.headers["cache-control"], "no-store")
        self.assertEqual(self.step(request, "inhoud").json["code"], "inzage_beeindigd")
        self.hub.wait_until(lambda: len(self.notices("gemeente-a", id)) == 2, what="each look is told")
        self.hub.hubctl("audit", "controleer")
        for text in (self.leaves(), self.hub.output(), self.hub.hubctl("inzage", "toon", "--beeindigd")):
            self.assertNotIn(secret, text)
        for stored in (self.hub.home / "data").glob("inzage.db*"):
            self.assertNotIn(secret.encode(), stored.read_bytes())

    def test_opens_what_is_in_quarantine_and_the_canonical_form(self):
        body = json.dumps({"onbekend": uuid.uuid4().hex}).encode()
        self.hub.party("gemeente-b").post("/v1/berichten", body)
        kept = self.hub.party("gemeente-b").get("/v1/quarantaine").json["quarantaine"][0]["id"]
        request = self.ask("quarantaine", kept)
        self.assertEqual(self.step(request, "goedkeuringen", "operator-2").status, 200)
        self.assertEqual(self.hub.hubctl("inzage", "haal", request).encode(), body)
        self.hub.wait_until(lambda: self.notices("gemeente-b", kept), what="who brought it is told")
        id, _ = self.hand_in("Kunt u helpen?")
        request = self.ask("bericht", id, "--deel", "canoniek")
        self.assertEqual(self.step(request, "goedkeuringen", "operator-2").status, 200)
        self.assertEqual(self.step(request, "inhoud").json["vraag"], "Kunt u helpen?")

    def approved(self, what, id, *more):
        request = self.ask(what, id, *more)
        self.assertEqual(self.step(request, "goedkeuringen", "operator-2").status, 200)
        return request

    def test_opens_a_document_of_a_message_and_no_other(self):
        content = b"%PDF-1.7\n" + uuid.uuid4().hex.encode() * 20_000
        sender = self.hub.party("gemeente-a")
        numbers = []
        for _ in range(2):
            given = sender.request("POST", "/v1/bijlagen", content, {"Content-Type": "application/pdf"})
            self.assertEqual(given.status, 201, given)
            numbers.append(given.json["bijlage"])
        told = sender.post("/v1/aanmeldingen", sample("aanmelding-minimaal", bijlagen=[numbers[0]]))
        self.assertEqual(told.status, 201, told)
        id = told.json["inzending"]
        shown = self.operator().get(f"/api/berichten/{id}").json["bijlagen"]
        self.assertEqual([(one["bijlage"], "naam" in one) for one in shown], [(numbers[0], False)])
        wish = {"soort": "bericht", "id": id, "deel": "bijlage", "reden": "onderzoek_storing"}
        self.assertEqual(self.operator().post("/api/inzagen", dict(wish, bijlage=numbers[1])).status, 404)
        for wrong in (wish, dict(wish, deel="origineel", bijlage=numbers[0])):
            self.assertEqual(self.operator().post("/api/inzagen", wrong).status, 400)
        request = self.approved("bericht", id, "--bijlage", numbers[0])
        file = self.hub.home / "gezien.pdf"
        self.hub.hubctl("inzage", "haal", request, "--naar", str(file))
        self.assertEqual(file.read_bytes(), content)
        again = self.step(request, "inhoud")
        self.assertEqual((again.raw, again.headers["cache-control"]), (content, "no-store"))
        self.assertIn("attachment", again.headers["content-disposition"])
        self.assertIn(numbers[0], self.leaves())
        self.hub.wait_until(lambda: len(self.notices("gemeente-a", id)) == 2, what="each look is told")
        self.assertIn(numbers[0], self.notices("gemeente-a", id)[0]["inhoud"]["tekst"])

    def test_opens_what_passed_without_being_held_as_it_came(self):
        text = (SAMPLES / "pmm-edcLk01.xml").read_text().replace("stuf-2026-2", uuid.uuid4().hex)
        content = base64.b64encode(b"%PDF-1.7\n" + bytes(2**21)).decode()
        body = text.replace(text[text.index('beslissing.txt">') + 16 : text.index("</ZKN:inhoud>")], content)
        body = body.replace("00000099100000004000", "1900").encode()
        told = self.hub.party("gemeente-a").request("POST", "/v1/stuf", body, {"Content-Type": "text/xml"})
        self.assertIn(b"in_quarantaine", told.raw)
        kept = self.hub.party("gemeente-a").get("/v1/quarantaine").json["quarantaine"][0]["id"]
        seen = self.step(self.approved("quarantaine", kept), "inhoud")
        self.assertEqual(seen.raw, body)
        self.assertIn("attachment", seen.headers["content-disposition"])

    def test_is_for_operators_only(self):
        id, _ = self.hand_in("Kunt u helpen?")
        request = self.ask("bericht", id)
        for name in ("metingen", "lezer-loket"):
            for act in ("goedkeuringen", "inhoud"):
                self.assertEqual(self.step(request, act, name).json["code"], "rol_ontbreekt")
        for port in ("berichten", "open", "intern"):
            answer = self.hub.party("operator" if port == "intern" else "gemeente-a", port).get("/api/inzagen")
            self.assertIn(answer.status, (403, 404), answer)

    def test_is_turned_down_withdrawn_and_bounded(self):
        id, _ = self.hand_in("Kunt u helpen?")
        request = self.ask("bericht", id)
        self.hub.hubctl("inzage", "sluit", request, name="operator-2")
        self.assertEqual(self.step(request, "inhoud").json["code"], "inzage_beeindigd")
        for _ in range(3):
            self.ask("bericht", id)
        wish = {"soort": "bericht", "id": id, "reden": "onderzoek_storing"}
        self.assertEqual(self.operator().post("/api/inzagen", wish).json["code"], "te_veel_inzagen")
        self.assertEqual(self.operator("operator-2").post("/api/inzagen", wish).status, 201)
        for wrong in (dict(wish, reden="nieuwsgierig"), dict(wish, kenmerk="999990019"), dict(wish, id="x")):
            self.assertEqual(self.operator("operator-2").post("/api/inzagen", wrong).status, 400)
        self.assertEqual(self.operator("operator-2").post("/api/inzagen", dict(wish, id=str(uuid.uuid4()))).status, 404)
        for one in self.operator().get("/api/inzagen").json["inzagen"]:
            self.step(one["inzage"], "beeindigingen", "operator-2")


if __name__ == "__main__":
    unittest.main()
