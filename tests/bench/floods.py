"""What good traffic keeps while the hub is flooded: ratios, each against the same hub just before and just after.

The flood runs on the same processors: what it takes itself is measured, and the last ratio is to what it left.
"""

import json
import os
import statistics
import subprocess
import threading

import hub_process as hubs

FLOOD = hubs.BUILD / "tests" / "bench" / "flood"
PARTIES = ["svb", "uwv", "duo", "gemeente-b", "loket", "let", "register"]
KINDS = [
    ("handshakes, 2,000/s of 1 address", "handdrukken", ["--rate", 2000, "--connections", 512]),
    ("handshakes, 2,000/s of 200 addresses", "handdrukken", ["--rate", 2000, "--connections", 512, "--addresses", 200]),
    ("5,000 silent connections, 250 addresses", "stil", ["--rate", 5000, "--connections", 5000, "--addresses", 250]),
    ("3,500 resting connections, 7 organisations", "rust", ["--connections", 3500, "--addresses", 20]),
    ("2,000 slow headers, 7 organisations", "koppen", ["--connections", 2000, "--addresses", 20]),
    ("2,000 slow bodies, 7 organisations", "inhoud", ["--connections", 2000, "--addresses", 20]),
]
SEND_FOR_S = 5
ROUNDS = 3
STAND_DEADLINE_S = 120


class flood:
    """One attack on a hub; begins when it stands, and ends by itself."""

    def __init__(self, hub, kind, words):
        seconds = SEND_FOR_S + 3
        command = [str(FLOOD), kind, "--port", hub.ports["berichten"], "--seconds", seconds, *words]
        if kind in ("rust", "koppen", "inhoud"):
            command += ["--roots", hub.certificates / "ca.pem", "--certificates"]
            command += [hub.certificates / f"{name}.pem" for name in PARTIES]
        self.seconds = seconds
        self.process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)

    def wait_until_it_stands(self):
        if self.process.stdout.readline() != "ready\n":
            raise RuntimeError("the flood does not stand")

    def report(self):
        told, _ = self.process.communicate(timeout=STAND_DEADLINE_S)
        report = json.loads(told)
        report["share"] = report["own_us"] / 1e6 / self.seconds / os.cpu_count()
        return report


class peak(threading.Thread):
    """The most memory that a hub held while this ran."""

    def __init__(self, hub):
        super().__init__()
        self.hub = hub
        self.ended = threading.Event()
        self.megabytes = 0.0

    def run(self):
        while not self.ended.wait(0.2):
            self.megabytes = max(self.megabytes, self.hub.resident_mb())

    def stop(self):
        self.ended.set()
        self.join()
        return self.megabytes


def good(hub):
    words = ("--messages", 5_000_000, "--send-for", SEND_FOR_S * 1000, "--connections", 64, "--no-postvak")
    return hub.load("aanmeldingen", *words)["per_second"]


def during_an_attack(hub, kind, words):
    attack = flood(hub, kind, words)
    attack.wait_until_it_stands()
    memory = peak(hub)
    memory.start()
    speed = good(hub)
    told = attack.report()
    return speed, told, memory.stop()


def row(hub, name, kind, words):
    """Each attack against the peace on both sides of it; of all the one in the middle: peace differs by a tenth too."""
    empty = hub.resident_mb()
    alone, attacks = [good(hub)], []
    for _ in range(ROUNDS):
        attacks.append(during_an_attack(hub, kind, words))
        alone.append(good(hub))
    kept = [speed / ((before + after) / 2) for (speed, _, _), before, after in zip(attacks, alone, alone[1:])]
    left = [ratio / (1 - told["share"]) for ratio, (_, told, _) in zip(kept, attacks)]
    return {
        "name": name,
        "alone": statistics.median(alone),
        "during": statistics.median(speed for speed, _, _ in attacks),
        "ratio": statistics.median(kept),
        "ratios": kept,
        "of what was left": statistics.median(left),
        "share": statistics.median(told["share"] for _, told, _ in attacks),
        "empty": empty,
        "most": max(most for _, _, most in attacks),
        "told": attacks[-1][1],
    }


def measure(make_hub):
    with make_hub() as hub:
        good(hub)
        return [row(hub, *kind) for kind in KINDS]


def print_table(rows):
    heads = "alone/s | during/s | kept | flood's CPU | kept of the rest | MB before | MB most"
    print(f"| {'flood':<40} | {heads} |")
    print(f"|{'-' * 42}|--------:|---------:|-----:|------------:|-----------------:|----------:|--------:|")
    for one in rows:
        print(
            f"| {one['name']:<40} | {one['alone']:7.0f} | {one['during']:8.0f} "
            f"| {one['ratio']:4.0%} | {one['share']:11.0%} | {one['of what was left']:16.0%} "
            f"| {one['empty']:9.0f} | {one['most']:7.0f} |"
        )
    for one in rows:
        told = one["told"]
        kept = ", ".join(f"{ratio:.0%}" for ratio in one["ratios"])
        print(f"{one['name']}: kept {kept}; {told['begun']} begun, {told['answered']} answered, {told['turned_away']} turned away")
