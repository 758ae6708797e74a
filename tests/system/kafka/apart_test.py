"""Roles in processes of their own over Kafka: one accepts and forwards, the other acts; each with its own rights only."""

import os
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from apart_room import BACK, FRONT, WRITES_AS, apart_room  # noqa: E402
from kafka_cluster import PREFIX  # noqa: E402
from hub_process import OIN, postvak, sample  # noqa: E402


class apart(apart_room):
    def test_a_message_of_every_kind_goes_its_way_and_its_state_comes_back(self):
        opened = self.hand_in("gemeente-a", "/v1/aanmeldingen", sample("aanmelding-minimaal"))
        self.handled("gemeente-a", opened)
        self.handled("svb", self.hand_in("svb", "/v1/signalen", sample("signaal")))
        self.handled("svb", self.hand_in("svb", "/v1/registermutaties", sample("registermutatie")))
        escalation = sample(
            "bericht", casusId=opened["casusId"], casusKenmerk=None, soort="escalatie", aan=["let"]
        )
        self.handled("loket", self.hand_in("loket", "/v1/berichten", escalation))
        counted = postvak("gemeente-a")
        self.back.wait_until(
            lambda: counted.read_on(self.back)[opened["inzending"]] == 1, 30, "the status lies in the postvak"
        )
        found = self.back.party("svb").post("/v1/register/_zoek", {"leefgebied": "schulden"})
        self.assertEqual(found.status, 200, found)

    def test_a_recipient_fetches_a_document_where_its_postvak_is(self):
        content = b"%PDF-1.7\n" + os.urandom(700_000)
        sender = self.front.party("gemeente-a")
        told = sender.request("POST", "/v1/bijlagen", content, headers={"Content-Type": "application/pdf"})
        self.assertEqual(told.status, 201, told)
        involved = [{"oin": OIN["svb"], "naam": "SVB", "rol": "betrokken"}]
        opened = self.hand_in("gemeente-a", "/v1/aanmeldingen", sample("aanmelding-minimaal", betrokkenOrganisaties=involved))
        named = {"casusId": opened["casusId"], "casusKenmerk": None, "aan": [OIN["svb"]], "bijlagen": [told.json["bijlage"]]}
        message = self.hand_in("gemeente-a", "/v1/berichten", sample("bericht", **named))
        recipient = self.back.party("svb")
        item = f"/v1/postvakken/{OIN['svb']}/berichten/{message['inzending']}"
        self.back.wait_until(lambda: recipient.get(item).status == 200, 30, "the message lies in the postvak")
        fetched = recipient.get(f"{item}/bijlagen/{told.json['bijlage']}")
        self.assertEqual((fetched.status, fetched.raw == content), (200, True), fetched.headers)
        # Only through the message: nothing is handed in or looked up here.
        self.assertEqual(recipient.get(f"/v1/bijlagen/{told.json['bijlage']}").status, 404)
        other = self.back.party("uwv").get(f"/v1/postvakken/{OIN['uwv']}/berichten/{message['inzending']}/bijlagen/{told.json['bijlage']}")
        self.assertEqual(other.status, 404)

    def test_each_process_answers_for_its_own_roles(self):
        mine = self.front.party("gemeente-a")
        self.assertEqual(mine.get(f"/v1/postvakken/{OIN['gemeente-a']}/berichten").status, 404)
        mine = self.back.party("gemeente-a")
        self.assertEqual(mine.post("/v1/aanmeldingen", sample("aanmelding-minimaal")).status, 404)
        operator = self.back.party("operator", "beheer")
        logs = {one["log"] for one in operator.get("/api/logs").json["logs"]}
        self.assertEqual(logs, set(BACK))
        self.assertEqual(operator.get("/api/berichten").status, 404)
        self.assertFalse((self.back.home / "data" / "berichten.db").exists())
        self.assertFalse((self.back.home / "data" / "sleutels.db").exists(), "the front's process makes the keys")

    def test_none_of_its_certificates_lets_a_process_write_for_the_other(self):
        for hub, stream in ((self.front, "status"), (self.back, "aanmelding")):
            for pem in sorted((hub.home / "eigen").glob("*.pem")):
                tried = self.kafka.kcat(
                    pem.stem, "-P", "-t", f"{PREFIX}{stream}.v1", "-X", "message.timeout.ms=5000", "-l", str(pem),
                    certificates=hub.home / "eigen",
                )
                self.assertIn("uthorization failed", tried.stderr, f"{pem.stem} on {stream}")

    def test_the_front_has_no_certificate_of_a_role_elsewhere_and_reads_nothing_of_theirs(self):
        own = self.front.home / "eigen"
        self.assertEqual({one.stem for one in own.iterdir()}, {*FRONT, *WRITES_AS})
        for name in sorted({*FRONT, *WRITES_AS}):
            for stream in ("aanmelding", "bericht", "escalatie", "register"):
                tried = self.kafka.kcat(name, "-C", "-e", "-t", f"{PREFIX}{stream}.v1", certificates=own)
                self.assertIn("uthorization failed", tried.stderr, f"{name} reads {stream}")

    def test_while_the_other_is_gone_everything_is_accepted_and_afterwards_handled_once(self):
        self.back.kill()
        given = [self.hand_in("gemeente-b", "/v1/aanmeldingen", sample("aanmelding-minimaal")) for _ in range(20)]
        self.assertEqual(self.readiness(self.front), "gereed")
        self.back.start()
        for one in given:
            self.handled("gemeente-b", one)
        counted = postvak("gemeente-b")
        self.back.wait_until(
            lambda: all(counted.read_on(self.back)[one["inzending"]] >= 1 for one in given), 30, "all statuses are there"
        )
        self.assertEqual({counted.counted[one["inzending"]] for one in given}, {1})

    def test_the_back_waits_for_the_front(self):
        self.front.stop()
        self.back.stop()
        self.back.start()
        self.front.start()
        self.handled(
            "gemeente-a", self.hand_in("gemeente-a", "/v1/aanmeldingen", sample("aanmelding-minimaal"))
        )

    def test_metrics_tell_how_each_role_stands_with_kafka(self):
        def told():
            text = self.front.party("metingen", "beheer").get("/metrics").raw.decode()
            return {name: float(value) for name, value in re.findall(r"^(pmm_kafka_\S+) (\S+)$", text, re.MULTILINE)}

        # The library tells of itself every ten seconds.
        self.front.wait_until(
            lambda: told().get('pmm_kafka_antwoord_p99_seconds{rol="forwarder"}', 0) > 0, 60, "answers were timed"
        )
        now = told()
        for name in (*FRONT, *WRITES_AS):
            self.assertEqual(now[f'pmm_kafka_bruikbaar{{rol="{name}"}}'], 1)
            self.assertEqual(now[f'pmm_kafka_brokers_weg{{rol="{name}"}}'], 0)

    def test_the_logs_of_both_are_sound(self):
        for hub in (self.front, self.back):
            hub.hubctl("audit", "controleer")


if __name__ == "__main__":
    unittest.main()
