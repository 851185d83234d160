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


def event_sources() -> dict:
    """How the functions are fed, by the kind of the source."""
    told = {}
    for source in boto3.client("lambda").list_event_source_mappings()["EventSourceMappings"]:
        destination = source.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        service, queue = source["EventSourceArn"].split(":")[2], source["EventSourceArn"].split(":")[-1]
        told["files" if NAMES["files"].endswith(queue) else service] = {
            "batch": source["BatchSize"],
            "reports": source["FunctionResponseTypes"],
            "concurrency": source.get("ScalingConfig", {}).get("MaximumConcurrency"),
            "starts": source.get("StartingPosition"),
            "waits": source.get("MaximumBatchingWindowInSeconds"),
            "retries": source.get("MaximumRetryAttempts"),
            "splits": source.get("BisectBatchOnFunctionError"),
            "at_once": source.get("ParallelizationFactor"),
            "only": [filter["Pattern"] for filter in source.get("FilterCriteria", {}).get("Filters", [])],
            "given_up_to_queue": bool(destination) and NAMES["live_dead"].endswith(destination.split(":")[-1]),
        }
    return told


def alarms() -> list[str]:
    """What wakes somebody."""
    told = boto3.client("cloudwatch").describe_alarms()["MetricAlarms"]
    sign = {"GreaterThanThreshold": ">", "LessThanThreshold": "<"}
    return sorted(
        f"{alarm['AlarmName'].split('-')[-2]}: {alarm['Namespace']} {alarm['MetricName']} "
        f"{sign[alarm['ComparisonOperator']]} {alarm['Threshold']:g} in {alarm['Period']} s"
        for alarm in told
    )


def bucket() -> dict:
    """What the bucket for files keeps and whom it tells."""
    client, name = boto3.client("s3"), {"Bucket": NAMES["drop"]}
    told = client.get_bucket_notification_configuration(**name)["QueueConfigurations"]
    return {
        "versions": client.get_bucket_versioning(**name).get("Status"),
        "tells": [[one["Events"], one["Filter"]["Key"]["FilterRules"]] for one in told],
    }


print(
    json.dumps(
        {
            "table": table(),
            "delivery": queue(NAMES["queue"]),
            "given_up": queue(NAMES["dead"]),
            "bucket": bucket(),
            "files": queue(NAMES["files"]),
            "files_given_up": queue(NAMES["files_dead"]),
            "event_sources": event_sources(),
            "live_gives_up_to": queue(NAMES["live_dead"]),
            "alarms": alarms(),
        }
    )
)
