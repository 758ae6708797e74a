"""Rights that begin, end and are lost, while the hub runs and connections stay open."""

import datetime
import http.client
import unittest

from hub_process import OIN, hub_process, sample

TODAY = datetime.datetime.now(datetime.timezone.utc).date()


def day(offset):
    return (TODAY + datetime.timedelta(days=offset)).isoformat()


class rights(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.organisations = self.hub.home / "organisaties.yaml"
        self.first = self.organisations.read_text()
        self.hub.start()

    def change(self, *changes):
        """Puts the organisations' file back with these changes and waits until the hub has taken it up."""
        text = self.first
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        if text == self.organisations.read_text():
            return
        digest = self.digest()
        self.organisations.write_text(text)
        self.hub.wait_until(lambda: self.digest() != digest, what="the configuration is taken up")

    def digest(self):
        return self.hub.party("operator", "beheer").get("/api/configuratie").json["digest"]

    def acts_for(self, right, start, end=None, owner="gemeente-a"):
        until = f', tot: "{end}"' if end else ""
        row = f'{{certificaat: "{OIN["duo"]}", eigenaar: "{OIN[owner]}", recht: {right}, vanaf: "{start}"{until}}}'
        return ("treedtOpVoor: []", f"treedtOpVoor: [{row}]")

    def test_acting_for_another_holds_from_its_first_day_until_its_last(self):
        mine = self.hub.party("gemeente-a").post("/v1/aanmeldingen", sample("aanmelding-minimaal")).json["inzending"]
        # One connection for all: a right is judged at each request.
        duo = self.hub.party("duo")
        path = f"/v1/inzendingen/{mine}?namens={OIN['gemeente-a']}"
        rows = (
            (day(-2), None, 200),
            (day(-2), day(-1), 403),
            (day(0), day(1), 200),
            (day(1), day(2), 403),
            (day(-1), day(1), 200),
            (day(-1), day(0), 403),
        )
        for start, end, status in rows:
            with self.subTest(start=start, end=end):
                self.change(self.acts_for("volgen", start, end))
                answer = duo.get(path)
                self.assertEqual(answer.status, status, answer)
                if status == 403:
                    self.assertEqual(answer.json["code"], "namens_niet_toegestaan")
        self.change(self.acts_for("volgen", day(-2)))
        self.assertEqual(duo.get(path).status, 200)
        # Each right is one of its own.
        box = f"/v1/postvakken/{OIN['gemeente-a']}/berichten"
        self.assertEqual(duo.get(box).status, 404)
        handed = sample("aanmelding-minimaal", namens=OIN["gemeente-a"])
        self.assertEqual(duo.post("/v1/aanmeldingen", handed).json["code"], "namens_niet_toegestaan")
        self.change(self.acts_for("postvak", day(-2)))
        self.assertEqual(duo.get(box).status, 200)
        self.assertEqual(duo.get(path).status, 403)

    def test_both_organisations_stand_in_the_receipt_of_what_one_hands_in_for_another(self):
        self.change(self.acts_for("insturen", day(-2)))
        handed = sample("aanmelding-minimaal", namens=OIN["gemeente-a"])
        given = self.hub.party("duo").post("/v1/aanmeldingen", handed)
        self.assertEqual(given.status, 201, given)
        for name in ("duo", "gemeente-a"):
            self.assertIn(OIN[name], given.json["ontvangstbewijs"]["blad"])
        shown = self.hub.party("gemeente-a").get(f"/v1/inzendingen/{given.json['inzending']}")
        self.assertEqual((shown.json["afzender"], shown.json["certificaat"]), (OIN["gemeente-a"], OIN["duo"]))

    def send_to_svb(self):
        gemeente = self.hub.party("gemeente-a")
        others = [{"oin": OIN["svb"], "naam": "SVB", "rol": "betrokken"}]
        opened = gemeente.post("/v1/aanmeldingen", sample("aanmelding-minimaal", betrokkenOrganisaties=others)).json
        self.wait_for_state(opened["inzending"], "verwerkt")
        given = gemeente.post("/v1/berichten", sample("bericht", casusId=opened["casusId"], casusKenmerk=None, aan=[OIN["svb"]]))
        self.assertEqual(given.status, 201, given)
        return given.json["inzending"]

    def wait_for_state(self, message_id, state):
        def there():
            shown = self.hub.party("gemeente-a").get(f"/v1/inzendingen/{message_id}").json
            return shown["toestand"] == state and shown

        return self.hub.wait_until(there, what=f"{message_id} is {state}")

    def claimed_by_svb(self):
        answer = self.hub.party("svb").post(f"/v1/postvakken/{OIN['svb']}/uitgiften", {"aantal": 10, "wachtSeconden": 0})
        self.assertEqual(answer.status, 200, answer)
        return [one["inzending"] for one in answer.json["berichten"] if one["soort"] == "bericht"]

    def statuses(self, message_id):
        page = self.hub.party("gemeente-a").get(f"/v1/postvakken/{OIN['gemeente-a']}/berichten?maximum=100").json
        about = [one["inhoud"] for one in page["berichten"] if one["soort"] == "statusbericht"]
        return [(one["toestand"], one.get("reden", "")) for one in about if one["inzending"] == message_id]

    @staticmethod
    def status_now(party, path):
        """On the connection that is open already, or on a new one where the hub ended that."""
        try:
            return party.get(path).status
        except (OSError, http.client.HTTPException):
            return party.get(path).status

    def lose_and_get_back(self, *changes, expected):
        waiting = self.send_to_svb()
        self.wait_for_state(waiting, "klaargezet")
        box = self.hub.party("svb")
        path = f"/v1/postvakken/{OIN['svb']}/berichten"
        self.assertEqual(box.get(path).status, 200)
        self.change(*changes)
        self.assertEqual(self.status_now(box, path), expected)
        parked = self.wait_for_state(waiting, "geparkeerd")
        self.assertEqual(parked["bestemmingen"][0]["reden"], "recht_vervallen")
        self.hub.wait_until(lambda: ("geparkeerd", "recht_vervallen") in self.statuses(waiting), what="its sender is told")
        self.change()
        self.assertEqual(self.claimed_by_svb(), [waiting])
        self.wait_for_state(waiting, "opgehaald")
        done = self.hub.party("svb").post(f"/v1/postvakken/{OIN['svb']}/berichten/{waiting}/bevestigingen")
        self.assertEqual(done.status, 204, done)

    def test_what_waits_in_a_postvak_parks_when_its_owner_loses_it(self):
        entry = f'  - oin: "{OIN["svb"]}"\n    naam: Sociale Verzekeringsbank\n    soort: uitvoerder\n'
        self.lose_and_get_back((entry, entry + "    status: geschorst\n"), expected=403)
        before, after = self.first.split(entry)
        without = after.replace("    postvak: ja\n", "    postvak: nee\n", 1)
        self.lose_and_get_back((entry + after, entry + without), expected=404)

    def test_a_sender_that_loses_its_right_leaves_what_was_accepted_on_its_way(self):
        waiting = self.send_to_svb()
        entry = f'  - oin: "{OIN["gemeente-a"]}"\n    naam: Gemeente A\n    soort: gemeente\n    deelname: deelnemer\n'
        types = "    magInsturen: [aanmelding, signaal, bericht, registermutatie]\n"
        self.change((entry + types, entry + "    magInsturen: [aanmelding]\n"))
        refused = self.hub.party("gemeente-a").post("/v1/signalen", sample("signaal"))
        self.assertEqual((refused.status, refused.json["code"]), (403, "type_niet_toegestaan"))
        self.wait_for_state(waiting, "klaargezet")
        self.assertEqual(self.claimed_by_svb(), [waiting])


if __name__ == "__main__":
    unittest.main()
