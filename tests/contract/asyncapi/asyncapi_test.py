"""The AsyncAPI document: valid by AsyncAPI's own parser, and of one mind with config/topics.yaml.

asyncapi_test.py CHECKOUT (real headers are held against it in tests/system/kafka/readers_test.py)
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import yaml

CHECKOUT = pathlib.Path(sys.argv.pop(1))
HERE = pathlib.Path(__file__).resolve().parent
DOCUMENT = CHECKOUT / "schemas" / "asyncapi" / "pmm-topics.v1.json"
DAY_MS = 24 * 3600 * 1000


# An error or a warning; the rest is information.
WRONG = (0, 1)


def judged(*paths):
    """What the parser finds wrong with each."""
    done = subprocess.run(["node", HERE / "parse.mjs", *paths], capture_output=True, check=True)
    return [[one for one in found if one["severity"] in WRONG] for found in json.loads(done.stdout)]


class topics(unittest.TestCase):
    def setUp(self):
        self.document = json.loads(DOCUMENT.read_text())

    def test_is_valid_by_its_own_parser_which_sees_what_is_wrong(self):
        self.document["operations"]["lees-aanmelding"]["channel"]["$ref"] = "#/channels/nergens"
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(self.document, file)
            file.flush()
            ours, broken = judged(DOCUMENT, file.name)
        self.assertEqual(ours, [])
        self.assertTrue(broken)

    def test_says_of_every_topic_what_is_configured(self):
        configured = yaml.safe_load((CHECKOUT / "config" / "topics.yaml").read_text())
        expected, said = {}, {}
        for one in configured["onderwerpen"]:
            expected[one["stroom"]] = {
                "address": f"{{voorvoegsel}}{one['stroom']}.v{one['versie']}",
                "partitions": one["partities"],
                "replicas": configured["replicatie"],
                "cleanup": ["compact" if one["opschonen"] == "verdichten" else "delete"],
                "retention": one["bewaarDagen"] * DAY_MS or -1,
                "writers": one["schrijven"],
                "readers": one["lezen"],
            }
        for name, channel in self.document["channels"].items():
            kafka = channel["bindings"]["kafka"]
            said[name] = {
                "address": channel["address"],
                "partitions": kafka["partitions"],
                "replicas": kafka["replicas"],
                "cleanup": kafka["topicConfiguration"]["cleanup.policy"],
                "retention": kafka["topicConfiguration"]["retention.ms"],
                "writers": channel["x-schrijven"],
                "readers": channel["x-lezen"],
            }
        self.assertEqual(said, expected)


if __name__ == "__main__":
    unittest.main()
