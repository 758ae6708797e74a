"""The hub is killed under load, at random moments and at named places, again and again on the same data; after each start
everything that got a receipt has its effect exactly once, and what got none can be sent again.

PMM_KILLS says how often, PMM_SEED repeats what chance decided (though not how the threads ran)."""

import collections
import http.client
import os
import random
import signal
import subprocess
import threading
import unittest
import uuid

from hub_process import OIN, ROOT, hub_process, postvak, sample

KILLS = int(os.environ.get("PMM_KILLS", 50))
SEED = int(os.environ.get("PMM_SEED", random.SystemRandom().randrange(1 << 32)))
# Where a build with kill points ends itself; between these it ends at any moment.
PLACES = (
    "key_durable_before_message",
    "before_commit",
    "after_commit_before_answer",
    "after_publish_before_mark",
    "after_consumer_commit_before_position",
)
# What each sender hands in at most between two kills, so that looking at it stays short.
MOST_PER_SENDER = 10
DUO = f"/v1/postvakken/{OIN['duo']}"


class sender(threading.Thread):
    """One organisation with a connection of its own that hands in one after the other, until the hub goes away."""

    def __init__(self, hub, name, resource, make):
        super().__init__()
        self.party = hub.party(name)
        self.resource = resource
        self.make = make
        # (message, bytes of the answer or None when there was no answer that says it was stored)
        self.handed_in = []
        self.first = threading.Event()

    def run(self):
        for _ in range(MOST_PER_SENDER):
            message = self.make()
            try:
                given = self.party.post(self.resource, message, timeout=30)
            except (OSError, http.client.HTTPException):
                self.handed_in.append((message, None))
                break
            self.handed_in.append((message, given.raw if given.status == 201 else None))
            self.first.set()
        self.first.set()
        self.party.close()


class receiver(threading.Thread):
    """Fetches and acknowledges what lies in duo's postvak, until the hub goes away or there is nothing more."""

    def __init__(self, hub):
        super().__init__()
        self.party = hub.party("duo")
        self.acknowledged = set()

    def run(self):
        try:
            while self.fetch():
                pass
        except (OSError, http.client.HTTPException):
            pass
        self.party.close()

    def fetch(self):
        given = self.party.post(f"{DUO}/uitgiften", {"aantal": 5, "wachtSeconden": 1}, timeout=30)
        if given.status not in (200, 201):
            return False
        for item in given.json["berichten"]:
            done = self.party.post(f"{DUO}/berichten/{item['inzending']}/bevestigingen", timeout=30)
            if done.status in (200, 201, 204):
                self.acknowledged.add(item["inzending"])
        return bool(given.json["berichten"])


def entry():
    """A register entry that nobody else made."""
    message = sample("registermutatie")
    message["professional"] = dict(message["professional"], naam=f"Team {uuid.uuid4()}")
    return message


class kills(unittest.TestCase):
    def setUp(self):
        self.luck = random.Random(SEED)
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.heads = self.hub.home / "hoofden"
        self.boxes = {name: postvak(name) for name in ("gemeente-a", "uwv", "svb")}
        self.acknowledged = set()
        # Per organisation: the id of each message that was receipted.
        self.effects = {name: set() for name in self.boxes}
        self.entries = set()
        self.at_places = collections.Counter()

    def start(self, place):
        self.hub.start(PMM_KILL_POINT=place)

    def open_casus(self):
        others = [{"oin": OIN[name], "naam": name, "rol": "betrokken"} for name in ("uwv", "duo")]
        given = self.hub.party("gemeente-a").post(
            "/v1/aanmeldingen", sample("aanmelding-minimaal", betrokkenOrganisaties=others)
        )
        self.assertEqual(given.status, 201, given)
        self.effects["gemeente-a"].add(given.json["inzending"])
        self.casus = given.json["casusId"]

    def message(self):
        return sample("bericht", casusId=self.casus, casusKenmerk=None, aan=[OIN["duo"]])

    def load(self):
        make = {
            "gemeente-a": ("/v1/aanmeldingen", lambda: sample("aanmelding-minimaal")),
            "uwv": ("/v1/berichten", self.message),
            "svb": ("/v1/registermutaties", entry),
        }
        senders = [(name, sender(self.hub, name, *how)) for name, how in make.items()]
        self.fetching = receiver(self.hub)
        for one in (*(one for _, one in senders), self.fetching):
            one.start()
        for _, one in senders:
            one.first.wait(60)
        return senders

    def end(self, place):
        """The process is gone afterwards; whether it ended itself at the place."""
        if place:
            try:
                # Status messages pass the places too, a while after the last answer.
                self.assertEqual(self.hub.process.wait(3), -signal.SIGKILL, self.hub.output()[-3000:])
                return True
            except subprocess.TimeoutExpired:
                pass
        else:
            threading.Event().wait(self.luck.uniform(0.0, 0.3))
        self.hub.kill()
        return False

    def hand_in_again(self, senders):
        """What was receipted gets the same bytes again, the rest a receipt now."""
        for name, one in senders:
            party = self.hub.party(name)
            for message, raw in one.handed_in:
                again = party.post(one.resource, message)
                if raw is not None:
                    self.assertEqual((again.status, again.raw), (200, raw))
                else:
                    self.assertIn(again.status, (200, 201), again)
                self.effects[name].add(again.json["inzending"])
                if name == "svb":
                    self.entries.add(message["professional"]["naam"])
            party.close()

    def acknowledge_the_rest(self):
        """What duo acknowledged is not there again; what it did not, or never heard of, it acknowledges now."""
        party = self.hub.party("duo")
        there = party.get(f"{DUO}/berichten?maximum=100").json["berichten"]
        open_ones = [item["inzending"] for item in there if item["soort"] == "bericht"]
        self.assertEqual(len(open_ones), len(set(open_ones)))
        self.assertEqual(self.acknowledged.intersection(open_ones), set())

        def taken(message_id):
            # 404 until it has arrived; again is harmless.
            return party.post(f"{DUO}/berichten/{message_id}/bevestigingen").status in (200, 201, 204)

        for message_id in self.effects["uwv"] - self.acknowledged:
            self.hub.wait_until(lambda id=message_id: taken(id), 60, "the message is in the postvak of duo")
            self.acknowledged.add(message_id)
        party.close()

    def look_at_effects(self):
        self.acknowledge_the_rest()
        for name, box in self.boxes.items():
            self.hub.wait_until(
                lambda name=name, box=box: set(box.read_on(self.hub)) >= self.effects[name],
                deadline_s=60,
                what=f"all statuses in the postvak of {name}",
            )
            self.assertEqual(set(box.counted), self.effects[name])
            self.assertEqual([about for about, times in box.counted.items() if times != 1], [])

    def check_logs(self):
        """The chain is whole, and goes on from where it was before the kill."""
        kept = ["--hoofd", str(self.heads)] if self.heads.exists() else []
        self.hub.hubctl("audit", "controleer", *kept, "--bewaar", str(self.heads))

    def everything_once(self):
        """Not only what came since the last look: the whole postvak, every logbook and the register."""
        self.boxes = {name: postvak(name) for name in self.boxes}
        self.look_at_effects()
        done = collections.Counter(self.logbook("loket") + self.logbook("register"))
        self.assertEqual(set(done), self.effects["gemeente-a"] | self.effects["svb"])
        self.assertEqual([about for about, times in done.items() if times != 1], [])
        reader = self.hub.party("gemeente-a")
        for name in self.luck.sample(sorted(self.entries), min(50, len(self.entries))):
            found = reader.post("/v1/register/_zoek", {"organisatie": OIN["svb"], "tekst": name})
            self.assertEqual(found.status, 200, found)
            self.assertEqual(len(found.json["vermeldingen"]), 1, name)
        reader.close()

    def logbook(self, consumer):
        operator, after, lines = self.hub.party("operator", "beheer"), "", []
        while True:
            page = operator.get(f"/api/verwerkt?verwerker={consumer}&maximum=100{after}").json
            lines += [line["inzending"] for line in page["verwerkingen"]]
            if "volgende" not in page:
                operator.close()
                return lines
            after = f"&na={page['volgende']}"

    def live_and_die(self, place, senders):
        """Looks at what the life before this one left, then loads and kills the hub; gives what was handed in."""
        self.start(place)
        if not self.effects["gemeente-a"]:
            self.open_casus()
        self.hand_in_again(senders)
        self.look_at_effects()
        self.check_logs()
        if place:
            self.hub.process.send_signal(signal.SIGUSR2)
        senders = self.load()
        itself = self.end(place)
        self.at_places[place.split(":")[0] if itself else "a random moment"] += 1
        for _, one in senders:
            one.join()
        self.fetching.join()
        self.acknowledged |= self.fetching.acknowledged
        return senders

    def test_killed_again_and_again_the_hub_loses_and_doubles_nothing(self):
        print(f"seed {SEED}, {KILLS} kills")
        senders = []
        for kill in range(KILLS):
            place = f"{PLACES[kill // 2 % len(PLACES)]}:{self.luck.randint(1, 6)}" if kill % 2 else ""
            try:
                senders = self.live_and_die(place, senders)
            except Exception as error:
                raise AssertionError(f"at kill {kill} ({place or 'a random moment'}), seed {SEED}") from error
        self.start("")
        self.hand_in_again(senders)
        self.look_at_effects()
        self.check_logs()
        self.everything_once()
        print(f"{sum(map(len, self.effects.values()))} messages; killed at {dict(self.at_places)}")
        if KILLS >= 2 * len(PLACES):
            self.assertEqual(set(self.at_places), {*PLACES, "a random moment"})


class a_release(unittest.TestCase):
    def test_has_no_trace_of_places_where_it_can_be_killed(self):
        program = ROOT / "build" / "release" / "hub" / "app" / "hub" / "pmm-hub"
        if not program.exists():
            self.skipTest("there is no release build beside this one")
        content = program.read_bytes()
        for trace in (*PLACES, "PMM_KILL_POINT", "kill_points"):
            self.assertNotIn(trace.encode(), content)


if __name__ == "__main__":
    unittest.main()
