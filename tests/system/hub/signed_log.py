"""A hub's signed log as somebody with its file, and perhaps its seal, can change it."""

import base64
import hashlib
import json
import struct
import subprocess
import uuid

from stored_bytes import database


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def fields_of(head):
    return json.loads(decode(head.split(".")[1]))


def sign(head, key, **changes):
    """The head with other fields, signed with this key."""
    fields = dict(fields_of(head), **changes)
    payload = encode(json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode())
    signed = f"{head.split('.')[0]}.{payload}"
    command = ["openssl", "dgst", "-sha256", "-sign", str(key)]
    der = subprocess.run(command, input=signed.encode(), capture_output=True, check=True).stdout
    return f"{signed}.{encode(raw_signature(der))}"


def raw_signature(der):
    """r and s of 32 bytes each, out of SEQUENCE { INTEGER r, INTEGER s }."""
    at, numbers = 2, []
    for _ in range(2):
        size = der[at + 1]
        numbers.append(int.from_bytes(der[at + 2 : at + 2 + size], "big").to_bytes(32, "big"))
        at += 2 + size
    return b"".join(numbers)


def make_key(path):
    command = ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def root_of(leaves):
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0]


def frames(blob):
    found, at = [], 0
    while at < len(blob):
        (size,) = struct.unpack_from("<I", blob, at)
        found.append(blob[at + 4 : at + 4 + size])
        at += 4 + size
    return found


class commit:
    """A row of the log."""

    def __init__(self, number, head, leaves):
        self.number, self.head, self.leaves = number, head, frames(leaves)

    @property
    def fields(self):
        return fields_of(self.head)


class signed_log:
    """Only while no hub runs on it."""

    def __init__(self, data, name="berichten"):
        self.path = data / f"{name}.db"

    def commits(self):
        with database(self.path) as file:
            return [commit(*row) for row in file.execute("SELECT number, head, leaves FROM log_commit ORDER BY number")]

    def commit_of(self, message_id):
        wanted = str(uuid.UUID(message_id)).encode()
        return next(one for one in self.commits() if any(wanted in leaf for leaf in one.leaves))

    def put(self, number, head=None, leaves=None):
        with database(self.path) as file:
            if head is not None:
                digest = hashlib.sha256(head.encode()).digest()
                file.execute("UPDATE log_commit SET head=?, hash=? WHERE number=?", (head, digest, number))
            if leaves is not None:
                blob = b"".join(struct.pack("<I", len(leaf)) + leaf for leaf in leaves)
                file.execute("UPDATE log_commit SET leaves=?, leaf_count=? WHERE number=?", (blob, len(leaves), number))

    def remove(self, first, last):
        with database(self.path) as file:
            file.execute("DELETE FROM log_commit WHERE number BETWEEN ? AND ?", (first, last))

    def sign_again(self, first, key, **changes):
        """Signs every commit from one on as if what is there had always been so: with other fields for that one."""
        previous = None
        for one in self.commits():
            if one.number < first:
                continue
            fields = changes if one.number == first else {"vorig": previous}
            head = sign(one.head, key, **fields)
            self.put(one.number, head=head)
            previous = encode(hashlib.sha256(head.encode()).digest())
