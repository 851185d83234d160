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


CALLS = {
    "get": ("dynamodb", "get_item", TABLE | {"Key": KEY}),
    "get many": ("dynamodb", "batch_get_item", {"RequestItems": {NAMES["table"]: {"Keys": [KEY]}}}),
    "put": ("dynamodb", "put_item", TABLE | {"Item": KEY}),
    "update": (
        "dynamodb",
        "update_item",
        TABLE | IS | {"Key": KEY, "UpdateExpression": "SET seen = :value"},
    ),
    "check in a transaction": (
        "dynamodb",
        "transact_write_items",
        {
            "TransactItems": [
                {"ConditionCheck": TABLE | {"Key": KEY, "ConditionExpression": "attribute_exists(pk)"}}
            ]
        },
    ),
    "query": ("dynamodb", "query", TABLE | IS | {"KeyConditionExpression": "pk = :value"}),
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
    "write many": (
        "dynamodb",
        "batch_write_item",
        {"RequestItems": {NAMES["table"]: [{"PutRequest": {"Item": KEY}}]}},
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
