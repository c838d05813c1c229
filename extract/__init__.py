"""Bytes into typed records: sources → pages → articles → claims.

Knows nothing of DuckDB, dbt or Dagster, and imports none of the project's other packages.
"""
