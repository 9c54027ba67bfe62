"""What the database knows of its tables. After a great many new rows PostgreSQL plans badly until it counts them."""

from django.db import connection


def refresh() -> None:
    """Count the tables anew where the database does not do so by itself soon enough (PostgreSQL)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
