"""Prints what the deployed table, queues and event source are, as one JSON object; the argument names them."""

import json
import sys

import boto3

NAMES = json.loads(sys.argv[1])


def queue(url: str) -> dict:
    """The settings of one queue."""
    answer = boto3.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    redrive = json.loads(answer.get("RedrivePolicy", "{}"))
    wanted = ("VisibilityTimeout", "MessageRetentionPeriod", "SqsManagedSseEnabled")
    return {name: answer[name] for name in wanted} | {"receives": redrive.get("maxReceiveCount")}


def table() -> dict:
    """The keys, the index and the clean-up of the table."""
    client = boto3.client("dynamodb")
    told = client.describe_table(TableName=NAMES["table"])["Table"]
    index = told["GlobalSecondaryIndexes"][0]
    time_to_live = client.describe_time_to_live(TableName=NAMES["table"])["TimeToLiveDescription"]
    return {
        "keys": [key["AttributeName"] for key in told["KeySchema"]],
        "index": [index["IndexName"], *(key["AttributeName"] for key in index["KeySchema"])],
        "projection": index["Projection"]["ProjectionType"],
        "stream": told["StreamSpecification"]["StreamViewType"],
        "time_to_live": [time_to_live["TimeToLiveStatus"], time_to_live.get("AttributeName")],
    }


def event_source() -> dict:
    """How the delivery function is fed."""
    source = boto3.client("lambda").list_event_source_mappings()["EventSourceMappings"][0]
    return {
        "batch": source["BatchSize"],
        "reports": source["FunctionResponseTypes"],
        "concurrency": source["ScalingConfig"]["MaximumConcurrency"],
    }


print(
    json.dumps(
        {
            "table": table(),
            "delivery": queue(NAMES["queue"]),
            "given_up": queue(NAMES["dead"]),
            "event_source": event_source(),
        }
    )
)
