"""Makes the administrator of the local stack, or gives it other workspaces.

Usage: administrator.py REQUEST_FILE

The request is JSON: pool, username, password, email and workspaces (a list). The password is set for good, so that
nobody is asked to change it. Where the emulator is, is in the environment of the AWS tools.
"""

import json
import sys
from pathlib import Path

import boto3

GROUP = "admin"


def appoint(request: dict) -> None:
    """Makes the person where there is none yet, and sets password, group and workspaces."""
    client = boto3.client("cognito-idp")
    person = {"UserPoolId": request["pool"], "Username": request["username"]}
    attributes = [
        {"Name": "email", "Value": request["email"]},
        {"Name": "email_verified", "Value": "true"},
        {"Name": "custom:workspaces", "Value": " ".join(request["workspaces"])},
    ]
    # The emulator's own temporary password may break the rules of the pool.
    silently = {"MessageAction": "SUPPRESS", "TemporaryPassword": request["password"]}
    try:
        client.admin_create_user(**person, UserAttributes=attributes, **silently)
    except client.exceptions.UsernameExistsException:
        client.admin_update_user_attributes(**person, UserAttributes=attributes)
    client.admin_set_user_password(**person, Password=request["password"], Permanent=True)
    if request["is_administrator"]:
        client.admin_add_user_to_group(**person, GroupName=GROUP)


if __name__ == "__main__":
    appoint(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
