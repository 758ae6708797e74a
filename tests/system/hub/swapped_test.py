"""Somebody with access to the files swaps what is sealed: each is a security event, seen by operators, and the rest goes on."""

import re
import unittest

from hub_process import OIN, hub_process, sample
from stored_bytes import case_keys, database, envelopes

ALL_ROLES = "rollen: [intake, forwarder, loket, let, register, systeemleren, delivery, console]"
NO_CONSUMERS = "rollen: [intake, forwarder, console]"


def flipped(value):
    return value[:-1] + bytes([value[-1] ^ 1])


class swapped(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.take_roles(ALL_ROLES, NO_CONSUMERS)
        self.hub.start()
        # Of the same size, so that one fits where another was.
        self.sent = [self.hand_in(f"Vraag nummer {number:03}: hoe nu verder met dit gezin?") for number in range(14)]
        self.hub.wait_until(lambda: {self.state(one) for one in self.sent} == {"doorgezet"}, what="all are forwarded")
        self.assertEqual(self.hub.stop(), 0)
        self.take_roles(NO_CONSUMERS, ALL_ROLES)

    def take_roles(self, before, after):
        path = self.hub.home / "hub.yaml"
        text = path.read_text()
        self.assertIn(before, text)
        path.write_text(text.replace(before, after))

    def hand_in(self, question):
        given = self.hub.party("gemeente-a").post("/v1/aanmeldingen", sample("aanmelding-minimaal", vraag=question))
        self.assertEqual(given.status, 201, given)
        return given.json

    def state(self, sent):
        return self.hub.party("gemeente-a").get(f"/v1/inzendingen/{sent['inzending']}").json["toestand"]

    def swap(self):
        """Each change to a message of its own; what each is to be refused with."""
        ids = [one["inzending"] for one in self.sent]
        stored, keys = envelopes(self.hub.home / "data"), case_keys(self.hub.home / "data")
        expected = {}

        def change(code, part, value):
            mine = ids[len(expected)]
            stored.put(mine, part, value)
            expected[mine] = code

        # Of another case: with and without the IV that belongs to it.
        change("zegel_past_niet", "ciphertext", stored.get(ids[-1], "ciphertext"))
        stored.put(ids[1], "iv", stored.get(ids[-1], "iv"))
        change("zegel_past_niet", "ciphertext", stored.get(ids[-1], "ciphertext"))
        change("zegel_past_niet", "ciphertext", flipped(stored.get(ids[2], "ciphertext")))
        change("zegel_past_niet", "key", stored.get(ids[-1], "key"))
        change("sleutel_onbekend", "key", flipped(stored.get(ids[4], "key")))
        change("zegel_past_niet", "version", b"\x02")
        change("andere_omgeving", "environment", b"productie")
        change("blad_wijkt_af", "owner", b"00000099100000005000")
        change("blad_wijkt_af", "leaf", stored.get(ids[-1], "leaf"))
        change("hoofd_niet_ondertekend", "head", stored.get(ids[9], "head").replace(b".", b".A", 1)[:-1])
        stored.save()
        for number, (version, wrapped) in ((10, (1, keys.get(self.sent[-1]["casusId"])[1])), (11, (2, None)), (12, (1, None))):
            casus = self.sent[number]["casusId"]
            kept = keys.get(casus)[1]
            keys.put(casus, version, wrapped or (kept if version == 2 else flipped(kept)))
            expected[ids[number]] = "sleutel_niet_authentiek"
        return expected

    def parked(self):
        """Code of each parked message, by the record that holds it."""
        answer = self.hub.party("operator", "beheer").get("/api/geparkeerd?verwerker=loket&maximum=100")
        self.assertEqual(answer.status, 200, answer)
        return {one["id"]: one["code"] for one in answer.json["geparkeerd"]}

    def replay(self, record):
        answer = self.hub.party("operator", "beheer").post(f"/api/geparkeerd/loket/{record}/herhalingen", {})
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def assert_refused(self, expected):
        self.hub.wait_until(lambda: len(self.parked()) >= len(expected), what="each is parked")
        self.assertEqual(sorted(self.parked().values()), sorted(expected.values()))
        told = {message: code for code, message in re.findall(r"niet_authentiek .*code=(\S+) bericht=(\S+)", self.hub.output())}
        self.assertEqual(told, expected)
        metrics = self.hub.party("metingen", "beheer").get("/metrics").raw.decode()
        for code in set(expected.values()):
            count = list(expected.values()).count(code)
            self.assertIn(f'pmm_niet_authentiek_total{{code="{code}",verwerker="loket"}} {count}\n', metrics)
        for one in expected:
            self.assertEqual(self.state({"inzending": one}), "doorgezet", "never acted on")

    def test_each_is_refused_and_the_others_go_on(self):
        data = self.hub.home / "data"
        kept = {one["casusId"]: case_keys(data).get(one["casusId"]) for one in self.sent}
        expected = self.swap()
        self.hub.start()
        healthy = [one for one in self.sent if one["inzending"] not in expected]
        healthy.append(self.hand_in("Een nieuwe vraag van na de aanval."))
        for one in healthy:
            self.hub.wait_until(lambda one=one: self.state(one) == "verwerkt", what="what was left alone is handled")
        self.assert_refused(expected)
        for record in self.parked():
            self.replay(record)
        self.assertEqual(sorted(self.parked().values()), sorted(expected.values()), "forged stays forged")
        self.assertEqual(self.hub.stop(), 0)
        for casus, (version, wrapped) in kept.items():
            case_keys(data).put(casus, version, wrapped)
        self.hub.start()
        lacked = [message for message, code in expected.items() if code == "sleutel_niet_authentiek"]
        for message in lacked:
            self.replay(f"sleutel.{message}")
            self.hub.wait_until(lambda message=message: self.state({"inzending": message}) == "verwerkt", what="it goes on")
        self.assertEqual(len(self.parked()), len(expected) - len(lacked))
        self.hub.hubctl("audit", "controleer")


class swapped_at_rest(unittest.TestCase):
    """What the store and a postvak keep is changed after it was handled."""

    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.hub.start()
        self.sent = [self.send_to_svb() for _ in range(2)]
        self.assertEqual(self.hub.stop(), 0)

    def send_to_svb(self):
        gemeente = self.hub.party("gemeente-a")
        others = [{"oin": OIN["svb"], "naam": "SVB", "rol": "betrokken"}]
        opened = gemeente.post("/v1/aanmeldingen", sample("aanmelding-minimaal", betrokkenOrganisaties=others)).json
        paper = gemeente.request("POST", "/v1/bijlagen", b"Een bijlage.\n", headers={"Content-Type": "text/plain"})
        more = {"aan": [OIN["svb"]], "bijlagen": [paper.json["bijlage"]]}
        message = sample("bericht", casusId=opened["casusId"], casusKenmerk=None, **more)
        given = gemeente.post("/v1/berichten", message).json
        self.hub.wait_until(
            lambda: gemeente.get(f"/v1/inzendingen/{given['inzending']}").json["toestand"] == "klaargezet", what="delivery"
        )
        return given["inzending"]

    def change(self, name, table, column):
        """Wherever the first message's ciphertext stands in this column, it becomes that of the second."""
        data = self.hub.home / "data"
        old, new = (envelopes(data).get(one, "ciphertext") for one in self.sent)
        self.assertEqual(len(old), len(new))
        with database(data / f"{name}.db") as file:
            rows = file.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
            found = [(content.replace(old, new), row) for row, content in rows if old in content]
            self.assertTrue(found)
            file.executemany(f"UPDATE {table} SET {column}=? WHERE rowid=?", found)

    def metrics(self):
        return self.hub.party("metingen", "beheer").get("/metrics").raw.decode()

    def test_in_a_postvak_it_is_shown_without_content_and_counted(self):
        self.change("delivery", "record", "body")
        self.hub.start()
        page = self.hub.party("svb").get(f"/v1/postvakken/{OIN['svb']}/berichten").json["berichten"]
        shown = {one["inzending"]: one for one in page}
        self.assertEqual(shown[self.sent[0]]["code"], "niet_authentiek")
        self.assertNotIn("inhoud", shown[self.sent[0]])
        self.assertIn("inhoud", shown[self.sent[1]])
        self.assertIn('pmm_niet_authentiek_total{code="niet_authentiek",verwerker="postvak"} 1', self.metrics())

    def test_in_the_store_it_gives_no_receipt_and_is_counted(self):
        self.change("berichten", "commit_envelopes", "content")
        self.hub.start()
        gemeente = self.hub.party("gemeente-a")
        refused, given = (gemeente.get(f"/v1/inzendingen/{one}/ontvangstbewijs") for one in self.sent)
        self.assertEqual((refused.status, refused.json["code"]), (503, "niet_authentiek"))
        self.assertEqual(given.status, 200)
        self.assertIn('pmm_verzoeken_geweigerd_total{code="niet_authentiek"} 1', self.metrics())
        # Its state without its attachments would say that it had none.
        refused, given = (gemeente.get(f"/v1/inzendingen/{one}") for one in self.sent)
        self.assertEqual((refused.status, refused.json["code"]), (503, "niet_authentiek"))
        self.assertEqual(len(given.json["bijlagen"]), 1)


if __name__ == "__main__":
    unittest.main()
