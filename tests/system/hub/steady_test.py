"""At half load for a while the hub's memory, open files and write-ahead logs stay as they are.

PMM_STEADY_S says how long (15 minutes is what the soak label does), PMM_STEADY_RATE how many messages a second; without it
half of what the same senders reach first. In the build that measures (PMM_BUILD=build/bench) the load generator sends, which
also counts that nothing is lost or double. The rule, over the thirds of that time, of which the first is for warming up:

* memory (RSS): the median of the last third is at most 1.1 times that of the middle one, and in a run too short to fill
  SQLite's caches their 64 MB more;
* open files and threads: no more in the last third than the most of the middle one, but for two that come and go;
* a WAL never passes 1.5 times the size at which it is brought back into its file (64 MB), however much was written."""

import json
import os
import pathlib
import statistics
import subprocess
import threading
import time
import unittest
import uuid

from hub_process import BUILD, OIN, ROOT, hub_process, sample

SECONDS = float(os.environ.get("PMM_STEADY_S", 24))
RATE = float(os.environ.get("PMM_STEADY_RATE", 0))
SENDERS = ("gemeente-a", "gemeente-b", "uwv", "svb")
BURST_S = 3
LOOKS = 240
FLAT = 1.1
PASSING_FILES = 2
FILLS_CACHES_S = 300
CACHES_BYTES = 64 << 20
CHECKPOINT_BYTES = 64 << 20
MOST_WAL_BYTES = CHECKPOINT_BYTES * 1.5
PAGE_BYTES = os.sysconf("SC_PAGESIZE")
# What AddressSanitizer keeps of freed memory would only grow for as long as a short run takes.
SANITIZER = {"ASAN_OPTIONS": "quarantine_size_mb=1:thread_local_quarantine_size_kb=64"}


class sender(threading.Thread):
    """One organisation that hands in at its own pace, on a kept connection; without a pace as fast as answers come."""

    def __init__(self, hub, name, seconds, pace=0):
        super().__init__()
        self.party = hub.party(name)
        self.seconds = seconds
        self.pace = pace
        self.accepted = []
        self.refused = []

    def run(self):
        began = time.monotonic()
        due = began
        while time.monotonic() - began < self.seconds:
            given = self.party.post("/v1/aanmeldingen", sample("aanmelding-minimaal"))
            (self.accepted if given.status == 201 else self.refused).append(given.json.get("inzending", given.status))
            if self.pace > 0:
                due += 1 / self.pace
                threading.Event().wait(max(0, due - time.monotonic()))


class generator(threading.Thread):
    """The load generator of tests/bench, at a fixed rate; gives its report."""

    program = BUILD / "tests" / "bench" / "load"

    def __init__(self, hub, seconds, rate):
        super().__init__()
        pem = hub.certificates / "gemeente-a.pem"
        self.command = [str(self.program), "aanmeldingen", "--port", str(hub.ports["berichten"])]
        self.command += ["--process", str(hub.process.pid), "--certificate", str(pem), "--key", str(pem.with_suffix(".key"))]
        self.command += ["--roots", str(hub.certificates / "ca.pem"), "--oin", OIN["gemeente-a"], "--connections", "16"]
        self.command += ["--sample", str(ROOT / "schemas/samples/json/aanmelding.json"), "--threads", "1"]
        self.command += ["--messages", str(int(rate * seconds)), "--rate", str(rate), "--patience", "300000"]
        self.command += ["--send-for", str(int(seconds * 1000))]

    def run(self):
        self.done = subprocess.run(self.command, capture_output=True, text=True, check=False)
        self.report = json.loads(self.done.stdout)


class reader(threading.Thread):
    """Takes and acknowledges what lies in one postvak, so that it does not fill."""

    def __init__(self, hub, name, seconds):
        super().__init__()
        self.party = hub.party(name)
        self.box = f"/v1/postvakken/{OIN[name]}"
        self.seconds = seconds

    def run(self):
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            wait = min(1, max(0, int(end - time.monotonic())))
            given = self.party.post(f"{self.box}/uitgiften", {"aantal": 50, "wachtSeconden": wait})
            for item in given.json["berichten"]:
                self.party.post(f"{self.box}/berichten/{item['inzending']}/bevestigingen")


def look_at(process, data):
    """(RSS in bytes, open files, threads, {WAL: bytes})"""
    about = pathlib.Path(f"/proc/{process.pid}")
    return (
        int((about / "statm").read_text().split()[1]) * PAGE_BYTES,
        len(list((about / "fd").iterdir())),
        len(list((about / "task").iterdir())),
        {one.name: one.stat().st_size for one in data.glob("*-wal")},
    )


class steady(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.hub.start(**SANITIZER)

    def run_all(self, threads):
        for one in threads:
            one.start()
        return threads

    def half_of_what_they_reach(self):
        burst = self.run_all([sender(self.hub, name, BURST_S) for name in SENDERS])
        for one in burst:
            one.join()
        return sum(len(one.accepted) for one in burst) / BURST_S / 2

    def watch(self):
        """Three thirds of what was seen while it lasted."""
        end = time.monotonic() + SECONDS
        looks = []
        while time.monotonic() < end:
            looks.append(look_at(self.hub.process, self.hub.home / "data"))
            threading.Event().wait(SECONDS / LOOKS)
        third = len(looks) // 3
        return [looks[:third], looks[third : 2 * third], looks[2 * third :]]

    def test_memory_files_and_write_ahead_logs_stay_as_they_are(self):
        self.hand_in(RATE or self.half_of_what_they_reach())
        # With sanitizers a log of some hundred thousand leaves takes minutes.
        self.hub.hubctl("audit", "controleer", within_s=max(120, SECONDS))

    def hand_in(self, rate):
        if generator.program.exists():
            load = generator(self.hub, SECONDS, rate)
            load.start()
            thirds = self.watch()
            load.join()
            self.tell(load.report["accepted"], rate, thirds)
            self.assertEqual(load.done.returncode, 0, load.done.stdout)
        else:
            senders = [sender(self.hub, name, SECONDS, rate / len(SENDERS)) for name in SENDERS]
            threads = self.run_all(senders + [reader(self.hub, name, SECONDS) for name in SENDERS])
            thirds = self.watch()
            for one in threads:
                one.join()
            self.tell(sum(len(one.accepted) for one in senders), rate, thirds)
            self.assertEqual([one.refused for one in senders], [[]] * len(senders))
            self.assert_done(senders)
        self.assert_flat(*thirds[1:])

    def tell(self, accepted, rate, thirds):
        print(f"{accepted} messages in {SECONDS:.0f} s, {rate:.0f}/s asked for")
        for name, part in zip(("first", "middle", "last"), thirds):
            wal = {file: max(one[3].get(file, 0) for one in part) for file in part[-1][3]}
            most = max(wal, key=wal.get)
            print(
                f"{name} third: RSS {statistics.median(one[0] for one in part) / 1e6:.1f} MB (median), "
                f"{max(one[1] for one in part)} files, {max(one[2] for one in part)} threads, "
                f"WAL {sum(wal.values()) / 1e6:.1f} MB in all, the largest {wal[most] / 1e6:.1f} MB ({most})"
            )

    def assert_flat(self, middle, last):
        before, after = (statistics.median(one[0] for one in part) for part in (middle, last))
        self.assertLessEqual(after, FLAT * before + (CACHES_BYTES if SECONDS < FILLS_CACHES_S else 0), "memory")
        for place, what in ((1, "open files"), (2, "threads")):
            before, after = (max(one[place] for one in part) for part in (middle, last))
            self.assertLessEqual(after, before + PASSING_FILES, what)
        for one in middle + last:
            for name, size in one[3].items():
                self.assertLessEqual(size, MOST_WAL_BYTES, name)

    def assert_done(self, senders):
        """The first, one in the middle and the newest of each sender."""
        for one in senders:
            for message_id in (one.accepted[0], one.accepted[len(one.accepted) // 2], one.accepted[-1]):
                path = f"/v1/inzendingen/{uuid.UUID(message_id)}"
                self.hub.wait_until(
                    lambda party=one.party, path=path: party.get(path).json["toestand"] == "verwerkt", 120, "it is handled"
                )


if __name__ == "__main__":
    unittest.main()
