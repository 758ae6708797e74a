"""The real hub as a process for tests: a home of its own, free ports, certificates made once, and an HTTP client."""

import collections
import http.client
import json
import os
import pathlib
import select
import shutil
import signal
import ssl
import subprocess
import tempfile
import time
import uuid

from written_text import bsns_in, usual_spellings_of

ROOT = pathlib.Path(__file__).resolve().parents[3]
BUILD = pathlib.Path(os.environ.get("PMM_BUILD", ROOT / "build" / "debug"))
HUB = BUILD / "hub" / "app" / "hub" / "pmm-hub"
HUBCTL = BUILD / "hub" / "app" / "hubctl" / "pmm-hubctl"
# Made once for all tests of a build, and copied: making a PKI takes seconds.
PKI_HOME = BUILD / "system-pki"
# A hub under AddressSanitizer on a busy machine of two cores is slow to start.
START_DEADLINE_S = 60
STOP_DEADLINE_S = 60
# More than this is of a load, which says the same again and again.
LOOK_THROUGH_BYTES = 64 << 20

OIN = {
    line.split("\t")[0]: line.split("\t")[1]
    for line in (ROOT / "certs" / "partijen.tsv").read_text().splitlines()
    if line
}


class answer:
    """One HTTP answer; the body as JSON where it is JSON."""

    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.raw = response.read()
        kind = self.headers.get("content-type", "")
        self.json = json.loads(self.raw) if self.raw and "json" in kind else None

    def __repr__(self):
        return f"{self.status} {self.raw[:500]!r}"


class party:
    """One connected organisation (or nobody): a kept connection to one of the hub's ports."""

    def __init__(self, hub, name, port):
        self.context = ssl.create_default_context(cafile=str(hub.certificates / "ca.pem"))
        if name is not None:
            pem = hub.certificates / f"{name}.pem"
            self.context.load_cert_chain(pem, pem.with_suffix(".key"))
        self.port = port
        self.connection = None

    def request(self, method, path, body=None, headers=None, timeout=30):
        fields = dict(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        if body is not None:
            fields.setdefault("Content-Type", "application/json")
        if self.connection is None:
            self.connection = http.client.HTTPSConnection("localhost", self.port, context=self.context, timeout=timeout)
        try:
            self.connection.request(method, path, body=body, headers=fields)
            return answer(self.connection.getresponse())
        except Exception:
            self.close()
            raise

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.request("POST", path, body={} if body is None else body, **more)

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class hub_process:
    """Use as a context manager: everything it made is gone afterwards, the process included."""

    def __init__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="pmm-hub-"))
        self.process = None
        make_pki()
        shutil.copytree(PKI_HOME / "certs", self.home / "certs", symlinks=True)
        for folder, mode in (("data", 0o700), ("log", 0o700), ("sleutels", 0o700)):
            (self.home / folder).mkdir(mode=mode)
        for source in (ROOT / "config" / "ontwikkel").glob("*.yaml"):
            shutil.copy(source, self.home)
        self.ports = {}
        self.parties = []

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        for someone in self.parties:
            someone.close()
        if self.running():
            self.process.kill()
            self.process.wait()
        try:
            self.assert_no_bsn_written()
        finally:
            shutil.rmtree(self.home, ignore_errors=True)

    def assert_no_bsn_written(self):
        """Whatever a test was about: no BSN of a sample stands in the open in what its hub wrote."""
        written = [path for name in ("data", "log") for path in (self.home / name).rglob("*") if path.is_file()]
        if sum(path.stat().st_size for path in written) > LOOK_THROUGH_BYTES:
            return
        spellings = {text: bsn for bsn in bsns_in(ROOT / "schemas" / "samples") for text in usual_spellings_of(bsn)}
        for path in written:
            content = path.read_bytes()
            found = {bsn for text, bsn in spellings.items() if text in content}
            assert not found, f"{found} in {path.relative_to(self.home)}"

    @property
    def certificates(self):
        return self.home / "certs"

    def running(self):
        return self.process is not None and self.process.poll() is None

    def environment(self):
        values = dict(os.environ, PMM_HOME=str(self.home), LSAN_OPTIONS="exitcode=0")
        for name, key in (
            ("PMM_PORT", "berichten"),
            ("PMM_OPERATORS_PORT", "beheer"),
            ("PMM_OPEN_PORT", "open"),
            ("PMM_INTERNAL_PORT", "intern"),
        ):
            # A restarted hub keeps its ports, so that parties find it again.
            values[name] = str(self.ports.get(key, 0))
        return values

    def launch(self, **more):
        (self.home / "data" / "poorten.json").unlink(missing_ok=True)
        with open(self.home / "log" / "uitvoer.log", "ab") as output:
            self.process = subprocess.Popen(
                [str(HUB), "run", "--config", str(self.home / "hub.yaml")],
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                env=dict(self.environment(), **more),
            )

    def start(self, **more):
        self.launch(**more)
        self.wait_until(self.is_ready, START_DEADLINE_S, "the hub becomes ready")

    def is_ready(self):
        if not self.running():
            raise AssertionError(f"the hub ended with {self.process.returncode}:\n{self.output()[-3000:]}")
        try:
            self.ports = json.loads((self.home / "data" / "poorten.json").read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return False
        try:
            someone = self.party(None, "beheer")
            ready = someone.get("/readyz").status == 200
            someone.close()
            return ready
        except (OSError, ssl.SSLError, http.client.HTTPException):
            return False

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_DEADLINE_S)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def output(self):
        return "".join(path.read_text(errors="replace") for path in sorted((self.home / "log").glob("*")))

    def party(self, name, port="berichten"):
        """One that is hung up with the hub, at the latest."""
        someone = party(self, name, self.ports[port])
        self.parties.append(someone)
        return someone

    def hubctl(self, *words, name=None, code=0, within_s=120):
        return self.run_hubctl(words, name, code, within_s).stdout

    def hubctl_says(self, *words, name=None, code=0):
        """As hubctl(), with what went to standard error."""
        done = self.run_hubctl(words, name, code)
        return done.stdout + done.stderr

    def run_hubctl(self, words, name, code, within_s=120):
        command = [str(HUBCTL), "--certificaten", str(self.certificates)]
        command += ["--poort", str(self.ports["berichten"]), "--beheerpoort", str(self.ports["beheer"])]
        command += ["--als", name] if name else []
        done = subprocess.run(
            command + list(words), capture_output=True, text=True, timeout=within_s, env=self.environment(), check=False
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    @staticmethod
    def wait_until(holds, deadline_s=30, what="what was awaited"):
        """Asks until it holds; the result of the first time it does."""
        end = time.monotonic() + deadline_s
        while time.monotonic() < end:
            found = holds()
            if found:
                return found
            # There is no event to wait for across processes: asks again after a moment.
            select.select([], [], [], 0.02)
        raise AssertionError(f"{what} did not happen within {deadline_s} s")


class postvak:
    """Counts the final statuses that an organisation got, reading on where it was."""

    def __init__(self, name):
        self.name = name
        self.after = 0
        self.counted = collections.Counter()

    def read_on(self, hub):
        party = hub.party(self.name)
        while True:
            path = f"/v1/postvakken/{OIN[self.name]}/berichten?maximum=100&na={self.after}"
            page = party.get(path).json["berichten"]
            for item in page:
                self.after = max(self.after, item["volgnummer"])
                if item["soort"] == "statusbericht" and item["inhoud"]["toestand"] == "verwerkt":
                    self.counted[item["inhoud"]["inzending"]] += 1
            if not page:
                party.close()
                return self.counted


def make_pki():
    subprocess.run(
        [str(ROOT / "certs" / "maak")],
        env=dict(os.environ, PMM_HOME=str(PKI_HOME)),
        check=True,
        capture_output=True,
        timeout=120,
    )


def sample(name, **changes):
    """One of the samples that the documentation shows, with an id of its own."""
    message = json.loads((ROOT / "schemas" / "samples" / "json" / f"{name}.json").read_text())
    message["id"] = str(uuid.uuid4())
    message.update(changes)
    return {key: value for key, value in message.items() if value is not None}
