"""The machine's clock jumps while the hub runs: nothing ends, nothing is erased, order is kept, and operators are told."""

import base64
import datetime
import json
import mmap
import subprocess
import unittest

from hub_process import BUILD, HUB, OIN, hub_process, sample

SHIFTED_CLOCK = BUILD / "tests" / "support" / "clock" / "libshifted_clock.so"
HOUR_S = 3600
DAY_S = 24 * HOUR_S
JUMPS_S = [HOUR_S, -HOUR_S, DAY_S, -DAY_S, 3650 * DAY_S, -3650 * DAY_S]


def words_of(jump_s):
    return f"{abs(jump_s)} seconden {'vooruit' if jump_s > 0 else 'achteruit'}"


def preloaded():
    """What moves the time of day, behind the sanitizers that the hub may be linked with: those must come first."""
    linked = subprocess.run(["ldd", str(HUB)], capture_output=True, text=True, check=True).stdout
    first = [line.split()[2] for line in linked.splitlines() if "libasan" in line]
    return " ".join(first + [str(SHIFTED_CLOCK)])


def head_of(receipt):
    """What the signed head of a receipt says."""
    payload = receipt["hoofd"].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


class clock(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        shift_file = self.hub.home / "klok"
        shift_file.write_bytes(bytes(8))
        with open(shift_file, "r+b") as file:
            self.shift_ns = memoryview(mmap.mmap(file.fileno(), 8)).cast("q")
        self.shifted = {"LD_PRELOAD": preloaded(), "PMM_CLOCK_SHIFT": str(shift_file)}

    def set_clock(self, shift_s):
        self.shift_ns[0] = shift_s * 10**9

    def give_notice_of(self, days):
        """How long before its day the erasure of a casus is announced."""
        with open(self.hub.home / "hub.yaml", "a", encoding="utf-8") as file:
            file.write(f"wissen: {{ aankondigingDagen: {days} }}\n")

    def announce_erasure(self, casus):
        for person in ("operator", "operator-2"):
            self.hub.hubctl("casus", "wis", casus, "--reden", "bewaartermijn_voorbij", name=person)
        self.assertEqual(self.planned(casus), "aangekondigd")

    def planned(self, casus):
        page = json.loads(self.hub.hubctl("casus", "toon"))["wissingen"]
        return next(one["toestand"] for one in page if one["casusId"] == casus)

    def keep_in_quarantine(self):
        refused = self.hub.party("gemeente-a").post("/v1/berichten", {"kenmerk": "niet te begrijpen"})
        self.assertEqual(refused.status, 400, refused)
        return self.quarantined()

    def quarantined(self):
        return [one["id"] for one in self.hub.party("gemeente-a").get("/v1/quarantaine").json["quarantaine"]]

    def answers_not_ready(self):
        self.assertFalse(self.hub.is_ready())
        return (self.hub.home / "data" / "poorten.json").exists() and (
            self.hub.party(None, "beheer").get("/readyz").status == 503
        )

    def part(self, name="klok"):
        answer = self.hub.party("operator", "beheer").get("/readyz")
        found = {one["onderdeel"]: one for one in answer.json["onderdelen"]}[name]
        self.assertEqual(answer.status, 200 if found["status"] == "gereed" else 503, answer)
        return found

    def hand_in(self, resource, message):
        given = self.hub.party("gemeente-a").post(f"/v1/{resource}", message)
        self.assertEqual(given.status, 201, given)
        return given.json

    def state(self, message_id):
        return self.hub.party("gemeente-a").get(f"/v1/inzendingen/{message_id}").json["toestand"]

    def wait_for_state(self, message_id, state="verwerkt"):
        self.hub.wait_until(lambda: self.state(message_id) == state, what=f"{message_id} is {state}")

    def claim(self, seconds=600):
        box = f"/v1/postvakken/{OIN['svb']}/uitgiften"
        given = self.hub.party("svb").post(box, {"aantal": 10, "wachtSeconden": 0, "leaseSeconden": seconds})
        self.assertIn(given.status, (200, 201), given)
        return [one["inzending"] for one in given.json["berichten"] if one["soort"] == "bericht"]

    def send_to_svb(self):
        others = [{"oin": OIN["svb"], "naam": "SVB", "rol": "betrokken"}]
        opened = self.hand_in("aanmeldingen", sample("aanmelding-minimaal", betrokkenOrganisaties=others))
        self.wait_for_state(opened["inzending"])
        sent = self.hand_in("berichten", sample("bericht", casusId=opened["casusId"], casusKenmerk=None, aan=[OIN["svb"]]))
        self.wait_for_state(sent["inzending"], "klaargezet")
        return sent["inzending"]

    def test_jumps_while_running_end_nothing_and_are_told(self):
        self.give_notice_of(days=1)
        self.hub.start(**self.shifted)
        self.assertEqual(self.part()["status"], "gereed")
        claimed = self.send_to_svb()
        self.assertEqual(self.claim(), [claimed])
        waiting = self.hand_in("aanmeldingen", sample("aanmelding-minimaal"))
        self.wait_for_state(waiting["inzending"])
        self.announce_erasure(waiting["casusId"])
        quarantined = self.keep_in_quarantine()
        self.assertEqual(len(quarantined), 1)
        steady = self.hub.party("gemeente-a")
        self.assertEqual(steady.get("/v1/verbinding").status, 200)
        open_since_before = steady.connection.sock
        sent = []
        for jump_s in JUMPS_S:
            words = words_of(jump_s)
            with self.subTest(words):
                self.set_clock(jump_s)
                told = self.hub.wait_until(
                    lambda words=words: (part := self.part())["status"] == "niet_gereed" and words in part["reden"] and part,
                    what=f"the jump, {words}, is told",
                )
                self.assertIn("wist niets", told["reden"])
                sent.append(self.hand_in("aanmeldingen", sample("aanmelding-minimaal")))
                self.wait_for_state(sent[-1]["inzending"])
                self.assertEqual(self.claim(), [], "what is claimed stays claimed")
                self.assertEqual(self.hub.party("gemeente-a").get("/v1/verbinding").status, 200)
                self.assertEqual(self.state(claimed), "opgehaald")
                self.assertEqual(steady.get(f"/v1/inzendingen/{waiting['inzending']}").json["toestand"], "verwerkt")
                self.assertIs(steady.connection.sock, open_since_before, "no connection ended")
        self.set_clock(0)
        self.hub.wait_until(lambda: self.part()["status"] == "gereed", what="the clock is right again")
        self.assertEqual(self.planned(waiting["casusId"]), "aangekondigd", "its day has not come")
        self.assertEqual(self.quarantined(), quarantined)
        self.assert_kept_in_order(sent)
        settled = self.hub.party("svb").post(f"/v1/postvakken/{OIN['svb']}/berichten/{claimed}/bevestigingen")
        self.assertIn(settled.status, (200, 201, 204), settled)
        self.wait_for_state(claimed)
        self.hub.hubctl("audit", "controleer")
        for word in ("klok_versprongen seconden=315360000", "klok_versprongen seconden=-315360000", "klok_weer_gelijk"):
            self.assertIn(word, self.hub.output())

    def assert_kept_in_order(self, sent):
        """Receipts follow each other within the minutes that this test takes, and so do the statuses in the postvak."""
        heads = [head_of(one["ontvangstbewijs"]) for one in sent]
        times = [datetime.datetime.fromisoformat(head["tijd"].replace("Z", "+00:00")) for head in heads]
        self.assertEqual(times, sorted(times))
        self.assertLess(abs(times[0] - datetime.datetime.now(datetime.timezone.utc)), datetime.timedelta(minutes=30))
        numbers = [head["reeks"] for head in heads]
        self.assertEqual(numbers, sorted(numbers))
        self.assertEqual({self.state(one["inzending"]) for one in sent}, {"verwerkt"})
        expected = [one["inzending"] for one in sent]

        def statuses():
            page = self.hub.party("gemeente-a").get(f"/v1/postvakken/{OIN['gemeente-a']}/berichten?maximum=100").json
            about = [one["inhoud"] for one in page["berichten"] if one["soort"] == "statusbericht"]
            return [one["inzending"] for one in about if one["toestand"] == "verwerkt" and one["inzending"] in expected]

        self.hub.wait_until(lambda: len(statuses()) == len(expected), what="every status is there")
        self.assertEqual(statuses(), expected)

    def test_nothing_is_erased_while_the_clock_is_wrong_though_its_day_has_come(self):
        self.give_notice_of(days=0)
        self.hub.start(**self.shifted)
        due = self.hand_in("aanmeldingen", sample("aanmelding-minimaal"))
        self.wait_for_state(due["inzending"])
        self.set_clock(3650 * DAY_S)
        self.hub.wait_until(lambda: self.part()["status"] == "niet_gereed", what="the jump is told")
        self.announce_erasure(due["casusId"])
        with self.assertRaisesRegex(AssertionError, "did not happen"):
            # A few times as long as between two looks at what is due.
            self.hub.wait_until(lambda: self.planned(due["casusId"]) != "aangekondigd", 5)
        self.assertEqual(self.state(due["inzending"]), "verwerkt")
        self.set_clock(0)
        self.hub.wait_until(lambda: self.planned(due["casusId"]) == "gewist", 60, "it is erased once the clock is right")

    def test_a_clock_that_was_set_back_while_the_hub_stood_still_is_told(self):
        self.hub.start()
        self.assertEqual(self.hub.stop(), 0)
        kept = self.hub.home / "data" / "tijd"
        kept.write_text((datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ\n"))
        self.hub.launch()
        self.hub.wait_until(self.answers_not_ready, 60, "the hub says that it is not ready")
        self.assertIn("loopt achter", self.part()["reden"])
        self.assertIn("klok_loopt_achter", self.hub.output())
        self.assertEqual(self.hub.stop(), 0)
        kept.unlink()
        self.hub.start()
        self.assertEqual(self.part()["status"], "gereed")

    def test_a_clock_far_ahead_at_the_start_erases_nothing(self):
        self.hub.start()
        self.assertEqual(self.hub.stop(), 0)
        kept = self.hub.home / "data" / "tijd"
        self.assertLess(
            datetime.datetime.now(datetime.timezone.utc) - datetime.datetime.fromisoformat(kept.read_text().strip().replace("Z", "+00:00")),
            datetime.timedelta(minutes=30),
        )
        kept.write_text("2016-01-01T00:00:00.000000Z\n")
        self.hub.start()
        self.assertIn("klok_ver_vooruit", self.hub.output())
        self.assertEqual(self.part()["status"], "gereed")


if __name__ == "__main__":
    unittest.main()
