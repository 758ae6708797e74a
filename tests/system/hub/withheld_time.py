"""How long a busy machine let processes wait that wanted to go on, so that a test can tell the hub's time from its own."""

import bisect
import os
import pathlib
import threading
import time

SAMPLE_S = 0.02
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
STOLEN = 8


def waits_of(pid):
    """Of each thread of a process, in seconds: how long it was ready to run and got no processor."""
    waits = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            waits[task.name] = int((task / "schedstat").read_text().split()[1]) / 1e9
        except (OSError, IndexError):
            # The thread ended while it was looked at, or this kernel doesn't count.
            pass
    return waits


def stolen_s():
    """What a virtual machine did not get of its processors, for each of them."""
    words = pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()
    return int(words[STOLEN]) / TICKS_PER_S / os.cpu_count() if len(words) > STOLEN else 0.0


class withheld_time(threading.Thread):
    """Follows what is withheld from these processes, as a context manager.

    Many threads wait at the same time, and what one does after the other is what a test measures: so the thread that
    waited longest counts, not all together."""

    def __init__(self, *pids):
        super().__init__()
        self.pids = pids
        self.ended = threading.Event()
        self.moments, self.looks = [], []
        self.look()

    def look(self):
        self.moments.append(time.time())
        waits = {thread: waited for pid in self.pids for thread, waited in waits_of(pid).items()}
        self.looks.append((waits, stolen_s()))

    def run(self):
        while not self.ended.wait(SAMPLE_S):
            self.look()

    def since(self, moment):
        """In seconds, from the last look before this moment until now."""
        self.look()
        first, stolen_before = self.looks[max(0, bisect.bisect_right(self.moments, moment) - 1)]
        last, stolen = self.looks[-1]
        return max((last[one] - first.get(one, 0.0) for one in last), default=0.0) + stolen - stolen_before

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.join()
