"""The disk under the real hub fills up, or turns read-only: senders hear what is certain, and nothing is lost or halved.

Needs a file system of its own for the data: only root can mount one, for others these tests say that they were skipped."""

import http.client
import os
import pathlib
import subprocess
import unittest

from hub_process import HUB, hub_process, postvak, sample

TMPFS_MIB = 24
EXT4_MIB = 32


class on_a_failing_disk(unittest.TestCase):
    """A hub, and a sender that remembers what it was told of each message."""

    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.data = self.hub.home / "data"
        self.receipted = []
        self.unsure = []

    def hand_in(self, party):
        message = sample("aanmelding-minimaal")
        try:
            given = party.post("/v1/aanmeldingen", message)
        except (OSError, http.client.HTTPException):
            self.unsure.append((message, (200, 201)))
            return None
        if given.status == 201:
            self.receipted.append((message, given))
        else:
            # No third way: not there for certain, or nobody knows.
            self.assertIn((given.status, given.json["code"]), self.ANSWERS, given)
            self.assertIn("retry-after", given.headers)
            self.unsure.append((message, self.ANSWERS[given.status, given.json["code"]]))
        return given

    # With what the same message may get afterwards: of the first the hub said that it is not there.
    ANSWERS = {(503, "tijdelijk_niet_beschikbaar"): (201,), (503, "uitkomst_onbekend"): (200, 201)}

    def hand_in_until_refused(self, party):
        for _ in range(2000):
            if self.hand_in(party).status != 201:
                return
        self.fail("everything was accepted")

    def assert_not_ready(self):
        someone = self.hub.party("operator", "beheer")
        told = self.hub.wait_until(lambda: (given := someone.get("/readyz")).status == 503 and given, what="not ready")
        self.assertTrue([part for part in told.json["onderdelen"] if part.get("reden")], told)
        someone.close()

    def assert_all_there_once(self):
        party = self.hub.party("gemeente-a")
        expected = set()
        for message, given in self.receipted:
            again = party.post("/v1/aanmeldingen", message)
            self.assertEqual((again.status, again.raw), (200, given.raw))
            expected.add(again.json["inzending"])
        for message, statuses in self.unsure:
            again = party.post("/v1/aanmeldingen", message)
            self.assertIn(again.status, statuses, again)
            expected.add(again.json["inzending"])
        party.close()
        box = postvak("gemeente-a")
        self.hub.wait_until(lambda: set(box.read_on(self.hub)) >= expected, 60, "all statuses")
        self.assertEqual(set(box.counted), expected)
        self.assertEqual([about for about, times in box.counted.items() if times != 1], [])
        self.hub.hubctl("audit", "controleer")


class mounted(on_a_failing_disk):
    def setUp(self):
        if os.geteuid() != 0:
            self.skipTest("only root can mount a file system")
        super().setUp()

    def run_or_skip(self, *command):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.skipTest(f"{' '.join(command)}: {done.stderr.strip()}")

    def unmount(self):
        if self.hub.running():
            self.hub.kill()
        subprocess.run(["umount", str(self.data)], capture_output=True, check=False)


class full(mounted):
    def setUp(self):
        super().setUp()
        self.run_or_skip("mount", "-t", "tmpfs", "-o", f"size={TMPFS_MIB}m,mode=700", "tmpfs", str(self.data))
        self.addCleanup(self.unmount)
        self.hub.start()

    def fill(self):
        ballast = self.data / "ballast"
        with open(ballast, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                return ballast

    def test_a_full_disk_stops_intake_until_there_is_room_again(self):
        party = self.hub.party("gemeente-a")
        for _ in range(5):
            self.assertEqual(self.hand_in(party).status, 201)
        ballast = self.fill()
        self.hand_in_until_refused(party)
        for _ in range(5):
            self.hand_in(party)
        self.assert_not_ready()
        message_id = self.receipted[0][1].json["inzending"]
        self.assertEqual(party.get(f"/v1/inzendingen/{message_id}").status, 200, "what is there can be read")
        ballast.unlink()
        self.hub.wait_until(self.hub.is_ready, what="ready again by itself")
        self.assertEqual(self.hand_in(party).status, 201)
        party.close()
        self.assert_all_there_once()

    def test_killed_on_a_full_disk_it_has_everything_that_was_receipted(self):
        party = self.hub.party("gemeente-a")
        ballast = self.fill()
        self.hand_in_until_refused(party)
        self.hub.kill()
        ballast.unlink()
        self.hub.start()
        self.assert_all_there_once()


    def test_stopped_on_a_full_disk_it_ends_and_has_everything_that_was_receipted(self):
        party = self.hub.party("gemeente-a")
        for _ in range(5):
            self.assertEqual(self.hand_in(party).status, 201)
        ballast = self.fill()
        self.hand_in_until_refused(party)
        self.assertIn(self.hub.stop(), (0, 3), "drained, or cut by its deadline")
        ballast.unlink()
        self.hub.start()
        self.assert_all_there_once()


class read_only(mounted):
    """As ext4 turns itself read-only after an error of the disk: only a new mount makes it writable again."""

    def setUp(self):
        super().setUp()
        self.image = pathlib.Path(self.hub.home / "schijf")
        with open(self.image, "wb") as file:
            file.truncate(EXT4_MIB << 20)
        self.run_or_skip("mkfs.ext4", "-q", str(self.image))
        self.mount()
        self.addCleanup(self.unmount)
        self.hub.start()

    def mount(self):
        self.run_or_skip("mount", "-o", "loop", str(self.image), str(self.data))

    def test_a_disk_that_turns_read_only_stops_intake(self):
        party = self.hub.party("gemeente-a")
        for _ in range(5):
            self.assertEqual(self.hand_in(party).status, 201)
        self.run_or_skip("mount", "-o", "remount,abort", str(self.data))
        self.hand_in_until_refused(party)
        for _ in range(3):
            self.assertNotEqual(self.hand_in(party).status, 201)
        self.assert_not_ready()
        message_id = self.receipted[0][1].json["inzending"]
        self.assertEqual(party.get(f"/v1/inzendingen/{message_id}").status, 200, "what is there can be read")
        self.unmount()
        self.mount()
        self.hub.start()
        self.assert_all_there_once()

    def test_a_read_only_disk_is_told_at_the_start(self):
        self.unmount()
        self.run_or_skip("mount", "-o", "loop,ro", str(self.image), str(self.data))
        broken = subprocess.run(
            [str(HUB), "run", "--config", str(self.hub.home / "hub.yaml")],
            env=self.hub.environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        self.assertEqual(broken.returncode, 1)
        self.assertIn("is not a directory one can write in", broken.stderr)


if __name__ == "__main__":
    unittest.main()
