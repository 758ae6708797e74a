"""`pmm-hubctl kafka bereid-voor` on a real broker: what it says, what it does, and what each principal may afterwards."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import uuid

import yaml
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AclBinding, AclOperation, AclPermissionType, AdminClient, ConfigResource
from confluent_kafka.admin import NewTopic, ResourcePatternType, ResourceType

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "system" / "hub"))

from hub_process import HUBCTL  # noqa: E402

# The home of the cluster that the fixture `kafka` started: one broker.
KAFKA = pathlib.Path(sys.argv.pop(1)).resolve() / "kafka"
STATED = yaml.safe_load((ROOT / "config" / "topics.yaml").read_text())
TOPICS = STATED["onderwerpen"]
# Everybody who has a certificate of the cluster and is no administrator; `lezer` is stated nowhere.
PRINCIPALS = sorted({one.stem for one in (KAFKA / "certs").glob("*.pem")} - {"ca", "broker", "broker.both", "beheer"})
READERS = sorted({role for one in TOPICS for role in one["lezen"]})
DIFFERENT = 6
DAY_MS = 24 * 3600 * 1000
DEADLINE_S = 60
REFUSED = {KafkaError.TOPIC_AUTHORIZATION_FAILED, KafkaError.GROUP_AUTHORIZATION_FAILED}


class prepared(unittest.TestCase):
    """A prefix of its own, which nobody has prepared."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="pmm-bereid-")))
        self.prefix = f"pmm.bereid-{uuid.uuid4().hex[:8]}."
        (self.folder / "hub.yaml").write_text(self.configuration("ontwikkel"))
        for name in ("organisaties", "routes", "loket"):
            (self.folder / f"{name}.yaml").write_text((ROOT / "config" / "ontwikkel" / f"{name}.yaml").read_text())
        self.state(STATED)
        self.admin = AdminClient(self.client("beheer"))

    def configuration(self, environment):
        text = (ROOT / "config" / "ontwikkel" / "hub.yaml").read_text()
        return text.replace("omgeving: ontwikkel", f"omgeving: {environment}") + (
            f'\nberichtendienst:\n  soort: kafka\n  brokers: ["{self.broker()}"]\n'
            f"  voorvoegsel: {self.prefix}\n  onderwerpen: topics.yaml\n"
            f"  stamcertificaten: {KAFKA}/certs/ca.pem\n  certificaten: {KAFKA}/certs\n"
        )

    def state(self, what):
        """What topics.yaml says, for one broker."""
        (self.folder / "topics.yaml").write_text(json.dumps(dict(what, replicatie=1, minimaalBijgewerkt=1)))

    @staticmethod
    def broker():
        return f"127.0.0.1:{(KAFKA / 'poort').read_text().strip()}"

    @classmethod
    def client(cls, principal, **more):
        certs = KAFKA / "certs"
        return {
            "bootstrap.servers": cls.broker(), "security.protocol": "ssl", "ssl.ca.location": str(certs / "ca.pem"),
            "ssl.certificate.location": str(certs / f"{principal}.pem"), "ssl.key.location": str(certs / f"{principal}.key"),
            "log_level": 0, **{name.replace("_", "."): value for name, value in more.items()},
        }

    def name_of(self, topic):
        return f"{self.prefix}{topic['stroom']}.v{topic['versie']}"

    def prepare(self, *words, code=0):
        """What it says; it has to end with this code."""
        done = subprocess.run(
            [str(HUBCTL), "kafka", "bereid-voor", "--config", str(self.folder / "hub.yaml"), *words],
            capture_output=True, text=True, timeout=120, check=False,
        )
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def there(self):
        return {name: one for name, one in self.admin.list_topics(timeout=DEADLINE_S).topics.items() if name.startswith(self.prefix)}

    def settings(self, topic):
        asked = self.admin.describe_configs([ConfigResource(ConfigResource.Type.TOPIC, topic)])
        (answer,) = asked.values()
        return {name: one.value for name, one in answer.result(DEADLINE_S).items()}


class preparing(prepared):
    def test_a_trial_shows_what_would_be_done_and_does_nothing(self):
        said = self.prepare("--proef", code=DIFFERENT)
        for one in TOPICS:
            self.assertIn(f"+ onderwerp {self.name_of(one)}: partities={one['partities']}", said)
            for role in one["schrijven"]:
                self.assertIn(f"+ User:CN={role} schrijft onderwerp {self.name_of(one)}", said)
            for role in one["lezen"]:
                self.assertIn(f"+ User:CN={role} leest onderwerp {self.name_of(one)}", said)
        self.assertIn("+ merkteken van de omgeving", said)
        self.assertIn("proef: niets veranderd", said)
        self.assertEqual(self.there(), {})
        self.assertEqual(self.prepare("--proef", code=DIFFERENT), said, "and it was not done")

    def test_what_is_made_is_as_stated_and_a_second_time_nothing_is_done(self):
        said = self.prepare()
        self.assertLess(said.index("+ onderwerp"), said.index("Kafka is voorbereid."), "first what, then that it is done")
        self.assertEqual(set(self.there()), {self.name_of(one) for one in TOPICS} | {f"{self.prefix}merkteken.v1"})
        for one in TOPICS:
            name = self.name_of(one)
            self.assertEqual(len(self.there()[name].partitions), one["partities"])
            settings = self.settings(name)
            self.assertEqual(settings["retention.ms"], str(one["bewaarDagen"] * DAY_MS or -1), name)
            self.assertEqual(settings["cleanup.policy"], {"vergeten": "delete", "verdichten": "compact"}[one["opschonen"]], name)
        self.assertEqual(self.settings(f"{self.prefix}merkteken.v1")["cleanup.policy"], "compact")
        self.assertEqual(self.prepare(), "Kafka is zoals het hoort.\n")
        self.assertEqual(self.prepare("--proef"), "Kafka is zoals het hoort.\n")

    def test_a_right_that_somebody_gave_by_hand_is_shown_and_taken_away(self):
        self.prepare()
        on_the_prefix = AclBinding(
            ResourceType.TOPIC, self.prefix, ResourcePatternType.PREFIXED, "User:CN=lezer", "*", AclOperation.READ,
            AclPermissionType.ALLOW,
        )
        for given in self.admin.create_acls([on_the_prefix]).values():
            given.result(DEADLINE_S)
        shown = f"- User:CN=lezer leest onderwerp {self.prefix}…"
        self.assertIn(shown, self.prepare("--proef", code=DIFFERENT))
        self.assertIn(shown, self.prepare())
        self.assertEqual(self.prepare("--proef"), "Kafka is zoals het hoort.\n")

    def test_a_number_of_partitions_is_never_changed(self):
        self.prepare()
        self.state(dict(STATED, onderwerpen=[dict(TOPICS[0], partities=24), *TOPICS[1:]]))
        for words in ((), ("--proef",)):
            said = self.prepare(*words, code=DIFFERENT)
            self.assertIn(f"{self.name_of(TOPICS[0])} heeft {TOPICS[0]['partities']} partities en niet 24", said)
            self.assertIn("Er is niets veranderd.", said)
        self.assertEqual(len(self.there()[self.name_of(TOPICS[0])].partitions), TOPICS[0]["partities"])

    def test_a_prefix_of_another_environment_is_left_alone(self):
        self.prepare()
        (self.folder / "hub.yaml").write_text(self.configuration("test"))
        self.state(dict(STATED, onderwerpen=[dict(TOPICS[0], bewaarDagen=1), *TOPICS[1:]]))
        said = self.prepare(code=DIFFERENT)
        self.assertIn("van een andere omgeving", said)
        self.assertIn("Er is niets veranderd.", said)
        self.assertEqual(self.settings(self.name_of(TOPICS[0]))["retention.ms"], str(TOPICS[0]["bewaarDagen"] * DAY_MS))


class rights(prepared):
    """By trying: each certificate on each topic and each group."""

    def setUp(self):
        super().setUp()
        self.prepare()
        # Under the prefix, but stated nowhere: who had a right on the bare prefix could use it.
        self.unstated = f"{self.prefix}onbekend.v1"
        for made in self.admin.create_topics([NewTopic(self.unstated, 1, 1)]).values():
            made.result(DEADLINE_S)
        self.names = [self.name_of(one) for one in TOPICS] + [self.unstated]
        self.marker = f"{self.prefix}merkteken.v1"

    def written_by(self, principal):
        producer = Producer(self.client(principal, message_timeout_ms=DEADLINE_S * 1000))
        taken, refused = set(), set()

        def report(error, message):
            (taken if error is None else refused).add(message.topic())
            if error is not None:
                self.assertIn(error.code(), REFUSED, f"{principal} {message.topic()} {error}")

        for name in (*self.names, self.marker):
            try:
                producer.produce(name, b"proef", on_delivery=report)
            except KafkaException as at_once:
                self.assertIn(at_once.args[0].code(), REFUSED)
                refused.add(name)
        self.assertEqual(producer.flush(DEADLINE_S), 0)
        self.assertEqual(taken | refused, {*self.names, self.marker})
        return taken

    def read_by(self, principal):
        reader = Consumer(self.client(principal, group_id="niemand", enable_partition_eof=True, enable_auto_commit=False))
        self.addCleanup(reader.close)
        # What it has no right to at all it does not even see; nothing would be heard of that.
        seen = {name for name in reader.list_topics(timeout=DEADLINE_S).topics if name.startswith(self.prefix)}
        reader.assign([TopicPartition(name, 0, 0) for name in seen])
        given, refused = set(), set()
        while given | refused != seen:
            one = reader.poll(DEADLINE_S)
            self.assertIsNotNone(one, f"{principal} hears nothing of {seen - given - refused}")
            if one.error() is None or one.error().code() == KafkaError._PARTITION_EOF:
                given.add(one.topic())
            else:
                self.assertIn(one.error().code(), REFUSED, one.error())
                # Of the group that it names and does not join, nothing is told of a topic.
                refused |= {one.topic()} & seen
        return given

    def groups_of(self, principal):
        """Those it can join: it gets the partitions, or hears that it may not."""
        may = set()
        for role in READERS:
            member = Consumer(self.client(principal, group_id=f"{self.prefix}{role}", enable_auto_commit=False))
            member.subscribe([self.marker], on_assign=lambda *_, role=role: may.add(role))
            for _ in range(DEADLINE_S * 100):
                told = member.poll(0.01)
                if role in may or (told is not None and told.error() and told.error().code() == KafkaError.GROUP_AUTHORIZATION_FAILED):
                    break
            else:
                self.fail(f"{principal} hears nothing of group {role}")
            member.close()
        return may

    def test_each_principal_writes_reads_and_joins_what_is_stated_for_it_and_nothing_else(self):
        stated = {role for one in TOPICS for role in (*one["schrijven"], *one["lezen"])}
        self.assertEqual(set(PRINCIPALS), stated | {"lezer"}, "every certificate is tried")
        for principal in PRINCIPALS:
            with self.subTest(principal):
                self.assertEqual(
                    self.written_by(principal), {self.name_of(one) for one in TOPICS if principal in one["schrijven"]}
                )
                expected = {self.name_of(one) for one in TOPICS if principal in one["lezen"]}
                self.assertEqual(self.read_by(principal), expected | ({self.marker} if principal in stated else set()))
                self.assertEqual(self.groups_of(principal), {principal} & set(READERS))

    def test_only_the_administrator_makes_topics_and_gives_rights(self):
        right = AclBinding(
            ResourceType.TOPIC, f"{self.prefix}escalatie.v1", ResourcePatternType.LITERAL, "User:CN=forwarder", "*",
            AclOperation.WRITE, AclPermissionType.ALLOW,
        )
        for principal in PRINCIPALS:
            someone = AdminClient(self.client(principal))
            tried = [
                *someone.create_topics([NewTopic(f"{self.prefix}{principal}.v1", 1, 1)]).values(),
                *someone.create_acls([right]).values(),
                *someone.delete_topics([self.unstated]).values(),
            ]
            for one in tried:
                with self.assertRaises(KafkaException) as refused:
                    one.result(DEADLINE_S)
                self.assertIn(
                    refused.exception.args[0].code(), REFUSED | {KafkaError.CLUSTER_AUTHORIZATION_FAILED}, principal
                )
        self.assertIn(self.unstated, self.there())


if __name__ == "__main__":
    unittest.main()
