"""Manifests of builds on the command line: their check, and where records of earlier builds are kept."""

import os
import sys
from pathlib import Path

from govgen.cli.shared.console import FOUND, OK, StopError, say
from govgen.workflows.manifest import Manifest, mismatches

MANIFEST_SUFFIX = ".json"


def check_manifest(file: Path) -> int:
    """Compare the files of a build with its manifest; 1 where one is not as it was.

    Raises:
        StopError: ``file`` is no manifest.
        OSError: it cannot be read.
    """
    try:
        manifest = Manifest.model_validate_json(file.read_bytes())
    except ValueError as why:
        raise StopError(f"{file} 不是 govgen build --manifest 写的清单，或者被改过") from why
    wrong = list(mismatches(manifest, file.parent))
    for path, role, is_lost in wrong:
        what = "找不到，或者打不开" if is_lost else "内容与清单不符，生成清单以后改动过"
        say(f"{path}：{role}{what}")
    say(f"共核对 {len(manifest.reports)} 份报告、{len(manifest.files)} 个文件：不符 {len(wrong)} 个。")
    if wrong:
        say("有改动的，请找回原来的文件；确实要改的，改数据文件后重新生成并另存清单。")
    return FOUND if wrong else OK


def cache_folder() -> Path:
    """Where records of builds are kept: the user's cache, as each system has it.

    Not in the output folder, which is copied to web sites and handed on as a whole.
    """
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "govgen" / "builds"
