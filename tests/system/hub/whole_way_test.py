"""A message travels the whole way through the real hub, for every kind, and its sender hears what became of it."""

import http.client
import json
import ssl
import subprocess
import unittest
import urllib.parse

from hub_process import BUILD, OIN, ROOT, hub_process, sample

BSN = "999990342"


class whole_way(unittest.TestCase):
    """One hub for all these tests: they do not disturb each other's messages."""

    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        cls.hub.start()

    @classmethod
    def tearDownClass(cls):
        cls.hub.__exit__()

    def hand_in(self, name, resource, message, status=201):
        given = self.hub.party(name).post(f"/v1/{resource}", message)
        self.assertEqual(given.status, status, given)
        return given

    def submission(self, name, message_id):
        found = self.hub.party(name).get(f"/v1/inzendingen/{message_id}")
        self.assertEqual(found.status, 200, found)
        return found.json

    def wait_for_state(self, name, message_id, state):
        return self.hub.wait_until(
            lambda: (found := self.submission(name, message_id))["toestand"] == state and found, what=state
        )

    def mailbox(self, name):
        found = self.hub.party(name).get(f"/v1/postvakken/{OIN[name]}/berichten?maximum=100")
        self.assertEqual(found.status, 200, found)
        return found.json["berichten"]

    def wait_for_status(self, name, message_id, state="verwerkt"):
        def there():
            return [
                item
                for item in self.mailbox(name)
                if item["soort"] == "statusbericht"
                and item["inhoud"]["inzending"] == message_id
                and item["inhoud"]["toestand"] == state
            ]

        return self.hub.wait_until(there, what=f"a status {state} in the postvak of {name}")[0]

    def test_a_referral_is_registered_by_the_loket_and_its_sender_hears(self):
        given = self.hand_in("gemeente-a", "aanmeldingen", sample("aanmelding-minimaal"))
        self.assertEqual(given.headers["location"], f"/v1/inzendingen/{given.json['inzending']}")
        done = self.wait_for_state("gemeente-a", given.json["inzending"], "verwerkt")
        self.assertEqual([step["toestand"] for step in done["historie"]][:2], ["ontvangen", "doorgezet"])
        status = self.wait_for_status("gemeente-a", given.json["inzending"])
        self.assertEqual(status["inhoud"]["casusStatus"], "aangemeld")

    def test_what_is_missing_is_asked_for_and_not_refused(self):
        given = self.hand_in("gemeente-a", "aanmeldingen", sample("aanmelding-minimaal"))
        casus = given.json["casusId"]
        asked = self.hub.wait_until(
            lambda: [
                item for item in self.mailbox("gemeente-a") if item["soort"] == "bericht" and item.get("casusId") == casus
            ],
            what="a supplement request",
        )
        self.assertEqual(asked[0]["inhoud"]["soort"], "aanvulverzoek")
        self.assertTrue(asked[0]["inhoud"]["ontbreekt"])

    def test_a_signal_reaches_systeemleren(self):
        given = self.hand_in("svb", "signalen", sample("signaal"))
        self.assertNotIn("casusId", given.json)
        self.wait_for_state("svb", given.json["inzending"], "verwerkt")
        self.wait_for_status("svb", given.json["inzending"])

    def open_casus(self):
        others = [{"oin": OIN[name], "naam": name, "rol": "betrokken"} for name in ("uwv", "duo")]
        message = sample("aanmelding-minimaal", betrokkenOrganisaties=others)
        given = self.hand_in("gemeente-a", "aanmeldingen", message)
        self.wait_for_state("gemeente-a", given.json["inzending"], "verwerkt")
        return given.json["casusId"]

    def message_in(self, casus, **changes):
        return sample("bericht", casusId=casus, casusKenmerk=None, **changes)

    def test_a_message_to_another_organisation_is_fetched_and_acknowledged(self):
        casus = self.open_casus()
        given = self.hand_in("uwv", "berichten", self.message_in(casus, aan=[OIN["duo"]]))
        message_id = given.json["inzending"]
        duo = self.hub.party("duo")
        box = f"/v1/postvakken/{OIN['duo']}"

        def claimed():
            answer = duo.post(f"{box}/uitgiften", {"aantal": 10, "wachtSeconden": 5})
            self.assertIn(answer.status, (200, 201), answer)
            return [item for item in answer.json["berichten"] if item["inzending"] == message_id]

        item = self.hub.wait_until(claimed, what="the message is claimed")[0]
        self.assertEqual(item["afzender"], OIN["uwv"])
        self.assertEqual(item["casusId"], casus)
        self.wait_for_state("uwv", message_id, "opgehaald")
        for _ in range(2):
            # Again is harmless.
            self.assertIn(duo.post(f"{box}/berichten/{message_id}/bevestigingen").status, (200, 201, 204))
        self.wait_for_state("uwv", message_id, "verwerkt")
        self.wait_for_status("uwv", message_id)

    def test_a_recipient_can_refuse_and_the_sender_hears_why(self):
        casus = self.open_casus()
        given = self.hand_in("uwv", "berichten", self.message_in(casus, aan=[OIN["duo"]]))
        message_id = given.json["inzending"]
        box = f"/v1/postvakken/{OIN['duo']}"
        self.hub.wait_until(lambda: [i for i in self.mailbox("duo") if i["inzending"] == message_id], what="delivery")
        refused = self.hub.party("duo").post(
            f"{box}/berichten/{message_id}/weigeringen", {"code": "niet_voor_ons", "reden": "Hoort bij een ander team."}
        )
        self.assertIn(refused.status, (200, 201, 204), refused)
        self.wait_for_state("uwv", message_id, "geweigerd")
        status = self.wait_for_status("uwv", message_id, "geweigerd")
        self.assertEqual(status["inhoud"]["reden"], "niet_voor_ons")

    def test_only_the_loket_escalates_and_the_let_takes_it(self):
        casus = self.open_casus()
        escalation = self.message_in(casus, soort="escalatie", aan=["let"])
        self.assertEqual(self.hub.party("uwv").post("/v1/berichten", escalation).status, 403)
        given = self.hand_in("loket", "berichten", dict(escalation, id="escalatie-" + casus))
        self.wait_for_state("loket", given.json["inzending"], "verwerkt")

    def test_the_register_answers_those_who_may_read_it(self):
        given = self.hand_in("svb", "registermutaties", sample("registermutatie"))
        self.wait_for_state("svb", given.json["inzending"], "verwerkt")
        found = self.hub.party("gemeente-a").post("/v1/register/_zoek", {"organisatie": OIN["svb"]})
        self.assertEqual(found.status, 200, found)
        self.assertTrue(found.json["vermeldingen"])
        outsider = self.hub.party("fout/onbekende-organisatie").post("/v1/register/_zoek", {})
        self.assertEqual(outsider.status, 403, outsider)

    def test_an_organisation_that_nobody_listed_may_submit_and_follow(self):
        given = self.hand_in("fout/onbekende-organisatie", "aanmeldingen", sample("aanmelding-minimaal"))
        self.wait_for_state("fout/onbekende-organisatie", given.json["inzending"], "verwerkt")
        signal = self.hub.party("fout/onbekende-organisatie").post("/v1/signalen", sample("signaal"))
        self.assertEqual(signal.status, 403, signal)

    def test_the_same_again_gives_the_same_receipt_byte_for_byte(self):
        message = sample("aanmelding-minimaal")
        first = self.hand_in("gemeente-a", "aanmeldingen", message)
        again = self.hand_in("gemeente-a", "aanmeldingen", message, status=200)
        self.assertEqual(again.raw, first.raw)
        spaced = self.hub.party("gemeente-a").request("POST", "/v1/aanmeldingen", json.dumps(message, indent=3).encode())
        self.assertEqual((spaced.status, spaced.raw), (200, first.raw))
        other = self.hub.party("gemeente-a").post("/v1/aanmeldingen", dict(message, vraag="Een heel andere vraag."))
        self.assertEqual((other.status, other.json["code"]), (409, "id_al_gebruikt"))

    def test_what_belongs_to_another_reads_as_if_it_did_not_exist(self):
        given = self.hand_in("gemeente-a", "aanmeldingen", sample("aanmelding-minimaal"))
        message_id = given.json["inzending"]
        nowhere = "0199a000-0000-7000-8000-000000000000"
        gemeente_b = self.hub.party("gemeente-b")
        for path in ("/v1/inzendingen/{}", "/v1/inzendingen/{}/ontvangstbewijs"):
            theirs, none = gemeente_b.get(path.format(message_id)), gemeente_b.get(path.format(nowhere))
            self.assertEqual(theirs.status, 404)
            self.assertEqual(self.without_ids(theirs.json), self.without_ids(none.json))
        box = f"/v1/postvakken/{OIN['gemeente-a']}/berichten"
        self.assertEqual(gemeente_b.get(box).status, 404)
        self.assertEqual(gemeente_b.post(f"/v1/postvakken/{OIN['gemeente-a']}/uitgiften", {}).status, 404)
        entering = gemeente_b.post("/v1/berichten", self.message_in(given.json["casusId"], aan=["loket"]))
        guessing = gemeente_b.post("/v1/berichten", self.message_in(nowhere, aan=["loket"]))
        self.assertEqual(self.without_ids(entering.json), self.without_ids(guessing.json))

    @staticmethod
    def without_ids(problem):
        return {name: value for name, value in problem.items() if name not in ("correlatieId", "instance")}

    def test_receipts_verify_with_our_tool_and_with_anothers(self):
        message = json.dumps(sample("aanmelding-minimaal")).encode()
        given = self.hub.party("gemeente-a").request("POST", "/v1/aanmeldingen", message)
        self.assertEqual(given.status, 201, given)
        folder = self.hub.home / "bewijs"
        folder.mkdir(exist_ok=True)
        (folder / "origineel.json").write_bytes(message)
        (folder / "bewijs.json").write_text(json.dumps(given.json["ontvangstbewijs"]))
        zegels = self.hub.party("gemeente-a").get("/v1/zegels")
        (folder / "zegels.json").write_bytes(zegels.raw)
        again = self.hub.party("gemeente-a").get(f"/v1/inzendingen/{given.json['inzending']}/ontvangstbewijs")
        self.assertEqual(again.json, given.json["ontvangstbewijs"])
        check = ["ontvangstbewijs", "controleer", str(folder / "bewijs.json"), "--origineel"]
        self.hub.hubctl(*check, str(folder / "origineel.json"), name="gemeente-a")
        (folder / "anders.json").write_bytes(message + b" ")
        self.hub.hubctl(*check, str(folder / "anders.json"), name="gemeente-a", code=6)
        python = BUILD / "venv" / "bin" / "python"
        script = ROOT / "tests" / "contract" / "ontvangstbewijs" / "controleer.py"
        files = [str(folder / name) for name in ("bewijs.json", "origineel.json", "zegels.json")]
        done = subprocess.run([str(python), str(script), *files], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_operators_find_a_message_and_its_way_and_the_log_verifies(self):
        given = self.hand_in("gemeente-a", "aanmeldingen", sample("aanmelding-minimaal"))
        self.wait_for_state("gemeente-a", given.json["inzending"], "verwerkt")
        found = json.loads(self.hub.hubctl("--json", "bericht", "zoek", "--afzender", OIN["gemeente-a"]))
        self.assertIn(given.json["inzending"], [message["inzending"] for message in found["berichten"]])
        way = self.hub.hubctl("bericht", "waarom", given.json["inzending"])
        for word in ("ontvangen", "doorgezet", "verwerkt"):
            self.assertIn(word, way)
        self.hub.hubctl("audit", "controleer")
        metrics = self.hub.party("metingen", "beheer").get("/metrics")
        self.assertEqual(metrics.status, 200)
        self.assertNotIn(OIN["gemeente-a"].encode(), metrics.raw)

    def test_the_operators_port_tells_strangers_only_whether_it_lives(self):
        nobody = self.hub.party(None, "beheer")
        self.assertEqual(nobody.get("/livez").status, 200)
        self.assertEqual(nobody.get("/readyz").status, 200)
        for path in ("/metrics", "/api/berichten", "/api/organisaties"):
            self.assertEqual(nobody.get(path).status, 403, path)
        measuring = self.hub.party("metingen", "beheer")
        self.assertEqual(measuring.get("/api/berichten").status, 403)

    def test_no_personal_data_stands_outside_sealed_content(self):
        message = sample("aanmelding-minimaal", betrokkene={"bsn": BSN, "naam": "Proefpersoon Zonderling"})
        given = self.hand_in("gemeente-a", "aanmeldingen", message)
        self.wait_for_state("gemeente-a", given.json["inzending"], "verwerkt")
        refused = self.hub.party("gemeente-a").post("/v1/aanmeldingen", dict(message, id="x", kenmerk=7, bsn=BSN))
        self.assertEqual(refused.status, 400)
        self.hub.party("gemeente-a").get("/v1/inzendingen?" + urllib.parse.urlencode({"bron": "urn:x", "kenmerk": BSN}))
        for path in self.hub.home.rglob("*"):
            if path.is_file() and path.is_relative_to(self.hub.home / "certs") is False:
                written = path.read_bytes()
                for secret in (BSN.encode(), b"Zonderling"):
                    self.assertNotIn(secret, written, path)


class wrong_certificates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        cls.hub.start()

    @classmethod
    def tearDownClass(cls):
        cls.hub.__exit__()

    def test_each_gets_its_answer(self):
        answered = {
            "verlopen": "certificaat_verlopen",
            "nog-niet-geldig": "certificaat_nog_niet_geldig",
            "alleen-server": "certificaat_verkeerd_doel",
            "geen-oin": "certificaat_geen_oin",
            "korte-oin": "certificaat_oin_ongeldig",
            "persoon": "certificaat_van_persoon",
            "ingetrokken": "certificaat_ingetrokken",
            "ingetrokken-tussen": "certificaat_ingetrokken",
            "verlopen-crl": "certificaat_crl_verlopen",
            "zonder-crl": "certificaat_crl_ontbreekt",
            "echte-oin": "certificaat_verkeerde_omgeving",
        }
        for kind, code in answered.items():
            with self.subTest(kind):
                someone = self.hub.party(f"fout/{kind}")
                given = someone.post("/v1/aanmeldingen", sample("aanmelding-minimaal"))
                self.assertEqual((given.status, given.json["code"]), (403, code))
                check = someone.get("/v1/verbinding")
                self.assertEqual(check.status, 200, check)
                self.assertIn(code, check.raw.decode())

    def test_what_can_not_be_believed_ends_in_the_handshake(self):
        for kind in ("vreemde-root", "zelfondertekend", "vervalst", "zonder-tussen-onbekend"):
            with self.subTest(kind), self.assertRaises((ssl.SSLError, ConnectionError)):
                self.hub.party(f"fout/{kind}").get("/v1/verbinding")
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            self.hub.party(None).get("/v1/verbinding")

    def test_a_known_intermediate_is_completed(self):
        self.assertEqual(self.hub.party("fout/zonder-tussen").get("/v1/verbinding").status, 200)
        given = self.hub.party("fout/zonder-tussen").post("/v1/aanmeldingen", sample("aanmelding-minimaal"))
        self.assertEqual(given.status, 201, given)

    def test_both_generations_of_the_hierarchy_are_taken(self):
        given = self.hub.party("g4/svb").post("/v1/signalen", sample("signaal"))
        self.assertEqual(given.status, 201, given)

    def test_the_open_port_says_what_the_main_port_would_refuse(self):
        for kind in ("verlopen", "vreemde-root"):
            check = self.hub.party(f"fout/{kind}", "open").get("/v1/verbinding")
            self.assertEqual(check.status, 200, check)
        nobody = self.hub.party(None, "open")
        self.assertEqual(nobody.get("/v1/verbinding").status, 200)
        contract = nobody.get("/v1/openapi.json")
        self.assertEqual(contract.headers["access-control-allow-origin"], "*")
        self.assertEqual(contract.json["openapi"][:3], "3.1")
        self.assertIn(nobody.post("/v1/aanmeldingen", sample("aanmelding-minimaal")).status, (403, 404))

    def test_every_answer_carries_the_headers_of_the_design_rules(self):
        someone = self.hub.party("svb")
        for given in (someone.get("/v1/zegels"), someone.get("/v1/zegels/"), someone.get("/nergens")):
            self.assertEqual(given.headers["pmm-omgeving"], "ontwikkel")
            for name in ("api-version", "strict-transport-security", "x-content-type-options", "cache-control", "traceparent"):
                self.assertIn(name, given.headers, given)

    def test_a_revocation_is_taken_up_without_a_restart(self):
        kept = self.hub.party("gemeente-b")
        self.assertEqual(kept.get("/v1/zegels").status, 200)
        subprocess.run(
            [str(ROOT / "certs" / "trek-in"), "gemeente-b"],
            env=self.hub.environment(),
            check=True,
            capture_output=True,
            timeout=60,
        )
        # Loops take a change up one after the other, and one that is just let in may be hung up by it.
        refused = self.hub.wait_until(lambda: self.is_refused("gemeente-b"), what="the revocation is taken up")
        self.assertEqual(refused.json["code"], "certificaat_ingetrokken")
        self.hub.wait_until(lambda: self.is_hung_up(kept), what="an open connection is judged again, and closed")

    def is_refused(self, name):
        try:
            given = self.hub.party(name).get("/v1/zegels")
        except (OSError, http.client.HTTPException):
            return None
        return given if given.status == 403 else None

    @staticmethod
    def is_hung_up(party):
        try:
            party.get("/v1/zegels")
        except (OSError, http.client.HTTPException):
            return True
        return False


if __name__ == "__main__":
    unittest.main()
