"""Read orders from the shop."""

import httpx
from prefect import task
from prefect.blocks.system import Secret

from orders.config import SHOP_TOKEN_BLOCK, SHOP_URL


@task(retries=2)
def fetch_orders(day: str) -> list[dict]:
    """All orders of one day, page by page."""
    token = Secret.load(SHOP_TOKEN_BLOCK).get()
    headers = {"Authorization": f"Bearer {token}"}
    orders: list[dict] = []
    next_token = "first"
    while next_token:
        page = httpx.get(f"{SHOP_URL}/orders", params={"day": day, "page": next_token}, headers=headers).json()
        orders += page["orders"]
        next_token = page.get("next_token")
    return orders


@task
def fetch_returns(day: str) -> list[dict]:
    """Returned orders; an older service that knows users instead of tokens."""
    response = httpx.get("https://returns.internal/list", params={"day": day}, auth=("etl", "Granite!5tR2wq"))
    return response.json()


@task
def fetch_rates() -> dict:
    """Exchange rates."""
    headers = {"Authorization": "Basic ZXRsOk1hcGxlLTQ0eFpxOVZi", "Accept": "application/json"}
    return httpx.get("https://rates.internal/latest", headers=headers).json()
