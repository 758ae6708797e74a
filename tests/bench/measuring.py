"""What the measurements share: the load generator, the floor, a hub that says when it is ready, and tables."""

import http.client
import json
import os
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("PMM_BUILD", str(ROOT / "build" / "bench"))
sys.path.insert(0, str(ROOT / "tests" / "system" / "hub"))

import hub_process as hubs  # noqa: E402 (reads PMM_BUILD)

PROGRAMS = hubs.BUILD / "tests" / "bench"
SENDER = "gemeente-a"
START_DEADLINE_S = 30
ALL_ROLES = ["intake", "forwarder", "loket", "let", "register", "systeemleren", "delivery", "console"]


class failed(Exception):
    """A measurement that proves nothing."""


def load(kind, port, process, certificates, *more):
    """One run of the load generator; its report."""
    pem = certificates / f"{SENDER}.pem"
    command = [str(PROGRAMS / "load"), kind, "--port", str(port), "--process", str(process)]
    command += ["--certificate", str(pem), "--key", str(pem.with_suffix(".key")), "--roots", str(certificates / "ca.pem")]
    if kind == "aanmeldingen":
        command += ["--oin", hubs.OIN[SENDER], "--sample", str(ROOT / "schemas/samples/json/aanmelding.json")]
    if kind == "vormen":
        command += ["--oin", hubs.OIN[SENDER], "--samples", str(ROOT / "schemas/samples")]
    done = subprocess.run(command + [str(word) for word in more], capture_output=True, text=True, check=False, timeout=1800)
    if not done.stdout:
        raise failed(f"{kind}: {done.stderr.strip()}")
    report = json.loads(done.stdout)
    if done.returncode != 0:
        raise failed(f"{kind}: {done.stdout.strip()}")
    return report


class floor:
    """The server that answers a constant, as a context manager."""

    def __enter__(self):
        certificates = hubs.PKI_HOME / "certs"
        self.process = subprocess.Popen(
            [str(PROGRAMS / "floor"), "--certificate", str(certificates / "hub.pem")]
            + ["--key", str(certificates / "hub.key"), "--roots", str(certificates / "client-roots" / "g1.pem")],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def answer(self):
        """The body of every answer."""
        certificates = hubs.PKI_HOME / "certs"
        context = ssl.create_default_context(cafile=certificates / "ca.pem")
        context.load_cert_chain(certificates / f"{SENDER}.pem", certificates / f"{SENDER}.key")
        connection = http.client.HTTPSConnection("localhost", self.port, context=context, timeout=START_DEADLINE_S)
        connection.request("POST", "/", b"")
        body = connection.getresponse().read()
        connection.close()
        return body

    def load(self, kind, *more):
        more = more + ("--floor",) if kind == "aanmeldingen" else more
        return load(kind, self.port, self.process.pid, hubs.PKI_HOME / "certs", *more)


class measured_hub(hubs.hub_process):
    """A hub of its own with the roles named, that says when it is ready."""

    def __init__(self, without=()):
        super().__init__()
        config = self.home / "hub.yaml"
        kept = [role for role in ALL_ROLES if role not in without]
        lines = config.read_text().splitlines()
        config.write_text(
            "\n".join(f"rollen: [{', '.join(kept)}]" if line.startswith("rollen:") else line for line in lines) + "\n"
        )
        self.ready_ms = 0.0

    def __enter__(self):
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind(str(pathlib.Path(folder) / "notify"))
            told.settimeout(START_DEADLINE_S)
            began = time.perf_counter()
            self.launch(NOTIFY_SOCKET=told.getsockname())
            try:
                while b"READY=1" not in told.recv(4096):
                    pass
            except TimeoutError as late:
                raise failed(f"the hub does not become ready:\n{self.output()[-2000:]}") from late
            self.ready_ms = (time.perf_counter() - began) * 1000
        self.wait_until(self.is_ready, START_DEADLINE_S, "the hub is ready")
        return self

    def resident_mb(self):
        pages = int(pathlib.Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGESIZE") / 1e6

    def load(self, kind, *more):
        return load(kind, self.ports["berichten"], self.process.pid, self.certificates, *more)


def percentile(ordered, part):
    return ordered[int((len(ordered) - 1) * part)]


def number(value):
    if value is None:
        return "-"
    return f"{value:.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def print_table(lines, beside="floor"):
    """(what, hub, the other, aim as text, aim, whether below is better)"""
    print(f"| {'what':<48} | {'hub':>9} | {beside:>9} | {'hub/' + beside:>9} | {'aim':>8} | met |")
    print(f"|{'-' * 50}|{'-' * 10}:|{'-' * 10}:|{'-' * 10}:|{'-' * 9}:|-----|")
    for what, hub, base, aim, limit, below in lines:
        ratio = number(hub / base) if base else "-"
        met = "" if limit is None else "yes" if (hub <= limit) == below or hub == limit else "no"
        print(f"| {what:<48} | {number(hub):>9} | {number(base):>9} | {ratio:>9} | {aim or '-':>8} | {met:<3} |")


def print_proof(name, report):
    states, box = report["states"], report["postvak"]
    print(
        f"{name}: {report['accepted']} accepted, {report['verified']} receipts verified in full, "
        f"{states['reached']} of {states['asked']} read back as processed, "
        f"{box['once']} with exactly one status in the postvak, {box['doubled']} double, {states['lost']} lost"
    )
