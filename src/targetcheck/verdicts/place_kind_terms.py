"""Names of the kinds of places, such as counties and districts, in Chinese and English.

Layer: verdicts. Input: the `kind` of a place. Output: words.
"""

from __future__ import annotations

from targetcheck.errors import Language

KINDS = {
    "province": ("省", "provinces"),
    "city": ("市", "cities"),
    "county": ("县（市）", "counties"),
    "district": ("区", "districts"),
    "lake": ("湖泊", "lakes"),
    "river": ("河流", "rivers"),
    "reservoir": ("水库", "reservoirs"),
    "plant": ("厂站", "plants"),
    "park": ("园区", "parks"),
    "project": ("项目", "projects"),
    "urban_area": ("城区", "urban areas"),
    "industry": ("行业", "industries"),
    "health_centre": ("卫生院", "health centres"),
    "institution_level": ("机构级别", "levels of institutions"),
    "education_level": ("学历", "levels of education"),
    "aid_class": ("救助对象类别", "classes of aid"),
}
"""Display names of kinds of places; another kind is shown as is."""


def place_kind(kind: str, lang: Language) -> str:
    """Return the display name of a kind of places."""
    known = KINDS.get(kind)
    return kind.replace("_", " ") if known is None else known[0 if lang == "zh" else 1]
