"""Two hubs over one Kafka: one accepts and forwards, the other has all other roles."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from kafka_cluster import cluster  # noqa: E402
from hub_process import hub_process  # noqa: E402

FRONT = ["intake", "forwarder"]
BACK = ["loket", "let", "register", "systeemleren", "delivery"]
# What the front writes for roles of the back, for what organisations hand in.
WRITES_AS = ["namens-loket", "namens-register"]


class apart_room(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.front, cls.back = hub_process(), hub_process()
        cls.addClassCleanup(cls.front.__exit__)
        cls.addClassCleanup(cls.back.__exit__)
        cls.kafka = cluster(cls.front.home, 1)
        cls.addClassCleanup(cls.kafka.run, "wipe")
        own = cls.kafka.only(cls.front.home / "eigen", FRONT + WRITES_AS)
        cls.kafka.join(cls.front, FRONT + ["console"], WRITES_AS, own)
        own = cls.kafka.only(cls.back.home / "eigen", BACK)
        cls.kafka.join(cls.back, BACK + ["console"], (), own)
        configuration = cls.back.home / "hub.yaml"
        configuration.write_text(
            configuration.read_text()
            .replace("  sleutels: sleutels", f"  sleutels: {cls.front.home / 'sleutels'}")
            .replace("  logboek: log", f"  logboek: log\n  inhoudssleutelsVan: {cls.front.home / 'data'}")
            # What one of them signed the other believes: they have one seal.
            .replace("certs/zegel", f"{cls.front.certificates}/zegel")
        )
        cls.kafka.prepare(cls.front)
        for hub in (cls.front, cls.back):
            hub.start()
            cls.usable(hub)

    @classmethod
    def usable(cls, hub):
        hub.wait_until(lambda: cls.readiness(hub) == "gereed", 60, "the cluster is found")

    @staticmethod
    def readiness(hub):
        someone = hub.party(None, "beheer")
        given = someone.get("/readyz").json["status"]
        someone.close()
        return given

    def state_of(self, name, message):
        someone = self.front.party(name)
        given = someone.get(f"/v1/inzendingen/{message}")
        someone.close()
        self.assertEqual(given.status, 200, given)
        return given.json["toestand"]

    def hand_in(self, name, path, body):
        given = self.front.party(name).post(path, body)
        self.assertEqual(given.status, 201, given)
        return given.json

    def handled(self, name, given):
        message = given["inzending"]
        self.front.wait_until(
            lambda: self.state_of(name, message) == "verwerkt", 60, f"the front hears that {message} is handled"
        )
