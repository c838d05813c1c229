"""The SQLAlchemy dialect that Great Expectations needs to run inside DuckDB.

Great Expectations reads a result after its connection went back to the pool, and DuckDB's results end with it; here
every result is fetched at once. Addresses begin with `duckdb+buffered://`.
"""

from typing import Any

from duckdb_sqlalchemy import Dialect, DuckDBExecutionContext
from sqlalchemy.dialects import registry
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy


class BufferedExecutionContext(DuckDBExecutionContext):
    """Fetches the whole result before the connection is returned."""

    def post_exec(self) -> None:
        """Replace the lazy cursor of a statement that returns rows by its rows."""
        super().post_exec()  # type: ignore[no-untyped-call]
        if self.cursor.description:
            self.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(self.cursor, self.cursor.description)


class BufferedDialect(Dialect):
    """`duckdb_sqlalchemy`'s dialect with buffered results."""

    supports_statement_cache = True
    execution_ctx_cls = BufferedExecutionContext

    def connect(self, *arguments: Any, schema: str, **parameters: Any) -> Any:
        """Connect with `schema` as the default one; it is part of `connect_args`."""
        connection = super().connect(*arguments, **parameters)
        connection.execute(f"set schema = '{schema}'")
        return connection


registry.register("duckdb.buffered", __name__, BufferedDialect.__name__)
