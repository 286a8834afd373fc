"""The few files that the pages use out of ``node_modules``, served as ``vendor/<name>``.

Collecting a whole package would hash thousands of files that no page asks for.
"""

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

TABLER = "@tabler/core/dist"
PLEX = "@fontsource/ibm-plex-{0}/files/ibm-plex-{0}-latin-{1}-normal.woff2"
VENDOR = {
    "vendor/tabler.min.css": f"{TABLER}/css/tabler.min.css",
    "vendor/tabler.min.css.map": f"{TABLER}/css/tabler.min.css.map",
    "vendor/tabler.min.js": f"{TABLER}/js/tabler.min.js",
    "vendor/tabler.min.js.map": f"{TABLER}/js/tabler.min.js.map",
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/echarts.min.js": "echarts/dist/echarts.min.js",
    **{f"vendor/plex-sans-{weight}.woff2": PLEX.format("sans", weight) for weight in (400, 500, 600)},
    **{f"vendor/plex-serif-{weight}.woff2": PLEX.format("serif", weight) for weight in (400, 500)},
}


class VendorFinder(BaseFinder):
    """Find the files of ``VENDOR`` for ``collectstatic`` and the development server."""

    def find(self, path, find_all=False, **options):
        """Return the place of a vendored file, or an empty list."""
        if path not in VENDOR:
            return []
        place = str(settings.BASE_DIR / "node_modules" / VENDOR[path])
        return [place] if find_all else place

    def list(self, ignore_patterns):
        """Yield each vendored name with a storage that opens its file."""
        storage = VendorStorage(location=settings.BASE_DIR / "node_modules")
        for name in VENDOR:
            if not matches_patterns(name, ignore_patterns):
                yield name, storage


class VendorStorage(FileSystemStorage):
    """Read a vendored name from where npm has put it."""

    prefix = None

    def path(self, name: str) -> str:
        return super().path(VENDOR[name])
