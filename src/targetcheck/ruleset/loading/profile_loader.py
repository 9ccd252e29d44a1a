"""Loader of a profile that is given as data, beside the ruleset that it judges.

Layer: ruleset. Input: a mapping. Output: a Profile, or TargetcheckError with every finding.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from targetcheck.errors import TargetcheckError
from targetcheck.ruleset.loading.pydantic_errors import fault
from targetcheck.ruleset.profile import Profile
from targetcheck.yaml_text.yaml_source import read_document


def profile_from_mapping(raw: Mapping[str, object]) -> Profile:
    """Return a profile that is given as data; raise TargetcheckError with every error in it."""
    try:
        return Profile.model_validate(dict(raw))
    except ValidationError as error:
        document = read_document(dict(raw))
        raise TargetcheckError(fault(document, (), e, Profile) for e in error.errors()) from None
