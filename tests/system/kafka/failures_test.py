"""Brokers of a cluster of three fail in every way under load; afterwards everything receipted happened exactly once."""

import collections
import contextlib
import errno
import http.client
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from kafka_cluster import PREFIX, cluster, handled_by  # noqa: E402
from hub_process import OIN, hub_process, sample  # noqa: E402

SEED = int(os.environ.get("PMM_SEED", random.randrange(1 << 30)))
# How long brokers are away; five minutes are asked for by PMM_BROKERS_AWAY_S=300.
AWAY_S = int(os.environ.get("PMM_BROKERS_AWAY_S", "20"))
DISK_MIB = 256
# Beyond every time limit of the cluster and the library.
PAUSED_S = int(os.environ.get("PMM_BROKER_PAUSED_S", "60"))
FULL_S = 15


class sender(threading.Thread):
    """Hands in referrals, each followed by messages in the same casus, until told to stop."""

    def __init__(self, hub, seed):
        super().__init__()
        self.hub = hub
        self.party = hub.party("gemeente-a")
        self.chance = random.Random(seed)
        # In the order of their receipts, by casus.
        self.receipted = collections.defaultdict(list)
        self.refused = []
        self.forgiving = False
        self.ended = threading.Event()

    @property
    def count(self):
        return sum(len(messages) for messages in self.receipted.values())

    def hand_in(self, path, body):
        """Until there is a receipt; only a hub that is killed may make a sender try again."""
        while not self.ended.is_set():
            try:
                given = self.party.post(path, body, timeout=30)
            except (OSError, http.client.HTTPException) as failed:
                if not self.forgiving:
                    self.refused.append(repr(failed))
                self.ended.wait(0.1)
                continue
            if given.status in (200, 201):
                self.receipted[given.json["casusId"]].append(given.json["inzending"])
                return given.json
            if not self.forgiving:
                self.refused.append(repr(given))
            self.ended.wait(0.1)
        return None

    def run(self):
        while not self.ended.wait(0.02):
            opened = self.hand_in("/v1/aanmeldingen", sample("aanmelding-minimaal"))
            for _ in range(self.chance.randrange(3) if opened else 0):
                message = sample("bericht", casusId=opened["casusId"], casusKenmerk=None, aan=["loket"])
                self.hand_in("/v1/berichten", message)

    def stop(self):
        self.ended.set()
        self.join()


class failures(unittest.TestCase):
    def setUp(self):
        print(f"PMM_SEED={SEED}", flush=True)
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.disk = self.disk_of_its_own() if "full_disk" in self._testMethodName else None
        self.kafka = cluster(self.hub.home, 3)
        self.addCleanup(self.kafka.run, "wipe")
        self.addCleanup(self.unmount)
        self.kafka.join(self.hub)
        self.kafka.prepare(self.hub)
        self.hub.start()
        self.usable()
        self.senders = [sender(self.hub, SEED + number) for number in range(2)]
        for one in self.senders:
            one.start()
        self.addCleanup(lambda: [one.stop() for one in self.senders])
        self.load(20)

    def disk_of_its_own(self):
        """A small one for the data of node 3, before it has any; none when we may not mount."""
        data = self.hub.home / "kafka" / "node-3" / "data"
        data.mkdir(parents=True)
        tried = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m,mode=700", "tmpfs", str(data)],
            capture_output=True, check=False,
        )
        return data if tried.returncode == 0 else None

    def unmount(self):
        if self.disk is not None:
            subprocess.run(["umount", "-l", str(self.disk)], capture_output=True, check=False)

    def readyz(self):
        someone = self.hub.party("operator", "beheer")
        given = someone.get("/readyz")
        someone.close()
        return given

    def usable(self):
        self.hub.wait_until(lambda: self.readyz().json["status"] == "gereed", 120, "the cluster is found")

    def hindered(self):
        self.hub.wait_until(
            lambda: self.readyz().json["status"] == "gereed_met_beperking", 60, "readyz says that Kafka is away"
        )
        self.assertEqual(self.readyz().status, 200, "senders are not sent away")

    def receipts(self):
        return sum(one.count for one in self.senders)

    def load(self, more):
        before = self.receipts()
        self.hub.wait_until(lambda: self.receipts() >= before + more, 120, f"{more} more receipts")

    def lasts(self, seconds):
        """Load goes on for so long."""
        self.senders[0].ended.wait(seconds)
        self.load(10)

    def outbox(self):
        text = self.hub.party("metingen", "beheer").get("/metrics").raw.decode()
        return int(float(next(one.split()[1] for one in text.splitlines() if one.startswith(
            'pmm_outbox_berichten{schrijver="intake"}'))))

    def everything_once(self):
        for one in self.senders:
            one.stop()
        self.assertEqual([one.refused for one in self.senders], [[], []], "no sender noticed anything")
        expected = {message for one in self.senders for some in one.receipted.values() for message in some}
        self.in_postvak_once(expected)
        self.in_book_once(expected)
        self.nothing_is_left()
        self.on_topics_in_order()
        self.hub.hubctl("audit", "controleer")

    def in_postvak_once(self, expected):
        counted, after = collections.Counter(), 0
        party = self.hub.party("gemeente-a")

        def all_seen():
            nonlocal after
            page = party.get(f"/v1/postvakken/{OIN['gemeente-a']}/berichten?maximum=100&na={after}").json["berichten"]
            for item in page:
                after = max(after, item["volgnummer"])
                if item["soort"] == "statusbericht" and item["inhoud"]["toestand"] == "verwerkt":
                    counted[item["inhoud"]["inzending"]] += 1
            return not page and expected <= set(counted)

        self.hub.wait_until(all_seen, 180, "every receipted message is handled")
        self.assertEqual({message: count for message, count in counted.items() if count != 1}, {})

    def in_book_once(self, expected):
        lines = handled_by(self.hub, "loket")
        self.assertEqual(expected - set(lines), set())
        self.assertEqual({message: count for message, count in lines.items() if count != 1}, {}, "handled twice")

    def standing(self):
        """What operators see: per role and per partition that it reads."""
        said = json.loads(self.hub.hubctl("kafka", "toon"))
        return said["rollen"], said["stromen"]

    def nothing_is_left(self):
        def at_the_end():
            roles, partitions = self.standing()
            waits = any(one["onderweg"] or "fout" in one for one in roles)
            return not waits and not any(one["achterstand"] or one["onderhanden"] for one in partitions)

        self.hub.wait_until(at_the_end, 60, "nothing waits and nothing is wrong")
        _, partitions = self.standing()
        of_loket = [one for one in partitions if (one["verwerker"], one["stroom"]) == ("loket", "aanmelding")]
        self.assertEqual(len(of_loket), 12, "each partition is told")

    def held_up(self):
        """What is on its way without an answer is told, and why."""
        roles, _ = self.standing()
        return any(one["rol"] == "forwarder" and one["onderweg"] and "fout" in one for one in roles)

    def on_topics_in_order(self):
        """As kcat reads it with the loket's rights: every message is there, and each casus in order of acceptance."""
        seen = collections.defaultdict(list)
        for stream in ("aanmelding", "bericht"):
            read = self.kafka.kcat("loket", "-C", "-t", f"{PREFIX}{stream}.v1", "-e", "-o", "beginning", "-f", "%k %h\n")
            self.assertEqual(read.returncode, 0, read.stderr)
            for line in read.stdout.splitlines():
                key, _, headers = line.partition(" ")
                fields = dict(one.split("=", 1) for one in headers.split(",") if "=" in one)
                if fields["ce_id"] not in seen[key]:
                    seen[key].append(fields["ce_id"])
        for one in self.senders:
            for casus, messages in one.receipted.items():
                mine = [message for message in seen[casus] if message in messages]
                self.assertEqual(sorted(mine), sorted(messages), "on the topics")
                # aanmelding and berichten are two topics; within the second the order is that of acceptance.
                self.assertEqual(mine[1:], messages[1:], "in order within its casus")

    def test_two_of_three_killed_nothing_is_published_until_they_are_back(self):
        for node in (2, 3):
            self.kafka.signal(node, signal.SIGKILL)
        self.hindered()
        self.hub.wait_until(self.held_up, 60, "operators read what is on its way and what is wrong")
        waiting = self.outbox()
        before = self.receipts()
        self.lasts(AWAY_S)
        accepted = self.receipts() - before
        self.assertGreaterEqual(self.outbox(), waiting + accepted, "all of what comes in waits: nothing is published")
        self.kafka.run("start")
        self.usable()
        self.load(20)
        self.everything_once()

    def test_one_is_killed_and_then_the_others_at_once_with_the_hub(self):
        """The short cut of all this, for every build."""
        first = random.Random(SEED).choice((1, 2, 3))
        self.kafka.signal(first, signal.SIGKILL)
        self.load(20)
        self.killed_at_once_with_the_hub({1, 2, 3} - {first})
        self.hub.wait_until(lambda: any("fout" in one for one in self.standing()[0]), 60, "operators read what is wrong")
        self.lasts(min(AWAY_S, 20))
        self.kafka.run("start")
        self.usable()
        self.load(20)
        self.everything_once()

    def killed_at_once_with_the_hub(self, nodes):
        """In the middle of what is under way; the hub comes back and the brokers do not."""
        for one in self.senders:
            one.forgiving = True
        for node in nodes:
            self.kafka.signal(node, signal.SIGKILL)
        self.hub.kill()
        self.hub.start()
        self.hindered()

    def test_all_killed_for_long_and_the_hub_at_the_beginning_and_the_end(self):
        self.killed_at_once_with_the_hub((1, 2, 3))
        self.lasts(AWAY_S)
        self.hub.kill()
        self.hub.start()
        self.load(20)
        self.kafka.run("start")
        self.usable()
        self.load(20)
        self.everything_once()

    def test_one_is_paused_and_senders_notice_nothing(self):
        node = random.Random(SEED).choice((1, 2, 3))
        self.kafka.signal(node, signal.SIGSTOP)
        self.lasts(PAUSED_S)
        self.kafka.signal(node, signal.SIGCONT)
        self.usable()
        self.load(20)
        self.everything_once()

    def test_a_broker_with_a_full_disk_is_no_matter_of_senders(self):
        if self.disk is None:
            self.skipTest("only root can mount a file system for a broker")
        filler = self.disk / "vol"
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1 << 20))
            except OSError as full:
                self.assertEqual(full.errno, errno.ENOSPC)
        self.lasts(FULL_S)
        filler.unlink()
        # It ended or went offline by itself; either way it is started anew.
        with contextlib.suppress(ProcessLookupError):
            self.kafka.signal(3, signal.SIGKILL)
        self.kafka.run("start")
        self.usable()
        self.load(20)
        self.everything_once()

    def test_the_brokers_certificate_is_renewed_while_all_run(self):
        before = self.kafka.served_certificate(1)
        self.kafka.renew_broker_certificate()
        for node in (1, 2, 3):
            self.kafka.reload_keystore(node)
            self.hub.wait_until(
                lambda: self.kafka.served_certificate(node) != before, 60, f"node {node} shows its new certificate"
            )
        self.load(40)
        self.assertEqual(self.readyz().json["status"], "gereed")
        self.everything_once()


if __name__ == "__main__":
    unittest.main()
