"""The protobuf package stays readable for who has the last released one, and a change that breaks that is refused.

compatibility_test.py SCHEMAS
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

import compatibility

SCHEMAS = pathlib.Path(sys.argv.pop(1))
RELEASED = SCHEMAS / "uitgebracht" / "pmm.v1.binpb"


def compiled(folder):
    """The descriptor set of every file of the package below a folder."""
    files = sorted(str(path.relative_to(folder)) for path in folder.glob("pmm/v1/*.proto"))
    with tempfile.NamedTemporaryFile() as output:
        subprocess.run(["protoc", f"-I{folder}", "--include_imports", f"--descriptor_set_out={output.name}", *files], check=True)
        return compatibility.read(output.name)


class the_package(unittest.TestCase):
    def changed(self, file, before, after):
        """What is broken when this stands in the file instead."""
        with tempfile.TemporaryDirectory() as folder:
            for path in SCHEMAS.glob("pmm/v1/*.proto"):
                text = path.read_text()
                if path.name == file:
                    self.assertIn(before, text)
                    text = text.replace(before, after, 1)
                target = pathlib.Path(folder) / path.relative_to(SCHEMAS)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text)
            return list(compatibility.breaks(compiled(SCHEMAS), compiled(pathlib.Path(folder))))

    def test_can_be_read_by_who_has_the_released_one(self):
        self.assertEqual(list(compatibility.breaks(compatibility.read(RELEASED), compiled(SCHEMAS))), [])

    def test_additions_are_no_break(self):
        self.assertEqual(self.changed("envelope.proto", "uint32 attempt = 18;", "uint32 attempt = 18; string more = 19;"), [])
        self.assertEqual(self.changed("content.proto", "LEEFGEBIED_OVERIG = 12;", "LEEFGEBIED_OVERIG = 12; LEEFGEBIED_MEER = 13;"), [])
        self.assertEqual(
            self.changed("envelope.proto", "uint32 attempt = 18;", 'reserved 18; reserved "attempt";'), [], "reserved for ever"
        )

    def test_each_kind_of_break_is_refused(self):
        field = "uint32 attempt = 18;"
        for before, after, told in (
            (field, "", "removed without reserving"),
            (field, "reserved 18;", "removed without reserving"),
            (field, "uint32 attempt = 19;", "removed without reserving"),
            (field, "string attempt = 18;", "TYPE_STRING"),
            (field, "repeated uint32 attempt = 18;", "repeated"),
            (field, "optional uint32 attempt = 18;", "True"),
            (field, "uint32 poging = 18;", "is named poging now"),
            (field, "oneof how { uint32 attempt = 18; }", "oneof"),
        ):
            with self.subTest(after):
                found = self.changed("envelope.proto", before, after)
                self.assertTrue(any(told in one for one in found), found)
        for before, after, told in (
            ("LEEFGEBIED_OVERIG = 12;", "", "removed without reserving"),
            ("LEEFGEBIED_OVERIG = 12;", "LEEFGEBIED_REST = 12;", "is named LEEFGEBIED_REST now"),
        ):
            with self.subTest(after):
                self.assertTrue(any(told in one for one in self.changed("content.proto", before, after)))

    def test_a_message_that_is_gone_is_refused(self):
        released, current = compiled(SCHEMAS), compiled(SCHEMAS)
        for file in current.file:
            for message in file.message_type:
                if message.name == "Destination":
                    message.name = "Bestemming"
        self.assertIn(".pmm.v1.Destination: removed", compatibility.breaks(released, current))

    def test_a_reserved_number_is_never_used_again(self):
        released = compiled(SCHEMAS)
        for file in released.file:
            for message in file.message_type:
                if message.name == "Envelope":
                    message.reserved_range.add(start=18, end=19)
        found = list(compatibility.breaks(released, compiled(SCHEMAS)))
        self.assertTrue(any("never used again" in one for one in found), found)


if __name__ == "__main__":
    unittest.main()
