"""SDMX: data as SDMX-CSV, structures through pysdmx."""
