"""What an attacker with access to the hub's files can do: finds the envelopes in them and changes bytes in place."""

import contextlib
import sqlite3
import uuid

# Field numbers of pmm.v1.Envelope and its parts.
ENVIRONMENT, KEY_ID, OWNER, SEALED, PROOF, HEAD = 1, 4, 6, 13, 15, 16
KEY_VERSION, IV, CIPHERTEXT = 1, 2, 3
LEAF = 1


@contextlib.contextmanager
def database(path):
    """Opened for changes, which are committed at the end; the WAL is taken in and emptied."""
    file = sqlite3.connect(path, isolation_level=None)
    try:
        yield file
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        file.close()


def read_varint(data, at):
    value, shift = 0, 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def fields_of(data, at, end=None):
    """Number: (start, end) of the value, for each field of a protobuf message from here; the last one of a number wins."""
    found = {}
    while end is None or at < end:
        tag, value_at = read_varint(data, at)
        if tag & 7 == 0:
            _, value_end = read_varint(data, value_at)
        elif tag & 7 == 2:
            size, value_at = read_varint(data, value_at)
            value_end = value_at + size
        else:
            break
        found[tag >> 3] = (value_at, value_end)
        at = value_end
        # A head is the last thing that a commit appends.
        if end is None and tag >> 3 == HEAD:
            break
    return found


class envelopes:
    """The envelopes in the broker's file; only while no hub runs on it."""

    def __init__(self, data, environment="ontwikkel"):
        self.path = data / "broker.db"
        self.begins = b"\x0a" + bytes([len(environment)]) + environment.encode() + b"\x12\x10"
        with database(self.path) as file:
            self.batches = {row: bytearray(content) for row, content in file.execute("SELECT id, content FROM batch")}

    def find(self, message_id):
        """The batch of a message and where its parts stand in it."""
        wanted = self.begins + uuid.UUID(message_id).bytes
        for row, content in self.batches.items():
            at = content.find(wanted)
            if at >= 0:
                return row, self.parts(content, at)
        raise AssertionError(f"no envelope of {message_id}")

    @staticmethod
    def parts(content, at):
        outer = fields_of(content, at)
        sealed, proof = fields_of(content, *outer[SEALED]), fields_of(content, *outer[PROOF])
        names = {"environment": outer[ENVIRONMENT], "key": outer[KEY_ID], "owner": outer[OWNER], "head": outer[HEAD]}
        names |= {"iv": sealed[IV], "ciphertext": sealed[CIPHERTEXT], "leaf": proof[LEAF], "version": sealed[KEY_VERSION]}
        return names

    def get(self, message_id, part):
        row, parts = self.find(message_id)
        start, end = parts[part]
        return bytes(self.batches[row][start:end])

    def put(self, message_id, part, value):
        row, parts = self.find(message_id)
        start, end = parts[part]
        assert end - start == len(value), f"{part}: only in place"
        self.batches[row][start:end] = value

    def save(self):
        with database(self.path) as file:
            file.executemany("UPDATE batch SET content=? WHERE id=?", [(bytes(c), row) for row, c in self.batches.items()])


class case_keys:
    """The wrapped keys, by casus."""

    def __init__(self, data):
        self.path = data / "sleutels.db"

    def get(self, casus):
        with database(self.path) as file:
            query = "SELECT key_encryption_version, wrapped FROM case_key WHERE id=?"
            return file.execute(query, (uuid.UUID(casus).bytes,)).fetchone()

    def put(self, casus, version, wrapped):
        with database(self.path) as file:
            change = "UPDATE case_key SET key_encryption_version=?, wrapped=? WHERE id=?"
            assert file.execute(change, (version, wrapped, uuid.UUID(casus).bytes)).rowcount == 1

    def destroy(self, casus):
        """As the hub does it: the key is gone, and that it was there stays known."""
        with database(self.path) as file:
            file.execute("PRAGMA secure_delete=ON")
            change = "UPDATE case_key SET wrapped=NULL, destroyed_at=1 WHERE id=?"
            assert file.execute(change, (uuid.UUID(casus).bytes,)).rowcount == 1
