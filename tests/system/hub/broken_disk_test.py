"""The disk under the real hub fails for a while, in the calls that a COMMIT needs: senders hear what is certain, operators
why, and once it works again the hub goes on by itself."""

import mmap
import subprocess
import unittest

from full_disk_test import on_a_failing_disk
from hub_process import BUILD, HUB

FAILING_FILES = BUILD / "tests" / "support" / "failing_files" / "libfailing_files.so"
SOUND, SYNCS_FAIL, FULL, READ_ONLY = b"\0", b"s", b"f", b"r"
TRIES = 20


def preloaded():
    """What makes calls fail, behind the sanitizers that the hub may be linked with: those must come first."""
    linked = subprocess.run(["ldd", str(HUB)], capture_output=True, text=True, check=True).stdout
    first = [line.split()[2] for line in linked.splitlines() if "libasan" in line]
    return " ".join(first + [str(FAILING_FILES)])


class broken(on_a_failing_disk):
    def setUp(self):
        super().setUp()
        fault_file = self.hub.home / "storing"
        fault_file.write_bytes(SOUND)
        with open(fault_file, "r+b") as file:
            self.fault = mmap.mmap(file.fileno(), 1)
        self.hub.start(LD_PRELOAD=preloaded(), PMM_DISK_FAULT=str(fault_file))

    def disk_is(self, how):
        self.fault[0:1] = how

    def reason(self, part):
        told = self.hub.party("operator", "beheer").get("/readyz")
        reasons = {one["onderdeel"]: one.get("reden") for one in told.json["onderdelen"]}
        return told.status == 503 and reasons.get(part)

    def break_it(self, party, fault):
        """Until it is a message's COMMIT that fails first, and not one that marks what became of an earlier one."""
        for _ in range(TRIES):
            self.disk_is(fault)
            if self.hand_in(party).json["code"] == "uitkomst_onbekend":
                return
            self.disk_is(SOUND)
            self.hub.wait_until(self.hub.is_ready, what="ready again by itself")
        self.fail("nobody was told that the outcome is unknown")

    def fails_for_a_while(self, fault):
        party = self.hub.party("gemeente-a")
        for _ in range(5):
            self.assertEqual(self.hand_in(party).status, 201)
        mine = [given.json["inzending"] for _, given in self.receipted]
        self.break_it(party, fault)
        for _ in range(5):
            self.assertNotEqual(self.hand_in(party).status, 201)
        self.assertTrue(self.hub.wait_until(lambda: self.reason("berichten"), what="it is told that nothing can be stored"))
        self.assertEqual(party.get(f"/v1/inzendingen/{mine[0]}").status, 200, "what is there can be read")
        self.assertEqual(self.hand_in(party).json["code"], "tijdelijk_niet_beschikbaar")
        self.disk_is(SOUND)
        self.hub.wait_until(self.hub.is_ready, what="ready again by itself")
        self.assertEqual(self.hand_in(party).status, 201)
        party.close()
        self.hub.kill()
        self.hub.start()
        self.assert_all_there_once()

    def test_whose_syncs_fail_stops_intake_until_they_work_again(self):
        self.fails_for_a_while(SYNCS_FAIL)

    def test_that_is_full_stops_intake_until_there_is_room_again(self):
        self.fails_for_a_while(FULL)

    def test_that_is_read_only_stops_intake_until_it_is_not(self):
        self.fails_for_a_while(READ_ONLY)


if __name__ == "__main__":
    unittest.main()
