"""The contents of the site: sections and pages, in two languages."""

from __future__ import annotations

Page = tuple[str, str, str]
"""path, English title, Chinese title"""

HOME = ("Home", "首页")
SECTIONS: tuple[tuple[str, str, tuple[Page, ...]], ...] = (
    ("Start", "开始", (
        ("start/install", "Install", "安装"),
        ("start/office", "Offices", "办公室"),
        ("start/analyst", "Analysts", "规划、分析人员"),
        ("start/engineer", "Engineers", "开发人员"),
        ("start/auditor", "Auditors", "审计、督查人员"),
    )),
    ("Tutorials", "教程", (
        ("tutorial/first-verdict", "A first verdict", "第一个结论"),
        ("tutorial/quarter", "A quarter", "一个季度"),
        ("tutorial/draft-a-plan", "Draft a plan", "由原文起草"),
        ("tutorial/encode-a-plan", "Encode a plan", "逐条录入"),
    )),
    ("How to", "操作指南", (
        ("how-to/browser", "In a browser", "在浏览器中使用"),
        ("how-to/spreadsheets", "Spreadsheets", "电子表格"),
        ("how-to/circular", "Circular", "通报"),
        ("how-to/problem-lists", "Problem lists", "问题清单"),
        ("how-to/results", "Results", "结果文件"),
        ("how-to/waivers", "Waivers and judgements", "免予考核"),
        ("how-to/methods", "Methods of progress", "进度方法"),
        ("how-to/reproduce-an-authority", "Reproduce an authority", "复现公布的结论"),
        ("how-to/standards-and-assessments", "Standards", "标准与评估"),
        ("how-to/write-a-standard", "Write a standard", "编写标准"),
        ("how-to/encode-with-a-language-model", "Language models", "用语言模型录入"),
        ("how-to/python-frames", "Frames", "数据框"),
        ("how-to/large-tables", "Large tables, Spark", "大表、Spark"),
        ("how-to/compiled-plans", "Compiled plans", "编译文件"),
        ("how-to/judge-in-a-database", "In a database", "在数据库中评判"),
        ("how-to/required-values", "Required values", "各期应达到的数值"),
        ("how-to/junit", "CI with JUnit", "持续集成"),
        ("how-to/data-contracts", "Contracts, metrics", "契约与指标"),
        ("how-to/sdmx", "SDMX", "SDMX"),
        ("how-to/iati", "IATI", "IATI"),
        ("how-to/oscal", "OSCAL", "OSCAL"),
        ("how-to/open-sdg", "Open SDG", "Open SDG"),
    )),
    ("Examples", "示例", (
        ("examples/01-quarterly-script/README", "Quarterly script", "季度脚本"),
        ("examples/02-notebook/README", "Notebook", "笔记本"),
        ("examples/03-fastapi/README", "FastAPI", "FastAPI"),
        ("examples/04-dbt-duckdb/README", "dbt and BI", "dbt 与 BI"),
        ("examples/05-spark/README", "Spark", "Spark"),
        ("examples/06-postgresql-ledger/README", "PostgreSQL", "PostgreSQL"),
        ("examples/07-dashboard/README", "Dashboard", "仪表板"),
    )),
    ("Explanation", "说明", (
        ("explanation/statuses", "Statuses", "结论有哪几种"),
        ("explanation/comparison", "Comparison", "与其他工具比较"),
        ("explanation/guarantees", "Guarantees", "保证"),
        ("explanation/performance", "How fast", "速度"),
        ("explanation/escalation", "Escalation", "督办措施"),
        ("explanation/threat-model", "Threat model", "威胁模型"),
    )),
    ("Reference", "参考", (
        ("reference/language", "Ruleset language", "规则集语言"),
        ("reference/tables", "Tables", "数据表"),
        ("reference/cli", "Command line", "命令行"),
        ("reference/python", "Python", "Python 接口"),
        ("reference/codes", "Codes", "代码"),
        ("reference/schemas", "Schemas", "模式"),
        ("reference/engines", "Engines", "引擎完备性"),
        ("reference/compatibility", "Compatibility", "兼容性"),
        ("reference/security", "Security", "安全"),
        ("reference/author-tools", "Author tools", "编写工具"),
        ("reference/authority-methods", "Methods of authorities", "各机构的方法"),
        ("reference/cases", "Test cases", "测试用例"),
        ("reference/coverage", "Coverage", "条款覆盖"),
        ("reference/draft", "Drafts", "草案"),
        ("reference/encoding", "Encoding", "录入约定"),
        ("reference/ledger", "Ledger", "台账"),
        ("reference/limits", "Limits", "限度"),
        ("reference/verdict-table", "Verdict table", "结论表"),
        ("reference/messages", "Messages", "全部信息"),
    )),
)  # fmt: skip
UNLISTED = ("reference/lint", "reference/codes")
"""Folders whose pages are reached from others, not from the contents."""
