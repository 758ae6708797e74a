"""An organisation's own https server for tests: remembers what it was sent, and answers as it was told."""

import http.server
import ssl
import threading


class receiver:
    """Use as a context manager. `answers` holds functions request -> (status, headers, body); without any: 204."""

    def __init__(self, certificates, certificate="hub", roots=("client-roots/g1.pem",)):
        self.requests = []
        self.answers = []
        self.usual = lambda request: (204, {}, b"")
        outer = self

        class handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                peer = self.connection.getpeercert() or {}
                request = {
                    "method": self.command,
                    "path": self.path,
                    "headers": {name.lower(): value for name, value in self.headers.items()},
                    "body": body,
                    "subject": {key: value for part in peer.get("subject", ()) for key, value in part},
                }
                outer.requests.append(request)
                status, headers, text = (outer.answers.pop(0) if outer.answers else outer.usual)(request)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_POST = do_OPTIONS = do_GET = answer

            def log_message(self, *_):
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        pem = certificates / f"{certificate}.pem"
        context.load_cert_chain(pem, pem.with_suffix(".key"))
        if roots:
            context.verify_mode = ssl.CERT_REQUIRED
            for root in roots:
                context.load_verify_locations(certificates / root)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler, bind_and_activate=True)
        self.server.daemon_threads = True
        # A client that hangs up in the handshake is no error of the server.
        self.server.handle_error = lambda *_: None
        # The handshake belongs to the connection's own thread.
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def posted(self):
        return [one for one in list(self.requests) if one["method"] == "POST"]
