"""Find a Chromium: an installed one where there is one, else the one that an npm package carries."""

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from config.embedded import locks

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
INSTALLED = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
FLAGS = ["--no-sandbox", "--font-render-hinting=none", "--hide-scrollbars"]
# Without a graphics card it would be imitated, at the cost of a core that does nothing else.
CARRIED_FLAGS = ["--no-zygote", "--disable-gpu", "--disable-software-rasterizer"]
INFLATE = "require('fs').createReadStream(%s).pipe(require('zlib').createBrotliDecompress()).pipe(process.stdout)"
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<dir>%s</dir><dir>%s</dir><dir>/usr/share/fonts</dir><cachedir>%s</cachedir></fontconfig>"""


def launch_options() -> dict:
    """Return what playwright's ``chromium.launch`` needs, or nothing where no Chromium can be had."""
    installed = next(filter(None, map(shutil.which, INSTALLED)), None)
    if installed:
        return {"executable_path": installed, "args": FLAGS}
    if not PACKAGE.exists():
        return {}
    folder = unpacked()
    return {
        "executable_path": str(folder / "chromium"),
        "args": FLAGS + CARRIED_FLAGS,
        "env": {
            "LD_LIBRARY_PATH": str(folder / "lib"),
            "FONTCONFIG_PATH": str(folder),
            "HOME": str(folder),
        },
    }


def unpacked() -> Path:
    """Return the folder of the carried Chromium, unpacked once for each of its versions."""
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    folder = ROOT / "var" / "chromium" / version
    with locks.hold(folder.with_name("lock"), "", wait=True):
        if not folder.exists():
            unfinished = folder.with_name(f"{version}.part")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
            _unpack(unfinished)
            _describe_fonts(unfinished, folder)
            unfinished.rename(folder)
    return folder


def _unpack(folder: Path) -> None:
    _inflate("chromium.br", folder / "chromium")
    (folder / "chromium").chmod(0o755)
    for name in ["al2023", "fonts", "swiftshader"]:
        _inflate(f"{name}.tar.br", folder / f"{name}.tar")
        with tarfile.open(folder / f"{name}.tar") as archive:
            archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Python before 3.11.4 has none
            archive.extractall(folder)
        (folder / f"{name}.tar").unlink()


def _inflate(name: str, target: Path) -> None:
    """Decompress with the Node that playwright brings: Python cannot read brotli by itself."""
    node, _ = compute_driver_executable()
    with target.open("wb") as out:
        subprocess.run([node, "-e", INFLATE % json.dumps(str(PACKAGE / "bin" / name))], stdout=out, check=True)


def _describe_fonts(folder: Path, final: Path) -> None:
    """Let pages in Japanese and Chinese show letters, not boxes, on a machine without fonts."""
    (folder / "fonts.conf").write_text(
        FONTS % (final / "fonts", ROOT / "node_modules" / "@expo-google-fonts", final / "font-cache")
    )
