"""A casus is erased: two operators announce it, its key goes on its day, and nothing of it can be read anywhere any more."""

import json
import os
import random
import signal
import unittest

from hub_process import OIN, hub_process, sample
from stored_bytes import database

SEED = int(os.environ.get("PMM_SEED", random.SystemRandom().randrange(1 << 32)))
# Where a build with kill points ends itself.
PLACES = (
    "casus_erasure_irrevocable",
    "casus_erasure_recorded",
    "casus_key_destroyed",
    "casus_documents_destroyed",
    "casus_settled",
)
REFUSED = 1
TEXT = b"Een bijlage van deze casus.\n"


class erase(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.set_notice(0)
        self.hub.start()

    def set_notice(self, days, **more):
        file = self.hub.home / "hub.yaml"
        lines = [line for line in file.read_text().splitlines() if not line.startswith("wissen:")]
        how = {"aankondigingDagen": days, **more}
        file.write_text("\n".join(lines + ["wissen: " + json.dumps(how)]) + "\n")

    def hand_in(self, resource, **changes):
        raw = json.dumps(sample(resource[1], **changes)).encode()
        given = self.hub.party("gemeente-a").request("POST", f"/v1/{resource[0]}", raw)
        self.assertEqual(given.status, 201, given)
        return dict(given.json, original=raw)

    def open_casus(self):
        """A casus with a message in the postvak of svb and a document; and a document that another casus needs too."""
        others = [{"oin": OIN["svb"], "naam": "SVB", "rol": "betrokken"}]
        opened = self.hand_in(("aanmeldingen", "aanmelding-minimaal"), betrokkenOrganisaties=others)
        document, shared = self.add_document(), self.add_document()
        within = {"casusId": opened["casusId"], "casusKenmerk": None}
        sent = self.hand_in(("berichten", "bericht"), aan=[OIN["svb"]], bijlagen=[document, shared], **within)
        other = self.hand_in(("aanmeldingen", "aanmelding-minimaal"), bijlagen=[shared])
        for one, state in ((opened, "verwerkt"), (sent, "klaargezet"), (other, "verwerkt")):
            self.hub.wait_until(lambda one=one, state=state: self.state(one) == state, what=state)
        return {"opened": opened, "sent": sent, "other": other, "document": document, "shared": shared}

    def add_document(self):
        given = self.hub.party("gemeente-a").request("POST", "/v1/bijlagen", TEXT, headers={"Content-Type": "text/plain"})
        self.assertEqual(given.status, 201, given)
        return given.json["bijlage"]

    def state(self, sent):
        answer = self.hub.party("gemeente-a").get(f"/v1/inzendingen/{sent['inzending']}")
        return answer.json.get("toestand", answer.json.get("code"))

    def erase(self, casus, name="operator", reason="bewaartermijn_voorbij", code=0, verb="wis", more=()):
        return self.hub.hubctl_says("casus", verb, casus, "--reden", reason, *more, name=name, code=code)

    def announce(self, casus):
        self.assertIn("wacht_op_tweede_persoon", self.erase(casus))
        self.assertIn("aangekondigd", self.erase(casus, "operator-2"))

    def planned(self, casus):
        page = json.loads(self.hub.hubctl("casus", "toon"))["wissingen"]
        return next((one["toestand"] for one in page if one["casusId"] == casus), None)

    def wait_until_erased(self, casus):
        self.hub.wait_until(lambda: self.planned(casus) == "gewist", 60, "the casus is erased")

    def assert_erased(self, case):
        party = self.hub.party("gemeente-a")
        for one in (case["opened"], case["sent"]):
            for path in ("", "/ontvangstbewijs", "/origineel"):
                gone = party.get(f"/v1/inzendingen/{one['inzending']}{path}")
                self.assertEqual((gone.status, gone.json["code"]), (410, "gewist"), path)
            # To anybody else it is what it was: nothing.
            self.assertEqual(self.hub.party("gemeente-b").get(f"/v1/inzendingen/{one['inzending']}").status, 404)
        again = party.request("POST", "/v1/aanmeldingen", case["opened"]["original"])
        self.assertEqual((again.status, again.json["code"]), (410, "gewist"))
        late = sample("bericht", casusId=case["opened"]["casusId"], casusKenmerk=None, aan=[OIN["svb"]])
        self.assertEqual(party.post("/v1/berichten", late).status, 410)
        self.assert_postvak_empty_of(case["sent"])
        self.assertEqual(party.get(f"/v1/bijlagen/{case['document']}").status, 410)
        self.assertEqual(party.get(f"/v1/bijlagen/{case['shared']}").status, 200, "another casus needs it")
        self.assertEqual(self.state(case["other"]), "verwerkt")
        self.assert_told_to_operators(case)

    def assert_postvak_empty_of(self, sent):
        page = self.hub.party("svb").get(f"/v1/postvakken/{OIN['svb']}/berichten?maximum=100").json["berichten"]
        [item] = [one for one in page if one.get("inzending") == sent["inzending"]]
        self.assertEqual(item["code"], "gewist")
        self.assertNotIn("inhoud", item)

    def assert_told_to_operators(self, case):
        operator = self.hub.party("operator", "beheer")
        for one in (case["opened"], case["sent"]):
            shown = operator.get(f"/api/berichten/{one['inzending']}").json
            self.assertEqual(shown["toestand"], "gewist", shown)
        operator.close()

    def check_receipt(self, one):
        receipt, original = self.hub.home / "bewijs.json", self.hub.home / "origineel"
        receipt.write_text(json.dumps(one["ontvangstbewijs"]))
        original.write_bytes(one["original"])
        return self.hub.hubctl("ontvangstbewijs", "controleer", str(receipt), "--origineel", str(original), name="gemeente-a")

    def test_everything_of_a_casus_goes_and_everything_about_it_still_verifies(self):
        case = self.open_casus()
        heads = self.hub.home / "hoofden"
        self.hub.hubctl("audit", "controleer", "--bewaar", str(heads))
        casus = case["opened"]["casusId"]
        self.assertEqual(json.loads(self.erase(casus, more=["--proef"])), {"proef": True, "inzendingen": 2})
        self.announce(casus)
        self.wait_until_erased(casus)
        self.assert_erased(case)
        for one in (case["opened"], case["sent"]):
            self.assertRegex(self.check_receipt(one), "klopt: .* de ontvangen bytes; de hub heeft de inhoud gewist")
        self.assertNotIn("gewist", self.check_receipt(case["other"]))
        self.assertRegex(self.hub.hubctl("audit", "controleer", "--hoofd", str(heads)), "log intake klopt: .*, 1 casus gewist")
        self.assertIn("gewist", self.erase(casus, code=REFUSED))
        self.assertEqual(self.hub.stop(), 0)
        with database(self.hub.home / "data" / "sleutels.db") as file:
            [(left,)] = file.execute("SELECT wrapped FROM case_key WHERE destroyed_at IS NOT NULL AND id=?", (self.bytes_of(casus),))
        self.assertIsNone(left)
        self.hub.start()
        self.assert_erased(case)

    @staticmethod
    def bytes_of(text):
        return bytes.fromhex(text.replace("-", ""))

    def test_it_takes_two_and_can_be_withdrawn_until_its_day(self):
        self.hub.stop()
        self.set_notice(7)
        self.hub.start()
        case = self.open_casus()
        casus = case["opened"]["casusId"]
        for nobody in ("metingen", "lezer-loket"):
            asked = self.hub.party(nobody, "beheer").post(f"/api/casussen/{casus}/wissingen", {"reden": "zomaar"})
            self.assertEqual(asked.status, 403, nobody)
        self.assertIn("wacht_op_tweede_persoon", self.erase(casus))
        self.assertIn("wacht_op_tweede_persoon", self.erase(casus), "the same person is no second one")
        self.assertIn("wacht_op_tweede_persoon", self.erase(casus, "operator-2", "een_andere_reden"))
        self.assertIsNone(self.planned(casus))
        self.erase(casus, reason="Jan belde.", code=REFUSED)
        self.assertIn("aangekondigd", self.erase(casus, "operator-2"))
        self.assertIn("al aangekondigd", self.erase_twice(casus))
        self.assertEqual(self.state(case["opened"]), "verwerkt")
        self.erase(casus, verb="behoud", reason="bezwaar")
        self.assertEqual(self.planned(casus), "ingetrokken")
        self.erase(casus, verb="behoud", reason="bezwaar", code=REFUSED)
        self.announce(casus)
        self.assertEqual(self.planned(casus), "aangekondigd")
        nobody = "01890a5d-ac96-774b-bcce-b302099a8057"
        self.erase(nobody, code=7)
        self.hub.hubctl("audit", "controleer")

    def erase_twice(self, casus):
        self.assertIn("wacht_op_tweede_persoon", self.erase(casus))
        return self.erase(casus, "operator-2", code=REFUSED)

    def test_no_more_than_so_many_a_day(self):
        self.hub.stop()
        self.set_notice(0, perDag=1)
        self.hub.start()
        casussen = [self.hand_in(("aanmeldingen", "aanmelding-minimaal"))["casusId"] for _ in range(2)]
        for casus in casussen:
            self.announce(casus)
        self.hub.wait_until(lambda: "gewist" in map(self.planned, casussen), 60, "one is erased")
        self.assertEqual(sorted(map(self.planned, casussen)), ["aangekondigd", "gewist"])

    def test_killed_at_any_place_it_is_erased_whole_after_the_next_start(self):
        print(f"seed {SEED}")
        for place in PLACES:
            with self.subTest(place):
                self.hub.stop() if self.hub.running() else None
                self.hub.start(PMM_KILL_POINT=place)
                case = self.open_casus()
                self.hub.process.send_signal(signal.SIGUSR2)
                self.announce(case["opened"]["casusId"])
                self.assertEqual(self.hub.process.wait(60), -signal.SIGKILL)
                self.hub.start()
                self.wait_until_erased(case["opened"]["casusId"])
                self.assert_erased(case)
                self.hub.hubctl("audit", "controleer")


if __name__ == "__main__":
    unittest.main()
