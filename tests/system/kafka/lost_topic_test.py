"""A topic is deleted under the hub: told in words, never made again by itself, and after an operator's word all is handled."""

import json
import pathlib
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from apart_room import apart_room  # noqa: E402
from kafka_cluster import PREFIX, handled_by  # noqa: E402
from hub_process import postvak, sample  # noqa: E402

TOPICS = "org.apache.kafka.tools.TopicCommand"
REFUSED = 1


class lost_topic(apart_room):
    def hand_in_some(self, count):
        return [
            self.hand_in("gemeente-a", "/v1/aanmeldingen", sample("aanmelding-minimaal"))["inzending"]
            for _ in range(count)
        ]

    def parts(self, hub):
        someone = hub.party("operator", "beheer")
        given = someone.get("/readyz").json["onderdelen"]
        someone.close()
        return {one["onderdeel"]: one for one in given}

    def all_published(self):
        def empty():
            text = self.front.party("metingen", "beheer").get("/metrics").raw.decode()
            return 'pmm_outbox_berichten{schrijver="intake"} 0\n' in text

        self.front.wait_until(empty, 60, "everything is published")

    def delete(self, *streams):
        for stream in streams:
            done = self.kafka.tool(TOPICS, "--delete", "--topic", f"{PREFIX}{stream}.v1")
            self.assertEqual(done.returncode, 0, done.stderr)
        self.front.wait_until(
            lambda: "bestaat niet" in self.parts(self.front)["berichtendienst"].get("reden", ""), 60, "readyz tells it"
        )

    def start_back(self, *stopped):
        """With roles that lost their place it does not become ready."""
        self.back.launch()
        self.back.wait_until(
            lambda: (self.back.home / "data" / "poorten.json").exists(), 60, "the back has its ports"
        )
        self.back.ports = json.loads((self.back.home / "data" / "poorten.json").read_text())
        for role in stopped:
            self.back.wait_until(
                lambda: self.parts(self.back).get(f"rol {role}", {}).get("status") == "niet_gereed", 60, f"{role} stops"
            )

    def resume(self, hub, role):
        said = json.loads(hub.hubctl("kafka", "hervat", role))
        self.assertTrue(said["hervat"], said)
        hub.hubctl("kafka", "hervat", role, code=REFUSED)

    def test_a_deleted_topic_is_told_never_made_again_and_resolved_by_an_operator(self):
        expected = self.hand_in_some(30)
        for message in expected:
            self.handled("gemeente-a", {"inzending": message})
        self.back.stop()
        expected += self.hand_in_some(10)
        self.all_published()

        # With them goes what the loket had not read, and what nobody had heard of the first.
        self.delete("aanmelding", "status")
        self.assertEqual(self.readiness(self.front), "gereed_met_beperking")
        expected += self.hand_in_some(5)
        listed = self.kafka.tool(TOPICS, "--list").stdout
        self.assertNotIn(f"{PREFIX}aanmelding.v1", listed, "nothing makes it again by itself")

        self.kafka.prepare(self.front)
        self.all_published()
        self.front.wait_until(
            lambda: self.parts(self.front).get("rol intake", {}).get("status") == "niet_gereed", 60, "intake stops"
        )
        self.start_back("loket", "delivery")
        self.resume(self.front, "intake")
        self.resume(self.back, "loket")
        self.resume(self.back, "delivery")
        self.assertGreaterEqual(json.loads(self.front.hubctl("kafka", "herhaal"))["aantal"], 10)
        self.assertGreaterEqual(json.loads(self.back.hubctl("kafka", "herhaal"))["aantal"], 30)
        for hub in (self.front, self.back):
            self.usable(hub)

        for message in expected:
            self.handled("gemeente-a", {"inzending": message})
        counted = postvak("gemeente-a")
        self.back.wait_until(
            lambda: all(counted.read_on(self.back)[one] >= 1 for one in expected), 60, "all statuses are there"
        )
        self.assertEqual({counted.counted[one] for one in expected}, {1})
        lines = handled_by(self.back, "loket")
        self.assertEqual({lines[one] for one in expected}, {1}, "once in the loket's book, however often it was published")
        for hub in (self.front, self.back):
            hub.hubctl("audit", "controleer")
        operator = self.back.party("operator", "beheer")
        leaves = operator.get("/api/logs/loket/bladen?maximum=1000").raw
        self.assertIn(b"operatorhandeling", leaves, "who resumed it stands in the log")

    def faults(self):
        """What each role of the front says is wrong."""
        said = json.loads(self.front.hubctl("kafka", "toon"))
        return {one["rol"]: one.get("fout", "") for one in said["rollen"]}

    def test_what_is_wrong_reads_as_what_it_is(self):
        self.handled("svb", self.hand_in("svb", "/v1/signalen", sample("signaal")))
        said = json.loads(self.back.hubctl("kafka", "toon"))
        self.assertEqual(said["soort"], "kafka")
        places = [one for one in said["stromen"] if one["verwerker"] == "systeemleren"]
        self.assertEqual(len(places), 12, places)
        self.assertEqual({one["achterstand"] for one in places}, {0})
        self.assertGreaterEqual(sum(one["positie"] for one in places), 1)
        self.kafka.signal(1, signal.SIGKILL)
        self.front.wait_until(
            lambda: self.faults()["forwarder"] == "Kafka is niet bereikbaar.", 60, "a broker that is away is told"
        )
        self.kafka.run("start")
        self.usable(self.front)
        said = json.loads(self.front.hubctl("kafka", "toon"))["rollen"]
        last = next(one for one in said if one["rol"] == "forwarder")
        self.assertEqual(last.get("fout", ""), "")
        self.assertNotEqual(last["laatsteFout"], "", "what was wrong can still be read")

        self.front.stop()
        own = self.front.home / "eigen"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
             "-subj", "/CN=forwarder", "-keyout", str(own / "forwarder.key"), "-out", str(own / "forwarder.pem")],
            check=True, capture_output=True,
        )
        self.front.start()
        self.front.wait_until(
            lambda: self.faults()["forwarder"].startswith("Kafka weigert de handdruk"), 60, "a refused handshake is told"
        )
        self.assertEqual(self.faults()["intake"], "", "the others are who they are")


if __name__ == "__main__":
    unittest.main()
