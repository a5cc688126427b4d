"""A chart as a PNG picture. What draws it is loaded with the first one."""

import io
from functools import lru_cache

from adapters.text import clip
from bot.chat import Bar, Chart

WIDTH, MARGIN, LINE, THICK, STEP = 900, 30, 26, 22, 74  # pixels
PAPER, INK, TRACK = "#fbfaf6", "#27496d", "#dfe5ec"  # ink on paper: 8.9 to 1, on the track 7.3
MOST = 25  # bars of a picture


@lru_cache(maxsize=32)  # a message is drawn and then sent
def png(chart: Chart) -> bytes:
    """Draw each bar under its words, a full track standing for all."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - few messages need it, and it takes memory

    bars = chart.bars[:MOST]
    image = Image.new("RGB", (WIDTH, 2 * MARGIN + LINE + STEP * len(bars)), PAPER)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(LINE - 4)

    def write(words: str, top: int) -> None:
        line = clip(" ".join(words.encode("utf-8", "replace").decode().split()), 120)
        while line and font.getlength(line) > WIDTH - 2 * MARGIN:
            line = f"{line[:-2]}…"
        pen.text((MARGIN, top), line, INK, font)

    write(chart.title, MARGIN)
    for place, bar in enumerate(bars):
        top = MARGIN + LINE + 20 + STEP * place
        write(f"{bar.label}: {bar.words}", top)
        end = MARGIN + round((WIDTH - 2 * MARGIN) * _share(bar))
        top += LINE + 4
        pen.rectangle((MARGIN, top, WIDTH - MARGIN, top + THICK), TRACK, INK)
        pen.rectangle((MARGIN, top, end, top + THICK), INK)
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _share(bar: Bar) -> float:
    return min(1, max(0, bar.value / bar.most)) if bar.most > 0 else 0
