"""A real browser for tests: chromium through WebDriver, and a forwarder that holds the operator's certificate for it."""

import http.server
import json
import re
import subprocess
import threading
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# A browser on a busy machine of two cores is slow to start.
DEADLINE_S = 60


class forwarder:
    """Listens on localhost without TLS and asks the hub's operators' port with the certificate of who sits there."""

    def __init__(self, party):
        lock = threading.Lock()
        self.party = party
        here = self

        class handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.pass_on("GET", None)

            def do_POST(self):
                self.pass_on("POST", self.rfile.read(int(self.headers["Content-Length"])))

            def pass_on(self, method, body):
                names = ("Accept", "Content-Type")
                headers = {name: self.headers[name] for name in names if self.headers[name]}
                with lock:
                    given = here.party.request(method, self.path, body, headers)
                self.send_response(given.status)
                for name, value in given.headers.items():
                    # The browser speaks no TLS here.
                    if name not in ("strict-transport-security", "connection"):
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(given.raw)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class browser:
    def __init__(self, folder):
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        port = None
        while port is None:
            line = self.driver.stdout.readline()
            assert line, "chromedriver did not start"
            port = re.search(r"successfully on port (\d+)", line)
        self.address = f"http://127.0.0.1:{port[1]}/session"
        options = {
            "args": [
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=1280,900",
                f"--user-data-dir={folder}",
            ]
        }
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        self.address += "/" + self.call("POST", "", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(
            self.address + path, data=data, method=method, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=DEADLINE_S) as answer:
            return json.load(answer)["value"]

    def open(self, address):
        self.call("POST", "/url", {"url": address})

    def run(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait_for(self, script, *arguments):
        """Until the expression holds; looked at in the browser at every change of the page."""
        waiting = f"""
            const done = arguments[arguments.length - 1];
            const given = arguments;
            const holds = () => {{ const found = (function() {{ return {script}; }}).apply(null, given);
                if (found) {{ done(found); return true; }} return false; }};
            if (!holds()) new MutationObserver((_, seen) => holds() && seen.disconnect())
                .observe(document.documentElement, {{subtree: true, childList: true, characterData: true, attributes: true}});
        """
        self.call("POST", "/timeouts", {"script": DEADLINE_S * 1000})
        return self.call("POST", "/execute/async", {"script": waiting, "args": list(arguments)})

    def press(self, *keys):
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def said(self):
        return self.call("POST", "/se/log", {"type": "browser"})

    def screenshot(self):
        return self.call("GET", "/screenshot")

    def close(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()
            self.driver.stdout.close()
