"""Others read topics: kcat, Python and Java, with nothing but schemas/ and the reader's key material, as the guide shows."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import uuid

import jsonschema
from confluent_kafka import Producer, TopicPartition
from confluent_kafka.admin import AdminClient

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "hub"))

from hub_process import BUILD, HUBCTL, OIN, ROOT, hub_process, sample  # noqa: E402

# The home of the cluster that the fixture `kafka` started.
KAFKA = pathlib.Path(sys.argv.pop(1)).resolve() / "kafka"
GUIDE = ROOT / "hub" / "docs" / "lezen-van-topics.md"
REFERRAL = "aanmelding.v1"
# Read by the loket, and empty here but for what is forged.
FORGED = "bericht.v1"
# Extensions that may be read without a key.
OPEN = "uitbreidingen: [{ naam: prioriteit, waarden: [laag, hoog] }, { naam: klant, hoogste: 9999999 }]\n"
# What stands in the headers of every message.
MESSAGE = json.loads((ROOT / "schemas" / "asyncapi" / "pmm-topics.v1.json").read_text())["components"]["messages"]["envelop"]


class readers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        cls.addClassCleanup(cls.hub.__exit__)
        cls.prefix = f"pmm.lezen-{uuid.uuid4().hex[:8]}."
        cls.brokers = f"127.0.0.1:{(KAFKA / 'poort').read_text().strip()}"
        topics = (ROOT / "config" / "topics.yaml").read_text()
        topics = topics.replace("replicatie: 3", "replicatie: 1").replace("minimaalBijgewerkt: 2", "minimaalBijgewerkt: 1")
        (cls.hub.home / "topics.yaml").write_text(topics)
        routes = cls.hub.home / "routes.yaml"
        routes.write_text(routes.read_text() + OPEN)
        configuration = cls.hub.home / "hub.yaml"
        configuration.write_text(
            configuration.read_text()
            + f"\nberichtendienst:\n  soort: kafka\n  brokers: [{json.dumps(cls.brokers)}]\n"
            + f"  voorvoegsel: {cls.prefix}\n  onderwerpen: topics.yaml\n"
            + f"  stamcertificaten: {KAFKA}/certs/ca.pem\n  certificaten: {KAFKA}/certs\n"
        )
        done = subprocess.run(
            [str(HUBCTL), "kafka", "bereid-voor", "--config", str(configuration)],
            capture_output=True, text=True, timeout=120, check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        cls.hub.start()
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="pmm-lezen-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.sent = sample("aanmelding", kenmerk="LEZEN-1")
        cls.given = cls.hub.party("gemeente-a").post("/v1/aanmeldingen", cls.sent)
        assert cls.given.status == 201, cls.given
        cls.variables = cls.make_variables()
        # Everything in the guide, in its order: what the tests look at is what the examples wrote.
        cls.examples = re.findall(r"^```sh\n(.*?)^```$", GUIDE.read_text(), re.M | re.S)
        cls.shown = [cls.run_example(example) for example in cls.examples]

    @classmethod
    def make_variables(cls):
        certificates = cls.hub.certificates
        return {
            "BROKERS": cls.brokers,
            "KAFKA": str(KAFKA / "certs"),
            "VOORVOEGSEL": cls.prefix,
            "INTERN": f"https://localhost:{cls.hub.ports['intern']}",
            "CA": str(certificates / "ca.pem"),
            "CERT": str(certificates / "lezer-loket.pem"),
            "KEY": str(certificates / "lezer-loket.key"),
            "ZEGEL": str(certificates / "zegel.pem"),
            "WERK": str(cls.folder),
            "JAVA_WERK": str(BUILD / "lezen-java"),
            "PATH": f"{BUILD / 'venv' / 'bin'}:{os.environ['PATH']}",
        }

    @classmethod
    def run_example(cls, example, **other):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", example],
            cwd=ROOT, env=dict(os.environ, **cls.variables, **other), capture_output=True, text=True, timeout=240, check=False,
        )
        if done.returncode != 0 and not other:
            raise AssertionError(f"{example}\n{done.stdout}\n{done.stderr}")
        return done

    def output_of(self, word):
        """What the guide's example that holds this word printed."""
        (number,) = (at for at, example in enumerate(self.examples) if word in example)
        return self.shown[number].stdout

    def assert_is_the_referral(self, read):
        self.assertEqual(read["inzending"], self.given.json["inzending"])
        self.assertEqual(read["type"], "nl.multiproblematiek.aanmelding.v1")

    def test_kcat_shows_key_and_headers_and_saves_the_value(self):
        key, headers = self.output_of("%k %h").split()
        self.assertEqual(key, self.given.json["casusId"])
        read = dict(one.split("=", 1) for one in headers.split(","))
        self.assertEqual(read["ce_id"], self.given.json["inzending"])
        self.assert_is_the_referral(json.loads(self.output_of("--waarde")))

    def test_headers_are_those_of_the_asyncapi_document(self):
        headers = json.loads(self.output_of("--rol"))["koppen"]
        self.assertEqual(set(headers), set(MESSAGE["headers"]["properties"]))
        jsonschema.Draft202012Validator(
            MESSAGE["headers"], format_checker=jsonschema.FormatChecker(["uuid", "date-time"])
        ).validate(headers)
        self.assertEqual(headers["ce_subject"], self.given.json["casusId"])
        self.assertEqual(headers["ce_source"], f"urn:nld:oin:{OIN['gemeente-a']}")

    def test_python_reads_verifies_and_unseals(self):
        read = json.loads(self.output_of("--rol"))
        self.assert_is_the_referral(read)
        content = read["inhoud"]["aanmelding"]
        self.assertEqual(content["kenmerk"], "LEZEN-1")
        self.assertEqual(content["vraag"], self.sent["vraag"])
        self.assertEqual(content["maatwerkprofessional"]["naam"], self.sent["maatwerkprofessional"]["naam"])
        self.assertEqual(read["sleutel"], self.given.json["casusId"])

    def test_java_reads_verifies_and_unseals(self):
        read = json.loads(self.output_of("Lezen brokers"))
        self.assert_is_the_referral(read)
        self.assertEqual((read["kenmerk"], read["vraag"]), ("LEZEN-1", self.sent["vraag"]))

    def test_each_release_is_in_the_log(self):
        self.assertEqual(
            self.releases(),
            [("00000099200000001000", self.given.json["inzending"], "loket")] * 3,
            "kcat's value, Python and Java each asked for the key once",
        )

    def releases(self):
        leaves = self.hub.party("operator", "beheer").get("/api/logs/intake/bladen?maximum=500").json
        found = []
        for commit in leaves["commits"]:
            for text in commit["bladen"]:
                leaf = json.loads(text)
                if leaf.get("handeling") == "sleutelvrijgave":
                    facts = {one["naam"]: one["waarde"] for one in leaf["feiten"]}
                    found.append((leaf["door"], leaf["inzending"], facts["bestemming"]))
        return found

    def test_who_may_have_which_key(self):
        value = (self.folder / "waarde").read_bytes()
        fields = {"Content-Type": "application/protobuf"}
        answers = {}
        for name in ("lezer-let", "lezer-svb", "operator", "metingen", None):
            asked = self.hub.party(name, "intern").request("POST", "/v1/sleutels/_vrijgeven", value, headers=fields)
            answers[name] = (asked.status, asked.json["code"])
        self.assertEqual(
            answers,
            {
                "lezer-let": (404, "niet_gevonden"),
                "lezer-svb": (404, "niet_gevonden"),
                "operator": (403, "rol_ontbreekt"),
                "metingen": (403, "rol_ontbreekt"),
                None: (403, "certificaat_ontbreekt"),
            },
        )

    def test_a_changed_value_is_told_and_gets_no_key(self):
        value = (self.folder / "waarde").read_bytes()
        (self.folder / "vals").write_bytes(value.replace(b"00000099100000004000", b"00000099100000005000", 1))
        (example,) = [one for one in self.examples if "--waarde" in one]
        done = self.run_example(example.replace("$WERK/waarde", "$WERK/vals"), ANDERS="ja")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("NIET BEWEZEN", done.stderr)

    def envelope(self):
        sys.path.insert(0, str(self.folder))
        self.addCleanup(sys.path.remove, str(self.folder))
        from pmm.v1.envelope_pb2 import Envelope

        return Envelope.FromString((self.folder / "waarde").read_bytes())

    def administrator(self):
        return {
            "bootstrap.servers": self.brokers, "security.protocol": "ssl", "ssl.ca.location": str(KAFKA / "certs" / "ca.pem"),
            "ssl.certificate.location": str(KAFKA / "certs" / "beheer.pem"),
            "ssl.key.location": str(KAFKA / "certs" / "beheer.key"),
        }

    @contextlib.contextmanager
    def on_the_topic(self, value):
        """Written by somebody who may write topics, and taken away afterwards."""
        written = []
        producer = Producer(self.administrator())
        producer.produce(
            f"{self.prefix}{FORGED}", value, key=self.given.json["casusId"], on_delivery=lambda *told: written.append(told)
        )
        self.assertEqual(producer.flush(30), 0)
        ((error, record),) = written
        self.assertIsNone(error)
        yield
        after_it = TopicPartition(record.topic(), record.partition(), record.offset() + 1)
        # Kept until it is answered.
        administrator = AdminClient(self.administrator())
        for removed in administrator.delete_records([after_it]).values():
            removed.result(30)

    def test_what_was_forged_on_a_topic_is_told_by_both_readers(self):
        def other_sender(envelope):
            envelope.owner_oin = OIN["gemeente-b"]

        def other_content(envelope):
            content = bytearray(envelope.canonical.ciphertext)
            content[0] ^= 1
            envelope.canonical.ciphertext = bytes(content)

        def other_seal_conditions(envelope):
            envelope.canonical.key_version += 1

        def other_signature(envelope):
            signed, _, signature = envelope.head.rpartition(b".")
            envelope.head = signed + b"." + (b"B" if signature[:1] == b"A" else b"A") + signature[1:]

        def other_place_in_the_log(envelope):
            envelope.proof.index += 1

        examples = [one for one in self.examples if "--rol" in one or "Lezen brokers" in one]
        self.assertEqual(len(examples), 2)
        forged = {"no_envelope": b"\xff", "an_empty_one": b""}
        for forge in (other_sender, other_content, other_seal_conditions, other_signature, other_place_in_the_log):
            envelope = self.envelope()
            forge(envelope)
            forged[forge.__name__] = envelope.SerializeToString()
        for name, value in forged.items():
            with self.subTest(name), self.on_the_topic(value):
                for example in examples:
                    # A short life each: nothing gains by compiling it well.
                    short = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
                    done = self.run_example(example.replace(REFERRAL, FORGED), **short)
                    self.assertNotEqual(done.returncode, 0)
                    self.assertEqual(done.stdout, "", "nothing is acted upon")
                    self.assertTrue(done.stderr.splitlines()[-1].startswith("NIET BEWEZEN: "), done.stderr[-600:])

    def test_extensions_that_the_rules_name_are_headers_and_all_are_sealed(self):
        (example,) = [one for one in self.examples if "%k %h" in one]
        data = {name: value for name, value in sample("aanmelding").items() if name not in ("id", "bron", "namens")}
        event = {
            "specversion": "1.0", "id": str(uuid.uuid4()), "source": f"urn:nld:oin:{OIN['gemeente-b']}",
            "type": "nl.multiproblematiek.aanmelding.v1", "data": data,
            "prioriteit": "hoog", "klant": "999990342", "vrij": "Jan",
        }
        given = self.hub.party("gemeente-b").post(
            "/v1/events", event, headers={"Content-Type": "application/cloudevents+json"}
        )
        self.assertEqual(given.status, 201, given)
        printed = self.hub.wait_until(
            lambda: [
                line for line in self.run_example(example, ANDERS="ja").stdout.splitlines() if given.json["inzending"] in line
            ],
            what="it is published",
        )
        read = dict(one.split("=", 1) for one in printed[0].split()[1].split(","))
        self.assertEqual(set(read) - set(MESSAGE["headers"]["properties"]), {"ce_prioriteit"})
        self.assertEqual(read["ce_prioriteit"], "hoog")
        jsonschema.Draft202012Validator(MESSAGE["headers"]).validate(read)

    def test_nothing_personal_stands_in_clear(self):
        value = (self.folder / "waarde").read_bytes()
        clear = value + self.output_of("%k %h").encode()
        for text in (self.sent["betrokkene"]["bsn"], self.sent["kenmerk"], self.sent["vraag"], "LEZEN-1"):
            self.assertNotIn(text.encode(), clear)


if __name__ == "__main__":
    unittest.main()
