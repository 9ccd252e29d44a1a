"""What an office reads, word for word; `make golden-update` rewrites it, the diff is reviewed."""

from __future__ import annotations

import pytest

from targetcheck.output.circular.circular_template import as_markdown


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["suizhou-yangtze-2024", "xianning-yearbook-2022"])
def test_the_circular_reads_as_is_recorded(name, lang, examples, golden):
    text = as_markdown(examples(f"hubei/{name}").made(lang, brief=True))
    golden(f"circular-{name}-{lang}.md", text)
