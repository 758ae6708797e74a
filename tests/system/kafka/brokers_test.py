"""Brokers of a real cluster of three are killed and paused under load: senders notice nothing, nothing is lost."""

import http.client
import pathlib
import signal
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from kafka_cluster import cluster  # noqa: E402
from hub_process import OIN, hub_process, sample  # noqa: E402


class sender(threading.Thread):
    """Hands in referrals until told to stop; every answer has to be a receipt."""

    def __init__(self, hub):
        super().__init__()
        self.party = hub.party("gemeente-a")
        self.receipted = []
        self.refused = []
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(0.02):
            try:
                given = self.party.post("/v1/aanmeldingen", sample("aanmelding-minimaal"), timeout=30)
            except (OSError, http.client.HTTPException) as failed:
                self.refused.append(repr(failed))
                continue
            if given.status == 201:
                self.receipted.append(given.json["inzending"])
            else:
                self.refused.append(repr(given))

    def stop(self):
        self.ended.set()
        self.join()


class brokers(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.kafka = cluster(self.hub.home, 3)
        self.addCleanup(self.kafka.run, "wipe")
        self.kafka.join(self.hub)
        self.kafka.prepare(self.hub)
        self.hub.start()
        self.hub.wait_until(lambda: self.readiness() == "gereed", 60, "the hub has found its cluster")

    def readiness(self):
        someone = self.hub.party(None, "beheer")
        given = someone.get("/readyz")
        someone.close()
        self.assertEqual(given.status, 200, "a cluster that is away is no reason to send callers elsewhere")
        return given.json["status"]

    def load(self, count, ones):
        """Waits until so many more were receipted."""
        before = sum(len(one.receipted) for one in ones)
        self.hub.wait_until(
            lambda: sum(len(one.receipted) for one in ones) >= before + count, 90, f"{count} more receipts"
        )

    def all_handled_once(self, senders):
        expected = {message for one in senders for message in one.receipted}
        gemeente = self.hub.party("gemeente-a")
        counted, after = {}, 0

        def all_seen():
            nonlocal after
            page = gemeente.get(f"/v1/postvakken/{OIN['gemeente-a']}/berichten?maximum=100&na={after}").json["berichten"]
            for item in page:
                after = max(after, item["volgnummer"])
                if item["soort"] == "statusbericht" and item["inhoud"]["toestand"] == "verwerkt":
                    about = item["inhoud"]["inzending"]
                    counted[about] = counted.get(about, 0) + 1
            return not page and expected <= set(counted)

        self.hub.wait_until(all_seen, 120, "every receipted message is handled")
        self.assertEqual({about: count for about, count in counted.items() if count != 1}, {})

    def test_senders_notice_nothing_whatever_happens_to_the_brokers(self):
        senders = [sender(self.hub) for _ in range(2)]
        for one in senders:
            one.start()
        self.addCleanup(lambda: [one.stop() for one in senders])
        self.load(20, senders)

        self.kafka.signal(2, signal.SIGKILL)
        self.load(40, senders)
        self.kafka.run("start")

        self.kafka.signal(3, signal.SIGSTOP)
        self.load(40, senders)
        self.kafka.signal(3, signal.SIGCONT)

        for node in (1, 2, 3):
            self.kafka.signal(node, signal.SIGKILL)
        self.hub.wait_until(lambda: self.readiness() == "gereed_met_beperking", 60, "readyz says that Kafka is away")
        self.load(40, senders)
        self.kafka.run("start")
        self.hub.wait_until(lambda: self.readiness() == "gereed", 90, "the cluster is found again")
        self.load(20, senders)

        for one in senders:
            one.stop()
        self.assertEqual([one.refused for one in senders], [[], []], "no sender noticed anything")
        self.all_handled_once(senders)
        self.hub.hubctl("audit", "controleer")


if __name__ == "__main__":
    unittest.main()
