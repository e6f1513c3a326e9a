"""All pictures on one sheet: a row for every page of a reader, its looks side by side."""

from html import escape
from pathlib import Path

STYLE = """
body { font: 14px system-ui; margin: 24px; background: #ddd }
figure { margin: 0 0 24px }
div { display: flex; gap: 12px; align-items: start }
img { height: 420px; max-width: 620px; object-fit: cover; object-position: top; background: #fff }
"""


def write_sheet(gallery: Path) -> Path:
    """Write ``index.html`` of a folder that holds a folder of pictures for each reader."""
    parts = []
    for folder in sorted(path for path in gallery.iterdir() if path.is_dir()):
        names = sorted({path.stem.rpartition("-")[0] for path in folder.glob("*.png")})
        parts += [f"<h2>{escape(folder.name)}</h2>", *(_row(folder, name) for name in names)]
    sheet = gallery / "index.html"
    head = f"<!doctype html><meta charset=utf-8><title>Gallery</title><style>{STYLE}</style>"
    sheet.write_text(head + "".join(parts), encoding="utf-8")
    return sheet


def _row(folder: Path, name: str) -> str:
    found = sorted(folder.glob(f"{name}-*.png"), key=lambda path: path.stem.endswith("phone"))
    pictures = [f"{folder.name}/{path.name}" for path in found if path.stem.rpartition("-")[0] == name]
    shown = "".join(f'<a href="{one}"><img loading=lazy src="{one}" alt="{one}"></a>' for one in pictures)
    return f"<figure><figcaption>{escape(name)}</figcaption><div>{shown}</div></figure>"
