"""deploy/kafka/cluster: started, asked after, stopped with its data kept, wiped; and it lets nobody in without a certificate."""

import pathlib
import socket
import ssl
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from kafka_cluster import FIXTURE, cluster  # noqa: E402
from hub_process import ROOT, hub_process  # noqa: E402

NOTHING_RUNS = 1


class commands(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.kafka = cluster(self.hub.home, 1)
        self.addCleanup(self.kafka.run, "wipe")

    def status(self, code=0):
        done = subprocess.run(
            [str(FIXTURE), "status", str(self.hub.home), "1"], capture_output=True, text=True, timeout=60, check=False
        )
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def topics(self):
        return set(self.kafka.tool("org.apache.kafka.tools.TopicCommand", "--list").stdout.split())

    def test_data_stays_when_it_is_stopped_and_goes_when_it_is_wiped(self):
        self.kafka.join(self.hub)
        self.kafka.prepare(self.hub)
        made = self.topics()
        self.assertIn("pmm.ontwikkel.aanmelding.v1", made)
        self.assertIn("knoop 1: draait (proces ", self.status())
        self.kafka.run("stop")
        told = self.status(code=NOTHING_RUNS)
        self.assertIn("knoop 1: draait niet", told)
        self.assertIn("Er draait geen Kafka.", told)
        self.kafka.run("start")
        self.assertEqual(self.topics() & made, made)
        self.kafka.run("wipe")
        self.assertFalse((self.hub.home / "kafka").exists())

    def test_a_second_start_leaves_what_runs_alone(self):
        pid = (self.hub.home / "kafka" / "node-1" / "pid").read_text()
        self.kafka.run("start")
        self.assertEqual((self.hub.home / "kafka" / "node-1" / "pid").read_text(), pid)

    def test_brokers_and_controllers_let_nobody_in_without_a_certificate(self):
        for port in (self.kafka.port, self.kafka.port + 100):
            context = ssl.create_default_context(cafile=str(self.kafka.certificates / "ca.pem"))
            with self.assertRaises(ssl.SSLError), socket.create_connection(("127.0.0.1", port), 30) as plain:
                with context.wrap_socket(plain, server_hostname="127.0.0.1") as wrapped:
                    self.assertEqual(wrapped.version(), "TLSv1.3")
                    # With TLS 1.3 a server refuses after the client has finished.
                    wrapped.recv(1)

    def test_no_jar_stands_in_git_and_each_has_its_sum(self):
        kept = subprocess.run(["git", "ls-files", "*.jar"], cwd=ROOT, capture_output=True, text=True, check=True)
        self.assertEqual(kept.stdout, "")
        fetched = {one.name for one in (ROOT / "build" / "kafka" / "4.3.1").glob("*.jar")}
        sums = [one.split() for one in (ROOT / "deploy" / "kafka" / "jars-4.3.1.sha256").read_text().splitlines()]
        self.assertEqual({name.lstrip("*./") for _, name in sums}, fetched)


if __name__ == "__main__":
    unittest.main()
