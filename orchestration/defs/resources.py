"""The resources every definition may ask for."""

import dagster as dg

from orchestration.defs.transform.assets import dbt_cli
from orchestration.resources import Home, Registry


@dg.definitions
def defs() -> dg.Definitions:
    """Return the resources by the names that assets use."""
    return dg.Definitions(resources={"home": Home(), "registry": Registry(), "dbt": dbt_cli})
