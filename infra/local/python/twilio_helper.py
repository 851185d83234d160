"""Plays a client of Twilio with the official helper library: sends, fetches and lists by its own requests, and checks the
signature of every callback with its own validator. Reads what it needs as JSON from standard input, writes what it saw as
JSON to standard output."""

import json
import queue
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

TWILIO = "https://api.twilio.com"
PATIENCE_SECONDS = 20


class Detour(TwilioHttpClient):
    """Sends what is meant for Twilio to the simulator."""

    def __init__(self, base):
        super().__init__()
        self.base = base

    def request(self, method, url, *args, **kwargs):
        return super().request(method, url.replace(TWILIO, self.base), *args, **kwargs)


def listen(callbacks):
    """Takes callbacks on a free port; gives the address."""

    class Callbacks(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            callbacks.put((self.path, body, self.headers.get("x-twilio-signature", "")))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_line):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Callbacks)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def main():
    wish = json.load(sys.stdin)
    callbacks = queue.Queue()
    here = listen(callbacks)
    client = Client(wish["key"], wish["secret"], wish["account"], http_client=Detour(wish["base"]))
    sent = client.messages.create(
        to=wish["to"],
        from_=wish["sender"],
        body="Hi from the helper: Ä & ? + % =",
        status_callback=f"{here}/status?w=acme%20store&m=d-1&a=1",
    )
    validator = RequestValidator(wish["token"])
    seen = []
    while "delivered" not in [status for status, _valid in seen]:
        path, body, signature = callbacks.get(timeout=PATIENCE_SECONDS)
        fields = dict(parse_qsl(body, keep_blank_values=True))
        seen.append((fields["MessageStatus"], validator.validate(here + path, fields, signature)))
    try:
        client.messages.create(to=wish["to"], from_=wish["sender"])
        refused = None
    except TwilioRestException as refusal:
        refused = [refusal.status, refusal.code]
    json.dump(
        {
            "sid": sent.sid,
            "status": sent.status,
            "callbacks": seen,
            "fetched": client.messages(sent.sid).fetch().status,
            "listed": [message.sid for message in client.messages.list(to=wish["to"], limit=5)],
            "refused": refused,
        },
        sys.stdout,
    )


main()
