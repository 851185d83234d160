"""Starts the AWS emulator on a free loopback port, for as long as standard input stays open.

Usage: ministack_launcher.py SCRATCH_FOLDER

Writes one line to standard output when the emulator answers: {"port": 40123}. Everything that the emulator prints goes
to standard error. The end of standard input means that the starter is gone or wants to stop, however it ended, so
nothing is ever left behind: neither the process nor its unpacked code.
"""

import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from importlib.metadata import version
from pathlib import Path

import condition_keys

PATCHED_VERSION = "1.5.33"
READY_PATH = "/_ministack/ready"
POLL_SECONDS = 0.02
STOP_SECONDS = 3.0
# What a line of a policy's decision begins with; `Emulator::decisions` looks for it.
DECISION = "policy decision: "


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def configure(port: int, scratch: Path) -> None:
    """Sets what the emulator reads from its environment while it is imported."""
    os.environ.update(
        GATEWAY_PORT=str(port),
        BIND_HOST="127.0.0.1",
        AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}",
        TMPDIR=str(scratch),
        STATE_DIR=str(scratch / "state"),  # the keys that tokens are signed with: of this run alone, and gone with it
        AUTH="true",  # policies are enforced, so a missing permission shows here and not on AWS
        IOT_MTLS_ENABLED="0",  # its listener would ignore BIND_HOST
        SFTP_ENABLED="0",
    )
    tempfile.tempdir = str(scratch)


def patch_latency() -> None:
    """Takes two waits out of every function call: about 90 ms, of which a test or a person would see nothing else."""
    import socketserver

    from ministack.core import lambda_runtime

    # The runtime API answers in two writes: without this, Nagle's algorithm and delayed acknowledgements add 40 ms.
    socketserver.StreamRequestHandler.disable_nagle_algorithm = True
    # The emulator waits 50 ms for a first log line of a function that may log nothing.
    drain = lambda_runtime.Worker._drain_stderr_bounded
    if drain.__defaults__ != (0.050, 0.005, 0.250):
        raise SystemExit("the emulator's log drain has changed: adapt patch_latency()")
    drain.__defaults__ = (0.002, 0.002, 0.250)


def enforce_sender() -> None:
    """Gives a policy for SES what AWS gives it: the identity as the resource, and the sender as a condition key."""
    from email.utils import parseaddr

    from ministack import app
    from ministack.core.responses import get_account_id

    otherwise = app._enforce_ses_v2

    def enforce(method: str, path: str, headers: dict, body: bytes, query: dict, request: str):
        if (method, path) != ("POST", "/v2/email/outbound-emails"):
            return otherwise(method, path, headers, body, query, request)
        mail = json.loads(body or b"{}")
        sender = parseaddr(mail.get("FromEmailAddress", ""))[1]
        action = "ses:SendRawEmail" if "Raw" in mail.get("Content", {}) else "ses:SendEmail"
        identity = f"arn:aws:ses:{app.extract_region(headers, query)}:{get_account_id()}:identity/{sender}"
        context = {"ses:FromAddress": sender}
        return app._enforce_data_plane(
            "sesv2", action, headers, query, request, identity, context, named_resource=identity
        )

    app._enforce_ses_v2 = enforce


def record_decisions() -> None:
    """Prints, once each, what a function asked for, on what and with what kinds of keys, and whether its policy allows it."""
    from ministack.core import iam_evaluator
    from ministack.core.responses import get_account_id

    decide, seen = iam_evaluator.enforce, set()

    def enforce(access_key: str, action: str, *others, **named):
        denied = decide(access_key, action, *others, **named)
        principal = iam_evaluator.resolve_principal(access_key or "", get_account_id())
        if getattr(principal, "type", "") == "AssumedRole":
            for key in condition_keys.forms(**named) or [""]:
                resource = str(named.get("resource_arn", "*"))
                decision = (principal.arn.rsplit("/", 1)[-1], action, resource, key, denied is None)
                if decision not in seen:
                    seen.add(decision)
                    told = dict(zip(("function", "action", "resource", "key", "allowed"), decision))
                    print(f"{DECISION}{json.dumps(told)}", file=sys.stderr, flush=True)
        return denied

    iam_evaluator.enforce = enforce


def read_concurrency() -> None:
    """Reads the most batches of a queue at the same time as a number: a parameter of the template comes as text."""
    from ministack.services import lambda_svc

    limit = lambda_svc._sqs_esm_concurrency

    def of(esm: dict, *others, **named) -> int:
        scaling = {key: int(value) for key, value in (esm.get("ScalingConfig") or {}).items()}
        return limit({**esm, "ScalingConfig": scaling}, *others, **named)

    lambda_svc._sqs_esm_concurrency = of


def follow_clock(scratch: Path) -> None:
    """Lets the identity pool tell the time of the stack, whose clock can be moved: or every token would have ended."""
    import types

    from ministack.services import cognito

    def ahead() -> int:
        try:
            return int((scratch / "clock").read_text())
        except (OSError, ValueError):
            return 0

    moved = types.SimpleNamespace(**vars(time))
    moved.time = lambda: time.time() + ahead()
    cognito.time = moved


def stop_when_abandoned(scratch: Path) -> None:
    """Ends the process at the end of standard input: politely, then after STOP_SECONDS without asking."""
    while os.read(0, 4096):
        pass  # nothing is said on standard input; only its end counts
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)


def announce_when_ready(port: int, announcement: int) -> None:
    """Writes the one line of standard output as soon as the emulator answers."""
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{READY_PATH}", timeout=2):
                break
        except (urllib.error.URLError, OSError):
            time.sleep(POLL_SECONDS)
    os.write(announcement, json.dumps({"port": port}).encode() + b"\n")


def end_functions() -> None:
    """Ends the functions' processes, which would otherwise only notice later that nobody calls them any more."""
    from ministack.core import lambda_runtime

    lambda_runtime.reset()


def main() -> None:
    """Runs the emulator until standard input ends."""
    if version("ministack") != PATCHED_VERSION:
        raise SystemExit(f"ministack {PATCHED_VERSION} is needed: its private names are patched")
    parent = Path(sys.argv[1]).resolve()
    parent.mkdir(parents=True, exist_ok=True)
    scratch = parent / f"emulator-{os.getpid()}"
    shutil.rmtree(scratch, ignore_errors=True)  # of an earlier process with this number, if that was killed
    scratch.mkdir()
    announcement = os.dup(1)
    os.set_inheritable(announcement, False)
    os.dup2(2, 1)
    sys.argv = sys.argv[:1]
    port = free_port()
    configure(port, scratch)
    threading.Thread(target=stop_when_abandoned, args=(scratch,), daemon=True).start()
    threading.Thread(target=announce_when_ready, args=(port, announcement), daemon=True).start()
    try:
        patch_latency()
        enforce_sender()
        condition_keys.supply()
        record_decisions()
        read_concurrency()
        follow_clock(scratch)
        from ministack.app import main as serve

        serve()
    finally:
        end_functions()
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
