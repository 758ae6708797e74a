"""Reads messages from a topic of the hub: verifies each receipt, asks the hub for the message's key, and unseals it.

Needs nothing of the hub but schemas/ (compiled: protoc -Ischemas --python_out=MAP schemas/pmm/v1/*.proto, with MAP in
PYTHONPATH) and the reader's own key material. Prints one JSON object per message. What each step means stands in
hub/docs/lezen-van-topics.md.
"""

import argparse
import base64
import hashlib
import hmac
import json
import pathlib
import ssl
import sys
import urllib.request
import uuid

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition
from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import DecodeError
from pmm.v1.content_pb2 import CanonicalMessage
from pmm.v1.envelope_pb2 import CanonicalPart, Envelope


class unproven(Exception):
    """Not what the hub accepted: a security event. Do not act on it, do not skip it in silence: report it."""


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


def uuid_text(value):
    return str(uuid.UUID(bytes=value)) if value else None


def load_seals(path):
    """The certificates that sign heads, by what a head names them: key id aside, their SHA-256."""
    certificates = x509.load_pem_x509_certificates(pathlib.Path(path).read_bytes())
    return {one.fingerprint(hashes.SHA256()): one.public_key() for one in certificates}


def verified_head(jws, seals):
    """A head is signed once per commit: a reader of many messages remembers it."""
    header, payload, signature = jws.split(b".")
    named = json.loads(from_base64url(header.decode()))
    key = seals.get(from_base64url(named["x5t#S256"]))
    if named["alg"] != "ES256" or key is None:
        raise unproven("signed by no seal that we know")
    raw = from_base64url(signature.decode())
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    try:
        key.verify(encode_dss_signature(r, s), header + b"." + payload, ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise unproven("the head's signature is not right") from None
    return json.loads(from_base64url(payload.decode()))


def root_of(proof):
    """RFC 9162 section 2.1.3.2: from the leaf upward; the last of a level without a partner rises as it is."""
    siblings = [proof.path[at : at + 32] for at in range(0, len(proof.path), 32)]
    node, index, last = sha256(b"\0", proof.leaf), proof.index, proof.leaves - 1
    while last > 0:
        if index % 2 == 1:
            node = sha256(b"\1", siblings.pop(0), node)
        elif index < last:
            node = sha256(b"\1", node, siblings.pop(0))
        index, last = index // 2, last // 2
    if index != 0 or siblings:
        raise unproven("the path does not fit the place")
    return node


def verify(envelope, environment, seals):
    """The leaf, when the envelope says what the hub signed and nothing else."""
    leaf = json.loads(envelope.proof.leaf)
    head = verified_head(envelope.head, seals)
    said = (
        envelope.environment,
        uuid_text(envelope.message_id),
        uuid_text(envelope.casus_id),
        envelope.type,
        envelope.owner_oin,
        envelope.certificate_oin,
        [{"naar": one.name, "volgnummer": one.sequence} for one in envelope.destinations],
    )
    signed = tuple(
        leaf.get(name) for name in ("omgeving", "inzending", "casusId", "type", "eigenaar", "certificaat", "bestemmingen")
    )
    if said != signed or envelope.environment != environment:
        raise unproven("the envelope differs from its leaf, or is of another environment")
    if (head["omgeving"], head["logId"], head["bladen"]) != (leaf["omgeving"], leaf["logId"], envelope.proof.leaves):
        raise unproven("the head is of another log or commit")
    if root_of(envelope.proof) != from_base64url(head["wortel"]):
        raise unproven("the leaf is not in the tree that the head signs")
    return leaf


def release_key(value, hub, context):
    """The message's key, which opens this message alone. The release is in the hub's log before the answer comes."""
    asked = urllib.request.Request(
        hub + "/v1/sleutels/_vrijgeven", data=value, headers={"Content-Type": "application/protobuf"}
    )
    with urllib.request.urlopen(asked, context=context) as answer:
        return from_base64url(json.load(answer)["sleutel"])


def additional_data(envelope):
    """What the seal is bound to: each field with its length (four bytes, big-endian) before it."""
    fields = (
        envelope.environment.encode(),
        envelope.message_id,
        envelope.casus_id,
        b"canoniek",
        envelope.owner_oin.encode(),
        envelope.type.encode(),
        envelope.canonical.key_version.to_bytes(4, "big"),
    )
    return b"".join(len(field).to_bytes(4, "big") + field for field in fields)


def unseal(envelope, leaf, key):
    """The content, when it is what the leaf committed to."""
    sealed = envelope.canonical
    try:
        part = CanonicalPart.FromString(AESGCM(key).decrypt(sealed.iv, sealed.ciphertext, additional_data(envelope)))
    except InvalidTag:
        raise unproven("the seal is not of this content in this envelope") from None
    commitment = hmac.digest(part.salt, b"canoniek\0" + part.message, "sha256")
    if not hmac.compare_digest(commitment, from_base64url(leaf["canoniek"])):
        raise unproven("the content is not what the leaf committed to")
    return CanonicalMessage.FromString(part.message)


class reader:
    def __init__(self, given):
        self.given = given
        self.seals = load_seals(given.zegel)
        self.tls = ssl.create_default_context(cafile=given.ca)
        self.tls.load_cert_chain(given.certificaat, given.sleutel)

    def open(self, value):
        try:
            envelope = Envelope.FromString(value)
            leaf = verify(envelope, self.given.omgeving, self.seals)
        except (DecodeError, ValueError, LookupError):
            raise unproven("it is no envelope as the hub makes them") from None
        content = unseal(envelope, leaf, release_key(value, self.given.hub, self.tls))
        return {
            "inzending": leaf["inzending"],
            "casusId": leaf.get("casusId"),
            "type": leaf["type"],
            "afzender": leaf["eigenaar"],
            "volgnummers": {one["naar"]: one["volgnummer"] for one in leaf["bestemmingen"]},
            "inhoud": MessageToDict(content, preserving_proto_field_name=True),
        }

    def records(self):
        """Every record of the topic, from its beginning to where it ends now. A real reader keeps its own position, in the
        transaction in which it handles a message, and begins there."""
        folder, role = pathlib.Path(self.given.kafka), self.given.rol
        consumer = Consumer(
            {
                "bootstrap.servers": self.given.brokers,
                "security.protocol": "ssl",
                "ssl.ca.location": str(folder / "ca.pem"),
                "ssl.certificate.location": str(folder / f"{role}.pem"),
                "ssl.key.location": str(folder / f"{role}.key"),
                # The library asks for a group, and the role has a right to this one alone; it is not joined.
                "group.id": f"{self.given.topic.rsplit('.', 2)[0]}.{role}",
                "enable.auto.commit": False,
                "auto.offset.reset": "error",
                "enable.partition.eof": True,
            }
        )
        known = consumer.list_topics(self.given.topic, timeout=30).topics[self.given.topic].partitions
        consumer.assign([TopicPartition(self.given.topic, number, OFFSET_BEGINNING) for number in known])
        left = set(known)
        while left:
            record = consumer.poll(30)
            if record is None:
                raise TimeoutError("the broker is silent")
            if record.error() is None:
                yield record
            elif record.error().code() == KafkaError._PARTITION_EOF:
                left.discard(record.partition())
            else:
                raise RuntimeError(record.error().str())
        consumer.close()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--brokers", help="host:port,…")
    parser.add_argument("--kafka", help="folder with ca.pem, ROL.pem and ROL.key")
    parser.add_argument("--rol", default="loket", help="the principal on Kafka")
    parser.add_argument("--topic")
    parser.add_argument("--waarde", help="opens one value from a file instead, for example one that kcat wrote")
    parser.add_argument("--omgeving", default="ontwikkel")
    parser.add_argument("--hub", required=True, help="the hub's port of internal roles, https://…")
    parser.add_argument("--ca", required=True, help="roots of the hub's certificate")
    parser.add_argument("--certificaat", required=True, help="of the internal role")
    parser.add_argument("--sleutel", required=True)
    parser.add_argument("--zegel", required=True, help="the hub's seal certificates (PEM)")
    return parser.parse_args()


def main():
    given = arguments()
    one = reader(given)
    if given.waarde:
        print(json.dumps(one.open(pathlib.Path(given.waarde).read_bytes())))
        return
    for record in one.records():
        # First the proof: until then nothing of a record is to be relied on, its key and headers included.
        content = one.open(record.value())
        headers = {name: value.decode() for name, value in record.headers()}
        print(json.dumps({"sleutel": record.key().decode(), "koppen": headers, **content}))


if __name__ == "__main__":
    try:
        main()
    except unproven as why:
        sys.exit(f"NIET BEWEZEN: {why}")
