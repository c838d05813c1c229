"""Great Expectations suites on raw tables and marts: declared in `suites/*.yml`, run inside DuckDB."""
