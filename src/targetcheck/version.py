"""The version of the package, which every verdict names."""

__version__ = "0.1.0"
