"""Write orders into the warehouse."""

from urllib.parse import quote_plus

from prefect import task
from prefect.blocks.system import Secret
from sqlalchemy import URL, create_engine, text

from orders.config import STAGING_URL, WAREHOUSE_HOST, WAREHOUSE_PASSWORD, WAREHOUSE_USER

INSERT = text("INSERT INTO orders (id, total) VALUES (:id, :total)")


@task
def load_warehouse(orders: list[dict]) -> int:
    """Insert the orders; returns how many."""
    url = URL.create("postgresql", username=WAREHOUSE_USER, password=WAREHOUSE_PASSWORD, host=WAREHOUSE_HOST)
    return insert(url, orders)


@task
def load_staging(orders: list[dict]) -> int:
    """The same for the staging database, as it should be."""
    password = Secret.load("staging-password").get()
    return insert(STAGING_URL.format(user="etl", password=quote_plus(password)), orders)


@task
def load_cube(orders: list[dict]) -> int:
    """The same for the SQL Server of the accountants."""
    odbc = "Driver={ODBC Driver 18 for SQL Server};Server=cube.internal;Database=sales;UID=etl;PWD=Pelican-8sT3vx;"
    return insert("mssql+pyodbc:///?odbc_connect=" + quote_plus(odbc), orders)


@task
def load_local(orders: list[dict]) -> int:
    """The same for a database in a container."""
    return insert(URL.create("postgresql", username="postgres", password="postgres", host="localhost"), orders)


def insert(url: str | URL, orders: list[dict]) -> int:
    """Insert rows through SQLAlchemy."""
    with create_engine(url).begin() as connection:
        connection.execute(INSERT, orders)
    return len(orders)
