"""The nightly flow."""

from datetime import date

from prefect import flow, get_run_logger
from prefect.blocks.system import Secret

from orders.extract import fetch_orders, fetch_rates, fetch_returns
from orders.load import load_cube, load_warehouse
from orders.notify import mail_summary


@flow
def nightly(day: str | None = None, api_key: str = "b7Xk29QmWz41LtRv83Ns", audit_token_block: str = "audit-token") -> int:
    """Copy the orders of one day."""
    day = day or date.today().isoformat()
    orders = fetch_orders(day)
    returns = fetch_returns(day)
    rates = fetch_rates()
    loaded = load_warehouse(orders)
    load_cube(orders)
    audit_token = Secret.load(audit_token_block).get()
    get_run_logger().info("loaded %d orders, token of %d characters", loaded, len(audit_token))
    mail_summary(day, loaded, len(returns), rates, api_key)
    return loaded


if __name__ == "__main__":
    nightly.serve(name="nightly", cron="0 3 * * *")
