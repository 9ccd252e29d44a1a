"""Where the title of an official document is broken into lines: no word torn, lines of like length.

Layer: output. Input: a title. Output: its lines of at most twenty characters.
"""

from __future__ import annotations

import re

MOST = 20
"""Characters of 22 pt that the text area of 156 mm has room for."""
_WORDS = """
关于 目标 任务 完成 情况 通报 第一季度 第二季度 第三季度 第四季度 截至 行动 方案 实施 意见 措施 办法 规划
总体 试点 审批 改革 项目 重点 分工 体系 建设 全市 全省 全域 国土 综合 整治 乡村 医疗 卫生 工作 要点 生态 环境
保护 绿色 发展 长江 经济 经济带 高水平 提质 增效 落实 推进 全面 加快 扩大 有效 投资 重大 数字 健全
疾病 保险 救助 制度 保障性 租赁 住房 年鉴 编纂 工程
通知 意见 决定 计划 规定 条例 细则 标准 清单 纲要 制度 公告 成立 领导小组 指挥部 办公室 人民政府 市人民政府 集中 打击
危害 药品 食品 安全 违法 犯罪 生产 污染 防治 攻坚战 治理 修复 河湖 湖泊 水质 大气 土壤 农村 农业 乡镇 城市 城乡 社区
交通 运输 能源 节能 减排 碳达峰 碳中和 科技 教育 文化 旅游 体育 养老 服务 民生 实事 政务 营商 市场 监管 应急 管理 消防
质量 强市 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门 神农架
促进 高校 毕业生 就业 创业 十条 十大 降碳 减污 扩绿 增长 自由 贸易 试验区 联动 创新 发展区 进一步 湖北 中国
""".split()
"""Words of such titles that a line must not tear."""


_WHOLE = re.compile(r"\d{4}年(?:第[一二三四]季度|上半年|下半年)?|（[^（）]{1,8}）")
"""A period, and brackets with what they hold."""


def title_lines(text: str) -> list[str]:
    """Return the fewest lines that hold the title, as even as words allow."""
    units = _units(text)
    total = sum(map(width, units))
    count = -(-total // MOST)
    while True:
        lines = _split(units, int(count), total / count)
        if all(width(line) <= MOST for line in lines) or count > len(units):
            return lines
        count += 1


def width(text: str) -> float:
    """Return how many characters wide a text is; digits are half as wide."""
    return sum(1.0 if ord(c) > 0x2E7F else 0.5 for c in text)


def _units(text: str) -> list[str]:
    """Return the pieces that stay together: words, years, marks with what they open or close."""
    units: list[str] = []
    rest = text
    while rest:
        whole = _WHOLE.match(rest)
        named = max((w for w in _WORDS if rest.startswith(w)), key=len, default=rest[0])
        word = whole[0] if whole else named
        rest = rest[len(word) :]
        glued = units and (
            word in "》）〉”、，：的年市省县区第"
            or word[0] == "（"  # what a name says in brackets belongs to it
            or units[-1][-1] in "《（〈“"
            or (word.isdigit() and units[-1][-1].isdigit())
        )
        if glued:
            units[-1] += word
        else:
            units.append(word)
    return units


def _split(units: list[str], count: int, ideal: float) -> list[str]:
    """Break greedily where a line comes nearest to its share."""
    lines, line, left = [], "", count
    total = sum(map(width, units))
    for unit in units:
        over = width(line) + width(unit)
        aim = total / max(left, 1)
        if line and left > 1 and (over > MOST or over - aim > aim - width(line)):
            lines.append(line)
            total -= width(line)
            left -= 1
            line = unit
        else:
            line += unit
    return [*lines, line]
