"""Version of the package, recorded in every verdict."""

__version__ = "0.2.0"
