"""Has every function try the same AWS calls and prints which of them each may make, as one JSON object."""

import json
import sys

import boto3

NAMES = json.loads(sys.argv[1])
KEY = {"pk": {"S": "a"}, "sk": {"S": "b"}}
TABLE = {"TableName": NAMES["table"]}
DROP = {"Bucket": NAMES["drop"]}
IS = {"ExpressionAttributeValues": {":value": {"S": "a"}}}


def event(bus: str) -> dict:
    """An event on a bus."""
    return {"Source": "test", "DetailType": "Test", "Detail": "{}", "EventBusName": bus}


def secret(of: str) -> dict:
    """Which secret is meant."""
    return {"SecretId": f"command-center-test/{of}_SECRET_ARN"}


def mail(sender: str) -> dict:
    """An email from a sender."""
    text = {"Data": "text"}
    return {
        "FromEmailAddress": f"Command Center <{sender}>",
        "Destination": {"ToAddresses": ["maya@example.com"]},
        "Content": {"Simple": {"Subject": text, "Body": {"Text": text}}},
    }


def item(kind: str, sort: str, *attributes: str) -> dict:
    """An item in a partition of a workspace, of its own one without a kind."""
    return {"pk": {"S": "W#acme" + kind}, "sk": {"S": sort}} | {name: {"S": "a"} for name in attributes}


def put(kind: str, sort: str, *attributes: str) -> tuple:
    """A call that puts such an item."""
    return "dynamodb", "put_item", TABLE | {"Item": item(kind, sort, *attributes)}


def change(kind: str, sort: str, attribute: str) -> tuple:
    """A call that changes an attribute of such an item."""
    expression = {"UpdateExpression": "SET #name = :value", "ExpressionAttributeNames": {"#name": attribute}}
    return "dynamodb", "update_item", TABLE | IS | expression | {"Key": item(kind, sort)}


def make(kind: str, sort: str, *attributes: str) -> tuple:
    """A call that changes such an item, or makes it where there is none."""
    names = {f"#{name}": name for name in attributes}
    expression = {"UpdateExpression": "SET " + ", ".join(f"{place} = :value" for place in names)}
    return "dynamodb", "update_item", TABLE | IS | expression | {"ExpressionAttributeNames": names, "Key": item(kind, sort)}


def ask(kind: str) -> tuple:
    """A call that queries a partition of a workspace."""
    partition = {"ExpressionAttributeValues": {":pk": {"S": "W#acme" + kind}}}
    return "dynamodb", "query", TABLE | partition | {"KeyConditionExpression": "pk = :pk"}


# By kind of item: every one that is worth something to whoever takes a function over.
KEYED_CALLS = {
    "put a member": put("", "MEMBER#ana", "role"),
    "put a consent": put("", "SUBSCRIPTION#ana", "consent"),
    "put a roster": put("", "ROSTER", "people"),
    "put a workspace": put("", "WORKSPACE", "rules"),
    "put rules": put("#RULES", "1"),
    "put a campaign": put("", "CAMPAIGN#one", "name"),
    "put a token": put("#TOKEN", "a"),
    "put an audit event": put("#AUDIT", "a"),
    "put a seal": put("#CHAIN", "HEAD"),
    "put a shift": put("#FINDING", "ADJUSTMENT#a"),
    "put a message": put("#MESSAGE#a", "MESSAGE"),
    "put a notice": put("#NOTICE#ana", "a"),
    "put a report": put("#REPORT", "a"),
    "put a fact": put("#FACT#2026-11", "a"),
    "change a role": change("", "MEMBER#ana", "role"),
    "change a mailbox": change("", "MEMBER#ana", "email"),
    "change a consent": change("", "SUBSCRIPTION#ana", "consent"),
    "change a limit": change("", "WORKSPACE", "single_tap_limit"),
    "change the roster": change("", "ROSTER", "people"),
    "change a token": change("#TOKEN", "a", "state"),
    "make a token by a change": make("#TOKEN", "new", "form", "member", "state"),
    "make a consent by a change": make("", "SUBSCRIPTION#new", "form", "consent", "digest_time"),
    "change a message": change("#MESSAGE#a", "MESSAGE", "state"),
    "change an audit event": change("#AUDIT", "a", "verb"),
    "change a seal": change("#CHAIN", "HEAD", "mac"),
    "read the settings": ask(""),
    "read the facts": ask("#FACT#2026-11"),
    "read the audit log": ask("#AUDIT"),
}
CALLS = KEYED_CALLS | {
    "get": ("dynamodb", "get_item", TABLE | {"Key": KEY}),
    "get many": ("dynamodb", "batch_get_item", {"RequestItems": {NAMES["table"]: {"Keys": [KEY]}}}),
    "check in a transaction": (
        "dynamodb",
        "transact_write_items",
        {
            "TransactItems": [
                {"ConditionCheck": TABLE | {"Key": KEY, "ConditionExpression": "attribute_exists(pk)"}}
            ]
        },
    ),
    "query the list": (
        "dynamodb",
        "query",
        TABLE | IS | {"IndexName": "by-time", "KeyConditionExpression": "list_pk = :value"},
    ),
    "delete": ("dynamodb", "delete_item", TABLE | {"Key": {"pk": {"S": "none"}, "sk": {"S": "none"}}}),
    "scan": ("dynamodb", "scan", TABLE),
    "delete the table": ("dynamodb", "delete_table", TABLE),
    "send": ("sqs", "send_message", {"QueueUrl": NAMES["queue"], "MessageBody": "{}"}),
    "receive": ("sqs", "receive_message", {"QueueUrl": NAMES["queue"], "WaitTimeSeconds": 0}),
    "send many": (
        "sqs",
        "send_message_batch",
        {"QueueUrl": NAMES["queue"], "Entries": [{"Id": "1", "MessageBody": "{}"}]},
    ),
    "read the given up": ("sqs", "receive_message", {"QueueUrl": NAMES["dead"], "WaitTimeSeconds": 0}),
    "keep what live gave up": ("sqs", "send_message", {"QueueUrl": NAMES["live_dead"], "MessageBody": "{}"}),
    "tell the product": ("events", "put_events", {"Entries": [event(NAMES["bus"])]}),
    "tell everybody": ("events", "put_events", {"Entries": [event("default")]}),
    "mail from our address": ("sesv2", "send_email", mail("command-center@example.com")),
    "mail from another": ("sesv2", "send_email", mail("boss@example.com")),
    "keep what the API was sent": ("s3", "put_object", DROP | {"Key": "in/acme/auto/.sent/i-1", "Body": ""}),
    "keep a file elsewhere": ("s3", "put_object", DROP | {"Key": "in/acme/meta/a.csv", "Body": ""}),
    "fetch a file": ("s3", "get_object", DROP | {"Key": "in/none"}),
    "delete a file": ("s3", "delete_object", DROP | {"Key": "in/none"}),
    "hold a file": (
        "sqs",
        "change_message_visibility",
        {"QueueUrl": NAMES["files"], "ReceiptHandle": "none", "VisibilityTimeout": 1},
    ),
    "tell of a file": ("sqs", "send_message", {"QueueUrl": NAMES["files"], "MessageBody": "{}"}),
    "write many facts": (
        "dynamodb",
        "batch_write_item",
        {"RequestItems": {NAMES["table"]: [{"PutRequest": {"Item": item("#FACT#2026-11", "a")}}]}},
    ),
    "write many facts and a token": (
        "dynamodb",
        "batch_write_item",
        {
            "RequestItems": {
                NAMES["table"]: [{"PutRequest": {"Item": item(kind, "a")}} for kind in ("#FACT#2026-11", "#TOKEN")]
            }
        },
    ),
    "read the credentials of Twilio": ("secretsmanager", "get_secret_value", secret("TWILIO")),
    "read the keys of tokens": ("secretsmanager", "get_secret_value", secret("TOKEN")),
    "read the keys of the audit log": ("secretsmanager", "get_secret_value", secret("AUDIT")),
    "change a secret": ("secretsmanager", "put_secret_value", secret("TOKEN") | {"SecretString": "{}"}),
}


def rights(function: str) -> list[str]:
    """What one function may do."""
    payload = json.dumps({"calls": CALLS}).encode()
    answer = boto3.client("lambda").invoke(FunctionName=function, Payload=payload)
    outcomes = json.load(answer["Payload"])
    return [name for name in CALLS if outcomes[name] == "allowed"]


print(json.dumps({name: rights(function) for name, function in NAMES["functions"].items()}))
