"""Checks a receipt (ontvangstbewijs) with a JOSE library and without our software.

usage: controleer.py BEWIJS.json ORIGINEEL ZEGELS.json
BEWIJS is the receipt, ORIGINEEL the exact bytes that were sent, ZEGELS the answer of GET /v1/zegels.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from joserfc import jws
from joserfc.jwk import ECKey


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


def seal_key(header, seals):
    """The public key of the seal that both names in the header belong to."""
    for seal in seals["zegels"]:
        certificate = x509.load_pem_x509_certificate(seal["pem"].encode())
        if seal["kid"] == header["kid"] and certificate.fingerprint(hashes.SHA256()) == decode(header["x5t#S256"]):
            return certificate.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
    raise ValueError("het zegel is niet bekend")


def root_of(leaf, index, count, path):
    """RFC 9162 section 2.1.3.2: from the leaf upward; the last of a level without a partner rises as it is."""
    node, last, siblings = sha256(b"\0", leaf), count - 1, list(path)
    while last > 0:
        if index % 2 == 1:
            node = sha256(b"\1", siblings.pop(0), node)
        elif index < last:
            node = sha256(b"\1", node, siblings.pop(0))
        index, last = index // 2, last // 2
    if index != 0 or siblings:
        raise ValueError("het pad past niet bij de plaats")
    return node


def check(receipt, original, seals):
    header = json.loads(decode(receipt["hoofd"].split(".")[0]))
    key = ECKey.import_key(seal_key(header, seals))
    head = json.loads(jws.deserialize_compact(receipt["hoofd"], key, algorithms=["ES256"]).payload)
    leaf = json.loads(receipt["blad"])
    if (head["omgeving"], head["logId"], head["bladen"]) != (leaf["omgeving"], leaf["logId"], receipt["aantal"]):
        raise ValueError("het hoofd hoort niet bij het blad")
    path = [decode(sibling) for sibling in receipt["pad"]]
    if root_of(receipt["blad"].encode(), receipt["index"], receipt["aantal"], path) != decode(head["wortel"]):
        raise ValueError("het blad staat niet in de boom van het hoofd")
    commitment = hmac.digest(decode(receipt["zout"]), b"origineel\0" + original, "sha256")
    if not hmac.compare_digest(commitment, decode(leaf["origineel"])):
        raise ValueError("de inhoud is niet wat de hub ontving")
    return leaf


if __name__ == "__main__":
    bewijs, origineel, zegels = (pathlib.Path(name).read_bytes() for name in sys.argv[1:4])
    try:
        blad = check(json.loads(bewijs), origineel, json.loads(zegels))
    except Exception as fault:  # whatever is wrong with it, it is no proof
        sys.exit(f"NIET GELDIG: {fault}")
    print(f"GELDIG: {blad['inzending']} van {blad['eigenaar']}, ontvangen {blad['tijd']} ({blad['omgeving']})")
