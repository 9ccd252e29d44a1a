"""Entry point: runs commands, and turns errors into messages and exit codes.

Layer: cli. Input: arguments. Output: an exit code. Commands (command_registry.py) import what they
need when they run, so that the help is fast.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from typing import Any

import click

from targetcheck.cli.command_registry import program
from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import language_of
from targetcheck.cli.terminal_output import prepare, silence, tell
from targetcheck.errors import (
    Diagnostic,
    Language,
    TargetcheckError,
    Where,
    did_you_mean,
    finding_lines,
    spoken,
)
from targetcheck.files import inputs_noted

DEBUG = "TARGETCHECK_DEBUG"
"""Environment variable: 1 shows the traceback of an internal error."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; user errors never raise."""
    prepare()
    lang = language_of(arguments)
    before = spoken.set(lang)
    try:
        return _run(arguments, lang)
    finally:
        spoken.reset(before)


def _run(arguments: Sequence[str], lang: Language) -> int:
    try:
        command = program(arguments)
        with inputs_noted(), command.make_context("targetcheck", list(arguments)) as context:
            code = command.invoke(context)
    except click.exceptions.Exit as stop:  # `--help`, `--version`
        return stop.exit_code
    except TargetcheckError as error:
        tell(finding_lines(error.diagnostics, lang))
        return ExitCode.UNUSABLE
    except click.ClickException as error:
        return _refused(error, lang)
    except (KeyboardInterrupt, click.Abort):
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        silence(sys.stdout)
        return ExitCode.FINE
    except (OSError, MemoryError) as error:
        silence(sys.stdout)
        tell(finding_lines([_refused_by_system(error)], lang))
        return ExitCode.UNUSABLE
    except BaseException as error:  # the last resort: a fault of ours, or a panic of a library
        if isinstance(error, SystemExit | GeneratorExit):
            raise
        return _fault(error, lang)
    return int(code or 0)


def _refused_by_system(error: OSError | MemoryError) -> Diagnostic:
    """Return the finding for an error of the operating system: full disk, no memory."""
    if isinstance(error, MemoryError):
        return Diagnostic("memory-exhausted", "there is not enough memory", "内存不足")
    reason, name = error.strerror or str(error), error.filename
    return Diagnostic(
        "system-refused",
        f"the operating system reports: {reason.lower()}",
        f"操作系统报错：{reason}",
        where=Where(os.fsdecode(name) if isinstance(name, str | bytes) else ""),
    )


def _refused(error: Exception, lang: Language) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        tell(str(error))
    else:
        tell(finding_lines([usage_finding(error)], lang))
    return ExitCode.UNUSABLE


def _fault(error: BaseException, lang: Language) -> int:
    if os.environ.get(DEBUG) == "1":
        import traceback

        tell("".join(traceback.format_exception(error)).rstrip())
    said = " ".join(f"{type(error).__name__}: {error}".split())
    tell(
        f"内部错误：{said}（这是程序的缺陷，请附上命令和数据反馈；设“{DEBUG}=1”可显示调用栈）"
        if lang == "zh"
        else f"internal error: {said} (this is a bug in targetcheck: please report it with the command and "
        f"the data; {DEBUG}=1 prints the traceback)"
    )
    return ExitCode.FAULT


def main() -> int:
    """Run the command line of the process."""
    return run(sys.argv[1:])


_COMMAND = re.compile(r"No such command '(?P<name>[^']*)'")
_CHOICES = re.compile(r"'(?P<given>[^']*)' is not one of (?P<choices>.+?)\.?$", re.DOTALL)


def usage_finding(error: Exception) -> Diagnostic:
    """Return the finding for an invalid command line."""
    command = getattr(getattr(error, "ctx", None), "command_path", "") or "targetcheck"
    en, zh, near = _said(error)
    if near:
        hint = f"did you mean `{near[0]}`?", f"是否应为“{near[0]}”？"
    else:
        hint = f"see `{command} --help`", f"用法见 {command} --help"
    return Diagnostic("usage", en, zh, *hint)


def _said(error: Exception) -> tuple[str, str, Sequence[str]]:
    """Return the message in English and Chinese, and a suggestion."""
    kind, parameter = type(error).__name__, _parameter(error)
    message = str(getattr(error, "message", "") or error).strip()
    option = str(getattr(error, "option_name", "") or "")
    near: Sequence[str] = getattr(error, "possibilities", None) or ()
    if kind == "NoSuchOption":
        nearest = did_you_mean(option, near) or next(iter(near), "")
        return f"there is no option `{option}`", f"没有选项 {option}", [nearest] * bool(nearest)
    if kind == "MissingParameter":
        return f"missing `{parameter}`", f"缺少必填{_kind(parameter)} {parameter}", ()
    choice = _CHOICES.search(message)
    if choice is not None:
        names = re.findall(r"'([^']*)'", choice["choices"])
        given, found = choice["given"], did_you_mean(choice["given"], names)
        return (
            f"invalid value `{given}` for `{parameter}`; use one of {', '.join(names)}",
            f"{_kind(parameter)} {parameter} 的值“{given}”无效，可选：{'、'.join(names)}",
            [found] if found else (),
        )
    command = _COMMAND.match(message)
    if command is not None:
        name, group = command["name"], getattr(getattr(error, "ctx", None), "command", None)
        nearest = did_you_mean(name, getattr(group, "commands", ()))
        return f"there is no command `{name}`", f"没有命令“{name}”", [nearest] * bool(nearest)
    quoted = re.sub(r"'([^']*)'", r"`\1`", message.partition(". ")[0].rstrip("."))
    return (
        quoted[:1].lower() + quoted[1:] or "cannot parse the command line",
        _chinese(message),
        near,
    )


_CHINESE = (
    (re.compile(r"Option '([^']*)' requires an argument"), "选项 {} 后须有一个值"),
    (re.compile(r"Option '([^']*)' requires (\d+) arguments"), "选项 {} 后须有{}个值"),
    (re.compile(r"Option '([^']*)' does not take a value"), "选项 {} 后不能有值"),
    (re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL), "多出的参数：{}"),
    (re.compile(r"Missing command"), "缺少命令"),
)


def _chinese(message: str) -> str:
    """Return the Chinese for a message of the command line parser."""
    for pattern, text in _CHINESE:
        found = pattern.match(message)
        if found is not None:
            return text.format(*found.groups())
    return "无法识别命令行"


def _kind(parameter: str) -> str:
    return "选项" if parameter.startswith("-") else "参数"


def _parameter(error: Exception) -> str:
    """Return the name of an option or argument as a user types it."""
    parameter: Any = getattr(error, "param", None)
    options = [name for name in getattr(parameter, "opts", ()) if name.startswith("-")]
    if options:
        return str(options[-1])
    name = getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or ""
    return str(name).removesuffix("...").upper()
