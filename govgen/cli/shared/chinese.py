"""The command line library's own words in Chinese, whatever the machine's locale is."""

from __future__ import annotations

import importlib
import os
import sys

WORDS = {
    "Usage:": "用法:",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本号。",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "required": "必填",
    "deprecated": "已停用",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "(dynamic)": "（随情况而定）",
    "d": "天",
    "Error: {message}": "错误：{message}",
    "Aborted!": "已中止。",
    "Try '{command} {option}' for help.": "用法说明：{command} {option}",
    "Missing command.": "缺少命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少 {param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such command {name!r}.": "没有命令 {name}。",
    "Did you mean {possibility}?": "是不是想写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是想写 {possibilities} 之一？）",
    "Invalid value: {message}": "取值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的取值不对：{message}",
    "Got unexpected extra argument ({args})": "多了一个参数（{args}）",
    "Got unexpected extra arguments ({args})": "多了几个参数（{args}）",
    "Option {name!r} does not take a value.": "选项 {name} 不带取值。",
    "Option {name!r} requires an argument.": "选项 {name} 要带一个取值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 要带 {nargs} 个取值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要有 {nargs} 个取值。",
    "Takes {nargs} values but 1 was given.": "应有 {nargs} 个取值，只给了 1 个。",
    "Takes {nargs} values but {len} were given.": "应有 {nargs} 个取值，给了 {len} 个。",
    "{len_type} values are required, but {len_value} was given.": (
        "应有 {len_type} 个取值，给了 {len_value} 个。"
    ),
    "{len_type} values are required, but {len_value} were given.": (
        "应有 {len_type} 个取值，给了 {len_value} 个。"
    ),
    "Value must be an iterable.": "应有多个取值。",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}：{message}",
    "unknown error": "原因不明",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "{name} {filename!r} does not exist.": "{name}“{filename}”不存在。",
    "{name} {filename!r} is a file.": "“{filename}”是文件，应为{name}。",
    "{name} {filename!r} is a directory.": "“{filename}”是文件夹，应为{name}。",
    "{name} {filename!r} is not readable.": "{name}“{filename}”读不了，请检查权限。",
    "{name} {filename!r} is not writable.": "{name}“{filename}”写不了，请检查权限。",
    "{name} {filename!r} is not executable.": "{name}“{filename}”不能运行。",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "Choice({choices})": "可选（{choices}）",
    "{value!r} is not {choice}.": "“{value}”不对，只能是 {choice}。",
    "{value!r} is not one of {choices}.": "“{value}”不对，只能是 {choices} 之一。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
    "{value!r} is not a valid boolean. Recognized values: {states}": ("“{value}”不对，只能是：{states}"),
    "{value!r} is not a valid {number_type}.": "“{value}”不是数字。",
    "{value!r} is not a valid UUID.": "“{value}”不是有效的编号。",
    "{value!r} does not match the format {format}.": "“{value}”应写成 {format} 的样子。",
    "{value!r} does not match the formats {formats}.": "“{value}”应写成 {formats} 之一的样子。",
    "Do you want to continue?": "要继续吗？",
    "Confirm the action without prompting.": "不再询问，直接执行。",
    "Repeat for confirmation": "再输入一次",
    "Press any key to continue...": "按任意键继续…",
    "Error: invalid input": "输入不对",
    "Error: The two entered values do not match.": "两次输入不一致。",
    "Unknown color {colour!r}": "没有颜色 {colour}",
    "Unknown standard stream '{name}'": "没有标准流 {name}",
    "{editor}: Editing failed": "{editor}：编辑失败",
    "{editor}: Editing failed: {e}": "{editor}：编辑失败：{e}",
    "Windows error: {error}": "Windows 错误：{error}",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": (
        "命令 {name} 已停用。{extra_message}"
    ),
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": (
        "{param_type} {name} 已停用。{extra_message}"
    ),
    "Couldn't detect Bash version, shell completion is not supported.": "认不出 Bash 的版本，不能自动补全。",
    "Shell completion is not supported for Bash versions older than 4.4.": (
        "Bash 4.4 以前的版本不能自动补全。"
    ),
    # Mistakes of a programmer, which no user can cause; here so that every word of the library has its own.
    "Name '{name}' defined twice": "名称“{name}”定义了两次",
    "Could not determine name for option with declarations {decls!r}": "选项 {decls} 没有名称",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.": (
        "一个参数只能有一个名称，现有 {length} 个：{decls}"
    ),
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
    "Did you mean to pass '--{name}'?": "名称 {name} 没有对应的选项",
    "Boolean option {decl!r} cannot use the same flag for true/false.": "开关 {decl} 的开与关不能同名",
    "Invalid start character for option ({option})": "选项不能以这个字符开头（{option}）",
}
"""Every text that click passes through gettext, in Chinese; a test holds this against click's own source."""

MODULES = (
    "core",
    "decorators",
    "exceptions",
    "formatting",
    "parser",
    "termui",
    "types",
    "utils",
)
"""The modules of click that translate and that it always loads."""

COMPLETION_MODULE = "shell_completion"
"""One more, for a shell that asks how a word goes on."""

UNUSED_MODULE = "_termui_impl"
"""One more, for progress bars, pagers and single keys, which no command of ours has; a test says so."""

WINDOWS_MODULE = "_winconsole"
"""One more, which only a Windows machine can import."""


def speak_chinese() -> None:
    """Make click say its own words in Chinese.

    click asks gettext, whose answer depends on the environment; its modules' own look-up is replaced, so
    that a clerk's machine without a Chinese locale says the same.
    """
    names = [*MODULES]
    if sys.platform == "win32":
        names.append(WINDOWS_MODULE)
    if "_GOVGEN_COMPLETE" in os.environ:
        names.append(COMPLETION_MODULE)
    for name in names:
        module = importlib.import_module(f"click.{name}")
        for attribute, words in (("_", _word), ("ngettext", _count)):
            if hasattr(module, attribute):
                setattr(module, attribute, words)


def _word(text: str) -> str:
    return WORDS.get(text, text)


def _count(one: str, many: str, number: int) -> str:
    return _word(one if number == 1 else many)
