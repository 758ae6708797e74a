"""The hub ends in every way it can, and nothing that it gave a receipt for is lost."""

import http.client
import os
import random
import shutil
import signal
import threading
import unittest

from hub_process import OIN, hub_process, sample

SEED = int(os.environ.get("PMM_SEED", random.SystemRandom().randrange(1 << 32)))


class sender(threading.Thread):
    """Hands in referrals one after the other until told to stop; remembers what was receipted and what was not."""

    def __init__(self, hub, name):
        super().__init__()
        self.party = hub.party(name)
        self.receipted = {}
        self.unsure = []
        self.ended = threading.Event()
        self.first = threading.Event()

    def run(self):
        while not self.ended.is_set():
            message = sample("aanmelding-minimaal")
            try:
                given = self.party.post("/v1/aanmeldingen", message, timeout=10)
            except (OSError, http.client.HTTPException):
                # The hub went away: whether it has the message is unknown.
                self.unsure.append(message)
                return
            if given.status == 201:
                self.receipted[given.json["inzending"]] = (message, given.raw)
                self.first.set()
            else:
                self.unsure.append(message)

    def stop(self):
        self.ended.set()
        self.join()


class endings(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.hub.start()
        self.addCleanup(self.hub.__exit__)

    def all_handled_once(self, senders):
        """Every receipted message has its effect exactly once; what was unsure may be sent again."""
        gemeente = self.hub.party("gemeente-a")
        expected = {}
        for one in senders:
            for message_id, (message, raw) in one.receipted.items():
                again = gemeente.post("/v1/aanmeldingen", message)
                self.assertEqual((again.status, again.raw), (200, raw), f"seed {SEED}")
                expected[message_id] = again.json["casusId"]
            for message in one.unsure:
                again = gemeente.post("/v1/aanmeldingen", message)
                self.assertIn(again.status, (200, 201), again)
                expected[again.json["inzending"]] = again.json["casusId"]
        for message_id in expected:
            self.hub.wait_until(
                lambda id=message_id: gemeente.get(f"/v1/inzendingen/{id}").json["toestand"] == "verwerkt",
                deadline_s=60,
                what=f"{message_id} is handled (seed {SEED})",
            )
        self.assert_one_status_each(expected)
        self.hub.hubctl("audit", "controleer")

    def assert_one_status_each(self, expected):
        def statuses():
            counted, after = {}, 0
            gemeente = self.hub.party("gemeente-a")
            while True:
                page = gemeente.get(f"/v1/postvakken/{OIN['gemeente-a']}/berichten?maximum=100&na={after}").json["berichten"]
                for item in page:
                    after = max(after, item["volgnummer"])
                    if item["soort"] == "statusbericht" and item["inhoud"]["toestand"] == "verwerkt":
                        about = item["inhoud"]["inzending"]
                        counted[about] = counted.get(about, 0) + 1
                if not page:
                    return counted

        self.hub.wait_until(lambda: set(statuses()) >= set(expected), 60, f"all statuses in the postvak (seed {SEED})")
        self.assertEqual({about: count for about, count in statuses().items() if count != 1}, {}, f"seed {SEED}")

    def test_killed_in_the_middle_of_load(self):
        luck = random.Random(SEED)
        print(f"seed {SEED}")
        for _ in range(3):
            senders = [sender(self.hub, "gemeente-a") for _ in range(4)]
            for one in senders:
                one.start()
            for one in senders:
                one.first.wait(30)
            threading.Event().wait(luck.uniform(0.0, 0.5))
            self.hub.kill()
            for one in senders:
                one.stop()
            self.hub.start()
            self.all_handled_once(senders)

    def test_stopped_gracefully_in_the_middle_of_load(self):
        senders = [sender(self.hub, "gemeente-a") for _ in range(4)]
        for one in senders:
            one.start()
        for one in senders:
            one.first.wait(30)
        self.assertEqual(self.hub.stop(), 0)
        for one in senders:
            one.stop()
        self.hub.start()
        self.all_handled_once(senders)

    def test_a_lost_topic_stops_its_consumers_and_is_told(self):
        party = self.hub.party("gemeente-a")
        given = party.post("/v1/aanmeldingen", sample("aanmelding-minimaal"))
        state = f"/v1/inzendingen/{given.json['inzending']}"
        self.hub.wait_until(lambda: party.get(state).json["toestand"] == "verwerkt", what="handled")
        self.assertEqual(self.hub.stop(), 0)
        for path in (self.hub.home / "data").glob("broker.db*"):
            path.unlink()
        self.hub.launch()

        def not_ready():
            # The hub may not listen yet.
            try:
                self.hub.is_ready()
                told = self.hub.party("operator", "beheer").get("/readyz")
            except (OSError, http.client.HTTPException):
                return None
            return {part["onderdeel"] for part in told.json["onderdelen"] if part.get("reden")}

        # Where they were is unknown to the new topic: going on anywhere would be a guess.
        self.hub.wait_until(lambda: (not_ready() or set()) >= {"rol loket", "rol delivery"}, 60, "readiness says no")
        # What the store has accepted is safe there all the same.
        again = self.hub.party("gemeente-a").post("/v1/aanmeldingen", sample("aanmelding-minimaal"))
        self.assertEqual(again.status, 201, again)

    def test_a_second_hub_on_the_same_data_is_refused(self):
        other = hub_process()
        self.addCleanup(other.__exit__)
        shutil.rmtree(other.home / "data")
        (other.home / "data").symlink_to(self.hub.home / "data")
        before = (self.hub.home / "data" / "poorten.json").read_bytes()
        other.launch()
        self.assertNotEqual(other.process.wait(60), 0)
        (self.hub.home / "data" / "poorten.json").write_bytes(before)
        self.assertIn("in use by another hub", other.output())
        self.assertEqual(self.hub.party("svb").get("/v1/zegels").status, 200)

    def test_a_second_hub_takes_no_connections_of_the_first(self):
        other = hub_process()
        self.addCleanup(other.__exit__)
        other.ports = dict(self.hub.ports)
        other.launch()
        self.assertNotEqual(other.process.wait(60), 0)
        self.assertIn("is bezet door een ander proces", other.output())
        self.assertEqual(self.hub.party("svb").get("/v1/zegels").status, 200)

    def test_a_bad_configuration_is_told_whole_and_the_running_one_kept(self):
        organisations = self.hub.home / "organisaties.yaml"
        good = organisations.read_text()
        organisations.write_text(good + "\nonbekend: 1\n")
        self.hub.process.send_signal(signal.SIGHUP)
        self.hub.wait_until(lambda: "organisaties.yaml:" in self.hub.output(), what="the mistake is told with its line")
        self.assertEqual(self.hub.party("svb").get("/v1/zegels").status, 200)
        organisations.write_text(good.replace(OIN["svb"], OIN["svb"][:-4] + "9000"))
        self.hub.process.send_signal(signal.SIGHUP)
        self.hub.wait_until(
            lambda: self.hub.party("svb").post("/v1/signalen", sample("signaal")).status == 403,
            what="svb is no longer listed",
        )

    def test_mistakes_at_start_are_told_all_at_once(self):
        broken = hub_process()
        self.addCleanup(broken.__exit__)
        path = broken.home / "hub.yaml"
        path.write_text(path.read_text() + "\neerste_fout: 1\ntweede_fout: 2\n")
        broken.launch()
        self.assertEqual(broken.process.wait(60), 2)
        told = broken.output()
        self.assertIn("hub.yaml:", told)
        self.assertEqual(told.count("_fout"), 2, told)


if __name__ == "__main__":
    unittest.main()
