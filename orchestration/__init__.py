"""Dagster around the other packages: assets, checks, schedule, and the `mercato` command.

The only package that imports all others; it holds no logic of crawling, reading, SQL or release.
"""
