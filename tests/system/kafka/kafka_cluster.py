"""A Kafka cluster of its own for a test, and hubs that use it."""

import collections
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "hub"))

from hub_process import HUBCTL, ROOT  # noqa: E402

FIXTURE = ROOT / "tests" / "support" / "kafka" / "fixture"
PREFIX = "pmm.ontwikkel."


def handled_by(hub, role):
    """How often each message stands in this role's own logbook, which has one line per processing."""
    operator = hub.party("operator", "beheer")
    lines, after = collections.Counter(), 0
    while after is not None:
        page = operator.get(f"/api/verwerkt?verwerker={role}&maximum=1000&na={after}").json
        lines.update(one["inzending"] for one in page["verwerkingen"])
        after = page.get("volgende")
    operator.close()
    return lines


class cluster:
    """One node or three, in a home; c2 compiles for long runs."""

    def __init__(self, home, nodes, compiler="c1"):
        self.home = home
        self.nodes = nodes
        self.compiler = compiler
        self.run("start")
        self.port = int((home / "kafka" / "poort").read_text())

    @property
    def certificates(self):
        return self.home / "kafka" / "certs"

    def run(self, verb):
        done = subprocess.run(
            [str(FIXTURE), verb, str(self.home), str(self.nodes), self.compiler],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=200, check=False,
        )
        assert done.returncode == 0, done.stdout.decode()

    def brokers(self):
        return [f"127.0.0.1:{self.port + node}" for node in range(self.nodes)]

    def signal(self, node, which):
        os.kill(int((self.home / "kafka" / f"node-{node}" / "pid").read_text()), which)

    def join(self, hub, roles=None, also=(), certificates=None):
        """Writes into a hub's configuration that this is its broker."""
        topics = (ROOT / "config" / "topics.yaml").read_text()
        if self.nodes == 1:
            topics = topics.replace("replicatie: 3", "replicatie: 1").replace("Bijgewerkt: 2", "Bijgewerkt: 1")
        (hub.home / "topics.yaml").write_text(topics)
        configuration = hub.home / "hub.yaml"
        lines = configuration.read_text().splitlines()
        if roles is not None:
            lines = [f"rollen: [{', '.join(roles)}]" if one.startswith("rollen:") else one for one in lines]
        lines += [
            "berichtendienst:",
            "  soort: kafka",
            f"  brokers: {json.dumps(self.brokers())}",
            f"  voorvoegsel: {PREFIX}",
            "  onderwerpen: topics.yaml",
            f"  stamcertificaten: {self.certificates / 'ca.pem'}",
            f"  certificaten: {certificates or self.certificates}",
            f"  spreektOokAls: [{', '.join(also)}]",
        ]
        configuration.write_text("\n".join(lines) + "\n")

    def only(self, into, principals):
        """A folder with the certificates of these principals and no others."""
        into.mkdir()
        for name in principals:
            for ending in ("pem", "key"):
                shutil.copy(self.certificates / f"{name}.{ending}", into)
        return into

    def prepare(self, hub):
        """Topics and rights, as the configuration of this hub states them; by the cluster's administrator."""
        text = (hub.home / "hub.yaml").read_text()
        mine = [one for one in text.splitlines() if not one.startswith("  certificaten: /")]
        as_administrator = hub.home / "voorbereiden.yaml"
        as_administrator.write_text("\n".join([*mine, f"  certificaten: {self.certificates}"]) + "\n")
        subprocess.run(
            [str(HUBCTL), "kafka", "bereid-voor", "--config", str(as_administrator)],
            check=True, capture_output=True, timeout=120,
        )

    def renew_broker_certificate(self):
        subprocess.run(
            [str(ROOT / "deploy" / "kafka" / "certificaten"), "--broker-opnieuw"],
            env=dict(os.environ, PMM_HOME=str(self.home)), check=True, capture_output=True, timeout=60,
        )

    def tool(self, name, *words):
        """One of Kafka's own command-line tools, as the cluster's administrator."""
        both = self.home / "kafka" / "beheer.both.pem"
        both.write_bytes((self.certificates / "beheer.key").read_bytes() + (self.certificates / "beheer.pem").read_bytes())
        properties = self.home / "kafka" / "beheer.properties"
        properties.write_text(
            "security.protocol=SSL\nssl.keystore.type=PEM\nssl.truststore.type=PEM\n"
            f"ssl.keystore.location={both}\nssl.truststore.location={self.certificates / 'ca.pem'}\n"
        )
        jars = ROOT / "build" / "kafka" / (self.home / "kafka" / "versie").read_text().strip()
        return subprocess.run(
            ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/*", name, "--bootstrap-server", ",".join(self.brokers()),
             "--command-config", str(properties), *words],
            capture_output=True, text=True, timeout=120, check=False,
        )

    def reload_keystore(self, node):
        """A running broker reads its certificate anew when it is told where it lies."""
        done = self.tool(
            "kafka.admin.ConfigCommand", "--entity-type", "brokers", "--entity-name", str(node), "--alter", "--add-config",
            f"listener.name.ssl.ssl.keystore.location={self.certificates / 'broker.both.pem'}",
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def served_certificate(self, node):
        """What the broker of this node shows now."""
        return ssl.get_server_certificate(("127.0.0.1", self.port + node - 1))

    def kcat(self, principal, *words, certificates=None):
        folder = certificates or self.certificates
        properties = {
            "security.protocol": "ssl",
            "ssl.ca.location": self.certificates / "ca.pem",
            "ssl.certificate.location": folder / f"{principal}.pem",
            "ssl.key.location": folder / f"{principal}.key",
        }
        command = ["kcat", "-b", ",".join(self.brokers())]
        for name, value in properties.items():
            command += ["-X", f"{name}={value}"]
        return subprocess.run(
            command + list(words), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
        )
