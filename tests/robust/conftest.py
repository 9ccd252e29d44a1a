from __future__ import annotations

import pytest
from damaged_town import Town


@pytest.fixture
def town(tmp_path):
    return Town(tmp_path)
