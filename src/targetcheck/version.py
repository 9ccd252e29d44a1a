"""Version of the package, recorded in every verdict."""

__version__ = "0.1.0"
