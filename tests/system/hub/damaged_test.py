"""A record in the book of a role is damaged: that role stops and says so, the others go on, and nothing is lost."""

import unittest

from hub_process import hub_process, postvak, sample
from stored_bytes import database

ORDER = "kind=(SELECT number FROM kind WHERE name='volgorde') AND id LIKE ?"
# A field of protobuf that ends in the middle.
DAMAGED = b"\x0a\x7f"


class damaged(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.hub.start()

    def hand_in(self, name, resource, message):
        given = self.hub.party(name).post(f"/v1/{resource}", message)
        self.assertEqual(given.status, 201, given)
        return given.json

    def state(self, name, sent):
        return self.hub.party(name).get(f"/v1/inzendingen/{sent['inzending']}").json["toestand"]

    def wait_until_handled(self, name, sent):
        self.hub.wait_until(lambda: self.state(name, sent) == "verwerkt", what="it is handled")

    def damage_the_order_of(self, casus):
        """Where the loket is in the order of this casus; gives what stood there, to be put back."""
        with database(self.hub.home / "data" / "loket.db") as book:
            found = book.execute(f"SELECT sequence, body FROM record WHERE {ORDER}", (f"{casus}/%",)).fetchall()
            self.assertTrue(found, "the loket keeps the order of a casus")
            book.execute(f"UPDATE record SET body=? WHERE {ORDER}", (DAMAGED, f"{casus}/%"))
        return found

    def put_back(self, kept):
        with database(self.hub.home / "data" / "loket.db") as book:
            for sequence, body in kept:
                book.execute("UPDATE record SET body=? WHERE sequence=?", (body, sequence))

    def told(self):
        answer = self.hub.party("operator", "beheer").get("/readyz")
        return answer.status, {one["onderdeel"]: one for one in answer.json["onderdelen"]}

    def test_a_role_that_stops_by_a_failure_is_told_and_the_others_go_on(self):
        first = self.hand_in("gemeente-a", "aanmeldingen", sample("aanmelding-minimaal"))
        self.wait_until_handled("gemeente-a", first)
        self.assertEqual(self.hub.stop(), 0)
        kept = self.damage_the_order_of(first["casusId"])
        self.hub.start()
        self.assertNotIn("taak_gestopt", self.hub.output())
        message = sample("bericht", casusId=first["casusId"], casusKenmerk=None, aan=["loket"])
        stuck = self.hand_in("gemeente-a", "berichten", message)
        status, parts = self.hub.wait_until(
            lambda: (now := self.told())[1].get("taken") and now, what="the operators are told"
        )
        self.assertEqual((status, parts["taken"]["status"]), (503, "niet_gereed"))
        self.assertIn("herstart de hub", parts["taken"]["reden"])
        # The line stands on the output and in the log.
        self.assertEqual(len({line for line in self.hub.output().splitlines() if "taak_gestopt" in line}), 1)
        # Others do their work; what is for this role waits.
        signal = self.hand_in("svb", "signalen", sample("signaal"))
        self.wait_until_handled("svb", signal)
        waiting = self.hand_in("gemeente-a", "aanmeldingen", sample("aanmelding-minimaal"))
        self.hub.wait_until(lambda: self.state("gemeente-a", waiting) == "doorgezet", what="it is forwarded")
        self.assertEqual(self.state("gemeente-a", stuck), "doorgezet")
        self.assertEqual(self.hub.stop(), 0, "the rest ends in order")
        self.put_back(kept)
        self.hub.start()
        for sent in (stuck, waiting):
            self.wait_until_handled("gemeente-a", sent)
        counted = postvak("gemeente-a")
        mine = [one["inzending"] for one in (first, stuck, waiting)]
        self.hub.wait_until(lambda: all(counted.read_on(self.hub)[one] for one in mine), what="each has its status")
        self.assertEqual([counted.counted[one] for one in mine], [1, 1, 1])
        self.hub.hubctl("audit", "controleer")


if __name__ == "__main__":
    unittest.main()
