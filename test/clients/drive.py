"""Calls notifications-python-client as a service team's program does: a line of JSON in, a line of JSON out, one for each call."""

import base64
import io
import json
import logging
import sys

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient


def filters_of(call):
    names = {"templateType": "template_type", "status": "status", "reference": "reference", "olderThan": "older_than"}
    return {theirs: call[ours] for ours, theirs in names.items() if ours in call}


METHODS = {
    "sendLetter": lambda client, call: client.send_letter_notification(
        template_id=call["templateId"], personalisation=call.get("personalisation"), reference=call.get("reference")
    ),
    "sendPrecompiledLetter": lambda client, call: client.send_precompiled_letter_notification(
        reference=call["reference"], pdf_file=io.BytesIO(base64.b64decode(call["pdf"])), postage=call.get("postage")
    ),
    "getLetter": lambda client, call: client.get_notification_by_id(call["id"]),
    "getLetters": lambda client, call: client.get_all_notifications(
        include_jobs=call.get("includeJobs"), **filters_of(call)
    ),
    "everyLetter": lambda client, call: list(client.get_all_notifications_iterator(**filters_of(call))),
    "getPdf": lambda client, call: client.get_pdf_for_letter(call["id"]),
    "getTemplate": lambda client, call: client.get_template(call["id"]),
    "getTemplateVersion": lambda client, call: client.get_template_version(call["id"], call["version"]),
    "getTemplates": lambda client, call: client.get_all_templates(template_type=call.get("type")),
    "getTemplateVersions": lambda client, call: client.get_all_template_versions(call["id"]),
    "preview": lambda client, call: client.post_template_preview(call["id"], personalisation=call.get("personalisation")),
    "getTexts": lambda client, call: client.get_received_texts(),
    "sendText": lambda client, call: client.send_sms_notification(
        phone_number="07700900123", template_id=call["templateId"]
    ),
    "sendEmail": lambda client, call: client.send_email_notification(
        email_address="someone@example.com", template_id=call["templateId"]
    ),
}


def outcome_of(client, call):
    try:
        answer = METHODS[call["method"]](client, call)
    except APIError as error:
        return {"kind": "refused", "status": error.status_code, "told": error.message, "name": type(error).__name__}
    except Exception as error:
        return {"kind": "thrown", "told": f"{type(error).__name__}: {error}"}
    if isinstance(answer, io.BytesIO):
        return {"kind": "file", "bytes": base64.b64encode(answer.read()).decode("ascii")}
    return {"kind": "answered", "status": None, "body": answer}


def main():
    logging.getLogger().addHandler(logging.NullHandler())  # it warns of each refusal, which is what is asked for here
    clients = {}
    for line in sys.stdin:
        asked = json.loads(line)
        account = (asked["apiKey"], asked["url"])
        client = clients.setdefault(account, NotificationsAPIClient(asked["apiKey"], base_url=asked["url"]))
        print(json.dumps(outcome_of(client, asked["call"])), flush=True)


main()
