"""Names of places in the words of a promise.

Layer: drafting. Input: the words before an amount. Output: the name of a place, or an empty text.
"""

from __future__ import annotations

import re

_PLACE = re.compile(
    r"(?:^|[，；、§到年底末前（(]|其中)(?!其中)(?P<name>[\u4e00-\u9fff]{2,6}?(?:自治州|地区|新区|高新区|经开区|开发区|市|县|区|州|旗|湖|河|江|水库))(?=[\u4e00-\u9fff](?<!级)|$)"
)
_GENERAL = re.compile(
    r"^(?:县级|市级|省级|国家|培育|建设|建成|推[动进]|实施|完成|打造|支持|创建|开展|新增|改造|治理|到|至|在|每|全市|全省|全县|全区|城市|我市|我省|我县|我区|地级市|市级?|各|每个?|本市|城区|县城|园区|辖区|灌区|景区|社区|小区|片区|湖区|库区|地区|江河|河|湖)"
)


def place_words(text: str) -> str:
    """Return the name of a place that the words begin with or name."""
    for found in _PLACE.finditer(text):
        name = found["name"]
        if not _GENERAL.match(name):
            return name
    return ""
