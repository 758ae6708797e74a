"""A backup is put back: the hub waits until two operators say so, and from then on every log has its break record."""

import json
import shutil
import unittest

from hub_process import OIN, hub_process, sample
from signed_log import signed_log

LOGS = ("intake", "loket", "delivery")
NOT_SOUND = 6


class put_back(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.data = self.hub.home / "data"
        self.backup = self.hub.home / "back-up"
        self.kept = self.hub.home / "hoofden"
        self.hub.start()
        self.before = self.hand_in()
        self.check("--bewaar", str(self.hub.home / "van-de-back-up"))
        self.assertEqual(self.hub.stop(), 0)
        shutil.copytree(self.data, self.backup)
        # So that whoever puts it back has nothing to think of.
        (self.backup / "teruggezet").touch()
        self.hub.start()
        self.lost = self.hand_in()
        self.check("--bewaar", str(self.kept))
        self.hub.kill()
        shutil.rmtree(self.data)
        shutil.copytree(self.backup, self.data)

    def hand_in(self):
        party = self.hub.party("gemeente-a")
        given = party.post("/v1/aanmeldingen", sample("aanmelding-minimaal"))
        self.assertEqual(given.status, 201, given)
        self.hub.wait_until(lambda: self.state(given.json["inzending"]) == "verwerkt", what="it is handled")
        return given.json

    def state(self, message_id):
        answer = self.hub.party("gemeente-a").get(f"/v1/inzendingen/{message_id}")
        return answer.json.get("toestand", answer.status)

    def check(self, *words, code=0):
        return self.hub.hubctl_says("audit", "controleer", *words, code=code)

    def start_waiting(self):
        self.hub.launch()
        self.hub.wait_until(self.is_waiting, 60, "the hub waits for its operators")

    def is_waiting(self):
        self.assertFalse(self.hub.is_ready())
        try:
            return (self.data / "poorten.json").exists() and self.parts()["herstel"]["status"] == "niet_gereed"
        except OSError:
            return False

    def parts(self):
        operator = self.hub.party("operator", "beheer")
        answer = operator.get("/readyz")
        operator.close()
        return {one["onderdeel"]: one for one in answer.json["onderdelen"]}

    def go_on(self, name, reason="schijf_kapot", code=0):
        return self.hub.hubctl_says("audit", "hervat", "--reden", reason, name=name, code=code)

    def acts(self, log, kind):
        """Numbers of the commits with such an act."""
        file = {"intake": "berichten"}.get(log, log)
        return [
            (one.number, index, json.loads(leaf))
            for one in signed_log(self.data, file).commits()
            for index, leaf in enumerate(one.leaves)
            if json.loads(leaf).get("handeling") == kind
        ]

    def test_nothing_is_taken_until_two_operators_say_so(self):
        self.start_waiting()
        self.assertIn("audit hervat", self.parts()["herstel"]["reden"])
        with self.assertRaises(OSError):
            self.hub.party("gemeente-a").post("/v1/aanmeldingen", sample("aanmelding-minimaal"), timeout=2)
        self.assertIn("wacht_op_tweede_persoon", self.go_on("operator"))
        self.assertIn("wacht_op_tweede_persoon", self.go_on("operator"), "the same person is no second one")
        self.assertIn("wacht_op_tweede_persoon", self.go_on("operator-2", "een_andere_reden"), "nor is another reason")
        self.assertTrue(self.is_waiting())
        self.go_on("operator", "Vrije tekst.", code=1)
        self.assertIn('"hervat"', self.go_on("operator-2"))
        self.hub.wait_until(self.hub.is_ready, 60, "the hub goes on")
        self.assertIn("niets_te_hervatten", self.go_on("operator", code=1))
        for log in LOGS:
            with self.subTest(log):
                self.assert_one_break(log)
        self.assert_goes_on()

    def assert_one_break(self, log):
        [(number, place, broken)] = self.acts(log, "breuk")
        self.assertEqual(place, 0, "the first leaf of its commit")
        facts = {one["naam"]: one["waarde"] for one in broken["feiten"]}
        self.assertEqual((facts["vorigeIncarnatie"], facts["laatsteReeks"]), ("1", str(number - 1)))
        said = [leaf["feiten"] for _, _, leaf in self.acts(log, "operatorhandeling")]
        confirmed = [facts for facts in said if any(one["naam"] == "voorgesteldDoor" for one in facts)]
        self.assertEqual(len(confirmed), 1, said)
        self.assertIn({"naam": "reden", "waarde": "schijf_kapot"}, confirmed[0])

    def assert_goes_on(self):
        """What was in the backup is there, what came after it is lost, and whoever kept a head is told."""
        self.assertEqual(self.state(self.before["inzending"]), "verwerkt")
        self.assertEqual(self.state(self.lost["inzending"]), 404)
        self.hand_in()
        self.assertIn("1 maal teruggezet uit een back-up", self.check())
        self.check("--hoofd", str(self.hub.home / "van-de-back-up"))
        self.assertIn("de reeksen daartussen zijn verloren", self.check("--hoofd", str(self.kept), code=NOT_SOUND))
        self.assertEqual(self.hub.stop(), 0)
        self.hub.start()
        self.check()
        for log in LOGS:
            self.assertEqual(len(self.acts(log, "breuk")), 1, "another start is one like any other")

    def test_killed_while_it_waits_it_waits_again(self):
        self.start_waiting()
        self.assertIn("wacht_op_tweede_persoon", self.go_on("operator"))
        self.hub.kill()
        self.start_waiting()
        self.assertIn("wacht_op_tweede_persoon", self.go_on("operator-2"))
        self.go_on("operator")
        self.hub.wait_until(self.hub.is_ready, 60, "the hub goes on")
        self.check()
        # The proposal of the first start stands in intake's log, behind a break record of its own.
        self.assertEqual(len(self.acts("intake", "breuk")), 2)
        self.assertEqual(len(self.acts("loket", "breuk")), 1)

    def test_it_stops_while_it_waits(self):
        self.start_waiting()
        self.assertEqual(self.hub.stop(), 0)
        self.assertEqual(self.acts("intake", "breuk"), [], "nothing was written")
        self.assertTrue((self.data / "teruggezet").exists())


if __name__ == "__main__":
    unittest.main()
