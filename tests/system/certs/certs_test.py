#!/usr/bin/env python3
"""certs/maak makes a PKI in which each good certificate verifies and each wrong one fails for its own reason."""

import os
import pathlib
import signal
import stat
import subprocess
import tempfile
import time
import unittest

CHECKOUT = pathlib.Path(__file__).resolve().parents[3]
DAY = 86400

GOOD = ["svb", "uwv", "duo", "gemeente-a", "gemeente-b", "loket", "let", "register", "g4/svb", "g4/gemeente-a"]
# What verifies although something is to be said about it: about its subject, or about the way it was sent.
GOOD_CHAIN = ["geen-oin", "korte-oin", "persoon", "onbekende-organisatie", "echte-oin", "zonder-tussen", "rsa-2048"]
# The number and the depth of the error that `openssl verify` gives first.
WRONG = {
    "verlopen": (10, 0),
    "nog-niet-geldig": (9, 0),
    "vreemde-root": (19, 1),
    "zelfondertekend": (18, 0),
    "vervalst": (7, 0),
    "alleen-server": (26, 0),
    "ingetrokken": (23, 0),
    "ingetrokken-tussen": (23, 1),
    "verlopen-crl": (12, 0),
    "zonder-crl": (3, 0),
    "zonder-tussen-onbekend": (20, 0),
    "sleutel-1024": (66, 0),
}

home = tempfile.TemporaryDirectory(prefix="pmm-certs-")
certs = pathlib.Path(home.name) / "certs"


def environment():
    return dict(os.environ, PMM_HOME=home.name)


def run(command, *arguments, check=True):
    return subprocess.run(
        [CHECKOUT / "certs" / command, *arguments], env=environment(), check=check, text=True, capture_output=True
    )


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], text=True, capture_output=True, check=False)


def rows(name):
    lines = (CHECKOUT / "certs" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def subject(name):
    arguments = ["x509", "-in", certs / f"{name}.pem", "-noout", "-subject", "-nameopt", "multiline,utf8,-esc_msb"]
    fields = {}
    for line in openssl(*arguments).stdout.splitlines()[1:]:
        key, value = line.split("=", 1)
        fields[key.strip()] = value.strip()
    return fields


def text(name):
    return openssl("x509", "-in", certs / f"{name}.pem", "-noout", "-text").stdout


def snapshot():
    return {
        path: (path.stat().st_mtime_ns, path.stat().st_ino, path.stat().st_mode)
        for path in sorted(certs.rglob("*"))
        if path.is_file()
    }


def changed(before):
    after = snapshot()
    differing = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    return {str(path.relative_to(certs)) for path in differing if "uitgevers" not in path.parts}


def joined(name, *paths):
    """One file of all that the hub would load from these folders, as `openssl verify` wants it."""
    out = pathlib.Path(home.name) / name
    out.write_text("".join(path.read_text() for path in paths), encoding="ascii")
    return out


def verify(name, roots="client-roots"):
    """The errors of the certificate as the hub would judge it: [(number, depth)], empty when it is good."""
    pem = certs / f"{name}.pem"
    trusted = joined("roots.pem", *(certs / roots).glob("*.pem"))
    untrusted = joined("untrusted.pem", pem, *(certs / "client-intermediates").glob("*.pem"))
    crls = joined("crls.pem", *(certs / "crl").glob("*.pem"))
    result = openssl(
        *["verify", "-no-CApath", "-no-CAstore", "-CAfile", trusted, "-untrusted", untrusted, "-CRLfile", crls],
        *["-crl_check_all", "-purpose", "sslclient", "-auth_level", "2", pem],
    )
    errors = []
    for line in result.stderr.splitlines():
        words = line.split()
        if words[0] == "error" and words[2] == "at":
            errors.append((int(words[1]), int(words[3])))
    assert (result.returncode == 0) == (not errors), result.stderr
    return errors


def kill_the_first_run():
    """Ends a first run while it makes keys; what is left on disk is what the next run has to cope with."""
    with subprocess.Popen(
        [CHECKOUT / "certs/maak"], env=environment(), stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGKILL)


def setUpModule():
    kill_the_first_run()
    global left_by_killed_run
    left_by_killed_run = certs.exists()
    run("maak")


def tearDownModule():
    home.cleanup()


class Made(unittest.TestCase):
    """A fresh PKI, which none of these tests changes."""

    def test_a_killed_run_leaves_no_half_pki(self):
        self.assertFalse(left_by_killed_run)
        self.assertEqual(list(certs.parent.glob(".certs.nieuw*")), [])

    def test_a_second_run_remakes_nothing(self):
        before = snapshot()
        output = run("maak").stdout
        self.assertEqual(snapshot(), before)
        self.assertIn("is current", output)

    def test_good_certificates_verify_with_every_crl(self):
        for name in GOOD:
            with self.subTest(name):
                self.assertEqual(verify(name), [])

    def test_operators_verify_under_their_own_root_only(self):
        for name, *_ in rows("operators.tsv") + rows("rollen.tsv"):
            with self.subTest(name):
                self.assertEqual(verify(name, roots="operator-roots"), [])
                self.assertEqual(verify(name)[0], (20, 0))
        self.assertEqual(verify("svb", roots="operator-roots")[0][0], 20)

    def test_wrong_certificates_fail_for_their_own_reason(self):
        for name, error in WRONG.items():
            with self.subTest(name):
                self.assertEqual(verify(f"fout/{name}")[0], error)

    def test_certificates_with_another_fault_verify(self):
        for name in GOOD_CHAIN:
            with self.subTest(name):
                self.assertEqual(verify(f"fout/{name}"), [])

    def test_every_wrong_kind_is_tested(self):
        made = {path.stem for path in (certs / "fout").glob("*.pem")}
        self.assertEqual(made, set(WRONG) | set(GOOD_CHAIN))

    def test_subjects_carry_the_oin_and_the_organisation(self):
        parties = rows("partijen.tsv")
        for name, oin, organisation in parties:
            with self.subTest(name):
                self.assertEqual(subject(name)["serialNumber"], oin)
                self.assertEqual(subject(name)["organizationName"], organisation)
        for name in ["svb", "gemeente-a"]:
            self.assertEqual(subject(f"g4/{name}"), subject(name))
        for name, oin, _, role in rows("operators.tsv") + rows("rollen.tsv"):
            with self.subTest(name):
                self.assertEqual(subject(name)["serialNumber"], oin)
                self.assertEqual(subject(name)["organizationalUnitName"], role)

    def test_oins_are_test_oins_and_distinct(self):
        oins = [row[1] for row in rows("partijen.tsv") + rows("operators.tsv")]
        self.assertEqual(len(set(oins)), len(oins))
        # Roles carry the OIN of whom they read for.
        self.assertLess({row[1] for row in rows("rollen.tsv")}, set(oins))
        for oin in oins:
            self.assertRegex(oin, r"\A00000099\d{12}\Z")

    def test_the_readme_lists_every_party(self):
        readme = (CHECKOUT / "certs/README.md").read_text(encoding="utf-8")
        for name, oin, organisation, *_ in rows("partijen.tsv") + rows("operators.tsv") + rows("rollen.tsv"):
            self.assertIn(f"| {name} | {oin} | {organisation}", readme)

    def test_wrong_subjects_are_wrong_in_one_way(self):
        self.assertNotIn("serialNumber", subject("fout/geen-oin"))
        self.assertEqual(len(subject("fout/korte-oin")["serialNumber"]), 17)
        self.assertIn("givenName", subject("fout/persoon"))
        self.assertIn("surname", subject("fout/persoon"))
        self.assertTrue(subject("fout/echte-oin")["serialNumber"].startswith("00000001"))
        listed = [row[1] for row in rows("partijen.tsv")]
        self.assertNotIn(subject("fout/onbekende-organisatie")["serialNumber"], listed)

    def test_g1_has_four_layers_and_an_ec_leaf(self):
        leaf = text("svb")
        self.assertEqual((certs / "svb.pem").read_text().count("BEGIN CERTIFICATE"), 3)
        self.assertIn("NIST CURVE: P-256", leaf)
        self.assertIn("Signature Algorithm: sha256WithRSAEncryption", leaf)

    def test_g4_is_signed_with_pss_and_only_for_clients(self):
        leaf = text("g4/svb")
        self.assertIn("Public-Key: (3072 bit)", leaf)
        self.assertIn("Signature Algorithm: rsassaPss", leaf)
        self.assertIn("Hash Algorithm: sha512", leaf)
        self.assertIn("TLS Web Client Authentication", leaf)
        self.assertNotIn("TLS Web Server Authentication", leaf)
        self.assertNotIn("Subject Alternative Name", leaf)

    def test_servers_verify_for_every_name_of_this_machine(self):
        for name in ["hub", "g4/hub"]:
            for host in [["-verify_hostname", "localhost"], ["-verify_ip", "127.0.0.1"], ["-verify_ip", "::1"]]:
                with self.subTest(name, host=host):
                    pem = certs / f"{name}.pem"
                    arguments = ["-CAfile", certs / "ca.pem", "-untrusted", pem, "-purpose", "sslserver", *host]
                    result = openssl("verify", "-no-CApath", "-no-CAstore", *arguments, pem)
                    self.assertEqual(result.returncode, 0, result.stderr)

    def test_g4_client_and_server_have_roots_of_their_own(self):
        self.assertNotEqual((certs / "client-roots/g4.pem").read_text(), "")
        self.assertNotIn((certs / "client-roots/g4.pem").read_text(), (certs / "ca.pem").read_text())

    def test_the_seal_verifies_and_signs_only(self):
        pem = certs / "zegel.pem"
        result = openssl("verify", "-no-CApath", "-no-CAstore", "-CAfile", certs / "zegel-root.pem", pem)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("Digital Signature", text("zegel"))
        self.assertNotIn("Extended Key Usage", text("zegel"))

    def test_keys_belong_to_their_certificates(self):
        for key in certs.rglob("*.key"):
            with self.subTest(key.name):
                public = openssl("pkey", "-in", key, "-pubout").stdout
                self.assertEqual(openssl("x509", "-in", key.with_suffix(".pem"), "-noout", "-pubkey").stdout, public)

    def test_keys_are_private(self):
        for path in [certs, *certs.rglob("*")]:
            mode = stat.S_IMODE(path.stat().st_mode)
            if path.is_dir():
                self.assertEqual(mode, 0o700, path)
            elif path.suffix == ".key":
                self.assertEqual(mode, 0o600, path)


class Changed(unittest.TestCase):
    """What the other commands and later runs do; each test ends with a PKI that is whole again."""

    def tearDown(self):
        run("maak")

    def test_crls_with_less_than_a_day_left_are_remade(self):
        run("crl", "23", "g1-tsp")
        before = snapshot()
        run("maak")
        self.assertEqual(changed(before), {"crl/g1-tsp.pem"})

    def test_crl_can_be_made_expired_and_is_set_right(self):
        run("crl", "-1", "g1-domein")
        self.assertEqual(verify("svb")[0], (12, 1))
        run("maak")
        self.assertEqual(verify("svb"), [])

    def test_all_crls_but_the_expired_one_can_be_remade(self):
        before = snapshot()
        run("crl", "48")
        remade = changed(before)
        self.assertIn("crl/g4-client-tsp.pem", remade)
        self.assertIn("crl/operators-root.pem", remade)
        self.assertNotIn("crl/g1-tsp-verlopen-crl.pem", remade)

    def test_crl_numbers_only_grow(self):
        def number():
            return int(openssl("crl", "-in", certs / "crl/g1-tsp.pem", "-noout", "-crlnumber").stdout.split("=")[1], 16)

        first = number()
        run("crl", "48", "g1-tsp")
        self.assertGreater(number(), first)

    def test_a_revoked_certificate_stays_so_until_it_is_made_anew(self):
        run("trek-in", "duo", "g4/gemeente-a", "operator-2")
        run("maak")
        self.assertEqual(verify("duo")[0], (23, 0))
        self.assertEqual(verify("g4/gemeente-a")[0], (23, 0))
        self.assertEqual(verify("operator-2", roots="operator-roots")[0], (23, 0))
        self.assertEqual(verify("svb"), [])
        for name in ["duo", "g4/gemeente-a", "operator-2"]:
            (certs / f"{name}.pem").unlink()
        run("maak")
        self.assertEqual(verify("duo"), [])
        self.assertEqual(verify("g4/gemeente-a"), [])

    def test_an_issuer_killed_while_it_wrote_its_books_goes_on(self):
        for name in ["index.txt", "crlnumber"]:
            (certs / "uitgevers/g1-tsp" / name).unlink()
        run("crl", "48", "g1-tsp")
        self.assertEqual(verify("fout/ingetrokken")[0], (23, 0))

    def test_an_unknown_name_is_not_revoked(self):
        result = run("trek-in", "niemand", check=False)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("no such certificate", result.stderr)

    def test_what_is_about_to_expire_is_renewed_with_its_key(self):
        table = certs / "uitgevers/lijst.tsv"
        lines = []
        for line in table.read_text(encoding="utf-8").splitlines():
            name, moment, form = line.split("\t", 2)
            # A moment that has passed, as it will have when 30 days are left.
            lines.append("\t".join([name, str(int(time.time()) - DAY) if name == "uwv.pem" else moment, form]))
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")
        before = snapshot()
        run("maak")
        self.assertEqual(changed(before), {"uwv.pem"})
        self.assertEqual(verify("uwv"), [])

    def test_what_was_lost_is_made_again(self):
        for name in ["loket.pem", "let.key", "crl/g1-root.pem", "client-roots/g1.pem"]:
            (certs / name).unlink()
        run("maak")
        self.assertEqual(verify("loket"), [])
        self.assertTrue((certs / "let.key").exists())
        public = openssl("pkey", "-in", certs / "let.key", "-pubout").stdout
        self.assertEqual(openssl("x509", "-in", certs / "let.pem", "-noout", "-pubkey").stdout, public)

    def test_the_seal_outlives_a_new_pki(self):
        seal = [(certs / name).read_bytes() for name in ["zegel.pem", "zegel.key", "zegel-root.pem"]]
        root = (certs / "client-roots/g1.pem").read_bytes()
        (certs / "uitgevers/versie").write_text("0\n", encoding="ascii")
        run("maak")
        self.assertEqual([(certs / name).read_bytes() for name in ["zegel.pem", "zegel.key", "zegel-root.pem"]], seal)
        self.assertNotEqual((certs / "client-roots/g1.pem").read_bytes(), root)
        self.assertEqual(verify("svb"), [])

    def test_what_someone_else_put_there_is_left_alone(self):
        with tempfile.TemporaryDirectory() as other:
            kept = pathlib.Path(other) / "certs" / "productie.key"
            kept.parent.mkdir()
            kept.write_text("kept", encoding="ascii")
            result = subprocess.run(
                [CHECKOUT / "certs/maak"], env=dict(os.environ, PMM_HOME=other), text=True, capture_output=True
            )
            self.assertNotEqual(result.returncode, 0)
            self.assertIn("did not make", result.stderr)
            self.assertEqual(kept.read_text(), "kept")


if __name__ == "__main__":
    unittest.main()
