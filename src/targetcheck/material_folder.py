"""Where the examples and the pages are that come with the program.

Layer: beside files.
"""

from __future__ import annotations

from pathlib import Path


def material_folder() -> Path:
    """Return the folder of examples and pages, in the package or its source tree."""
    package = Path(__file__).parent
    inside = package / "material"
    return inside if inside.is_dir() else package.parents[1]
