"""Messages of `evaluate` about large tables, for standard error.

Layer: cli. Input: counts. Output: lines of text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from targetcheck.errors import Diagnostic, Language
from targetcheck.install_command import install_command

ZH: Mapping[str, str] = {
    "fold": "由多项条件共同决定",
    "condition": "是否适用取决于其他数据",
    "sustain": "期限内各时期共同决定",
    "done": "任务完成与否没有数值",
    "permitted": "允许不达标的次数取决于样本数",
    "reporting": "由报送日期而非数值决定",
    "moving_limit": "限值取自指标或因地区而异",
    "interval_end": "比较的是区间端点，不是数值",
    "total": "累计值由多个时期合成，须查有无缺报",
    "flow": "累计量的进度按剩余部分评定",
    "share_of": "占比由多个成员合成",
    "rank": "名次涉及多个地区",
    "class": "类别有高低而无距离",
    "derived": "指标由其他指标或样品算得",
    "parent": "地区的数值由其下级合成",
    "elsewhere": "所测的不是本指标或本地区",
    "limit": "适用哪一限值取决于数据",
    "range": "区间可从两侧进入",
    "baseline": "基期随时限变动，或要求随基期值变动",
    "stages": "进度路径分阶段",
    "method": "进度不按直线序时评定",
    "rounded": "数值先修约再比较",
    "stance": "由区间而非数值决定",
    "status": "普通报送值不采用",
    "overlay": "已免予考核或另有人工评定",
    "odd": "该序列有缺报、重复或非数值的数据",
    "layout": "表格不是每行一条数据，或缺少标准列名",
}
"""Reasons of fallbacks, by the keys of `columnar_evaluation.LEFT`."""


def rows_lines(rows: int, aside: Mapping[str, int], lang: Language) -> Iterator[str]:
    """Yield the number of rows used and of rows set aside by code."""
    left = sum(aside.values())
    yield (
        f"共{rows}行：采用{rows - left}行，未采用{left}行"
        if lang == "zh"
        else f"{rows} rows: {rows - left} used, {left} set aside"
    )
    for code, count in sorted(aside.items(), key=lambda item: (-item[1], item[0])):
        yield f"{code} × {count}"


def left_lines(left: int, of: int, why: Mapping[str, int], lang: Language) -> Iterator[str]:
    """Yield the number of fallbacks to the reference engine by reason."""
    if not left:
        return
    yield (
        f"{of}个评判项中有{left}个由参考引擎评判："
        if lang == "zh"
        else f"{left} of {of} verdicts came from the reference engine:"
    )
    from targetcheck.evaluation.large_tables.columnar_evaluation import LEFT

    words = ZH if lang == "zh" else LEFT
    colon = "：" if lang == "zh" else ": "
    for key, count in why.items():
        yield f"  {key} × {count}{colon}{words[key]}"


def aside_line(name: str, lang: Language) -> str:
    """Return a line with the path of the rows set aside."""
    return f"未采用的行已写入 {name}" if lang == "zh" else f"rows set aside written to {name}"


def lacks(engine: str, part: str, extra: str) -> Diagnostic:
    """Return the finding for a missing library, with the extra to install."""
    return Diagnostic(
        "part-missing",
        f"the engine `{engine}` needs {part}, which is not installed",
        f"{engine} 引擎需要 {part}，但尚未安装",
        f"install it with `{install_command(extra)}`",
        f"请运行 {install_command(extra)} 安装",
    )


def lacks_java() -> Diagnostic:
    """Return the finding that Spark has no Java to run on."""
    return Diagnostic(
        "part-missing",
        "the engine `spark` needs Java, which is not installed",
        "spark 引擎需要 Java，但尚未安装",
        "install Java 17 or newer, or leave `--engine` out",
        "请安装 Java 17 或更新版本，或去掉 --engine",
    )


def spark_refused(error: Exception) -> Diagnostic:
    """Return the finding for a Spark error about input, output or job, on one line."""
    said = " ".join(str(error).split())[:200]
    return Diagnostic(
        "spark-refused",
        f"the Spark job failed: {said}",
        f"Spark 未能完成：{said}",
        "check both paths: the input must exist and the output must not",
        "请检查两个路径：输入须存在，输出须尚不存在",
    )
