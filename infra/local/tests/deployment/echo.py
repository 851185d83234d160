"""A function that answers an HTTP event with what it got, and a list of AWS calls with how each of them ended."""

import base64
import json
import os
import urllib.request

RUNTIME = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation"


def outcome(service: str, operation: str, arguments: dict) -> str:
    """Makes one AWS call with the function's own rights; answers `allowed` or `denied`."""
    import boto3  # only where it is needed: it takes longer to load than everything else here
    from botocore.exceptions import ClientError

    try:
        getattr(boto3.client(service), operation)(**arguments)
    except ClientError as error:
        return "denied" if "AccessDenied" in error.response["Error"]["Code"] else "allowed"
    return "allowed"


def answer(event) -> dict:
    """What the function answers to an event."""
    if isinstance(event, dict) and "calls" in event:
        return {name: outcome(*call) for name, call in event["calls"].items()}
    body = event.get("body") or "" if isinstance(event, dict) else ""
    if body and event.get("isBase64Encoded"):
        body = base64.b64decode(body).decode()
    told = {
        "event": event,
        "body": body,
        "process": os.getpid(),
        "function": os.environ["AWS_LAMBDA_FUNCTION_NAME"],
        "environment": {
            name: os.environ.get(name) for name in ("PUBLIC_URL", "SENDER", "TWILIO_URL", "WEBHOOK_SEGMENT")
        },
    }
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(told)}


while True:
    with urllib.request.urlopen(f"{RUNTIME}/next") as call:
        request = call.headers["Lambda-Runtime-Aws-Request-Id"]
        reply = json.dumps(answer(json.load(call))).encode()
    urllib.request.urlopen(f"{RUNTIME}/{request}/response", data=reply).close()
