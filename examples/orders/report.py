"""Tell the accountants how it went."""

import requests
from prefect import get_run_logger, task
from prefect.blocks.system import Secret


@task
def report(rows: int) -> int:
    """Send how many rows came in; returns the status of the answer."""
    token = Secret.load("reports-token").get()
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    logger = get_run_logger()
    logger.info("reporting %s rows with %s", rows, headers)
    answer = requests.post("https://reports.internal/rows", json={"rows": rows}, headers=headers, timeout=30)
    logger.info("reported with a token of %s characters: %s", len(token), answer.status_code)
    return answer.status_code
