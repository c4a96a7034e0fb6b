"""Tell people how the night was."""

import os
import smtplib
from email.message import EmailMessage

import httpx
from prefect import task

from orders.config import MAIL_PASSWORD


@task
def mail_summary(day: str, loaded: int, returned: int, rates: dict, api_key: str) -> None:
    """One mail for the team."""
    message = EmailMessage()
    message["Subject"] = f"Orders of {day}: {loaded} loaded, {returned} returned"
    message.set_content(str(httpx.post("https://texts.internal", json=rates, headers={"X-Api-Key": api_key}).json()))
    with smtplib.SMTP("mail.internal") as server:
        server.login("etl@shop.internal", MAIL_PASSWORD)
        server.send_message(message)


@task
def mail_accountants(report: str) -> None:
    """The report of the month."""
    with smtplib.SMTP("mail.internal") as server:
        server.login("books@shop.internal", "Meadow_31pQz7")
        server.sendmail("books@shop.internal", "accounts@shop.internal", report)


@task
def ping_demo() -> int:
    """Whether the public demo shop answers."""
    demo_password = "Quartz-19demo"  # secretlint: ignore[SL102] printed on the demo shop's front page
    return httpx.get("https://demo.shop.internal", auth=("demo", demo_password)).status_code


@task
def ping_partner() -> int:
    """Whether the partner's service answers."""
    password = os.environ["PARTNER_PASSWORD"]  # secretlint: ignore[SL102] until the partner issues accounts
    return httpx.get("https://partner.internal", auth=("shop", password)).status_code
