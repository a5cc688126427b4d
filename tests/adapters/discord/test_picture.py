"""A chart drawn: its bars are as long as they are to be, and nothing of it is loaded before it is asked for."""

import io
import subprocess
import sys

import pytest
from doubles.replies import PART
from hypothesis import given, settings
from PIL import Image

from adapters.discord.picture import INK, MARGIN, MOST, PAPER, WIDTH, png
from bot.chat import Bar, Chart

MIDDLE = 117  # pixels from the top to the middle of the first bar
LOADED = """
import pkgutil, sys, importlib
import adapters, bot.__main__, bot.house.running
for room in pkgutil.walk_packages(adapters.__path__, "adapters."):
    importlib.import_module(room.name)
from adapters.discord.picture import png
from bot.chat import Bar, Chart
print("PIL" in sys.modules)
png(Chart("A", (Bar("B", 1, 2, "1 of 2"),), "", picture=True))
print("PIL" in sys.modules)
"""


def drawn(*bars: Bar) -> Image.Image:
    image = Image.open(io.BytesIO(png(Chart("Right answers", bars, "", picture=True))))
    assert (image.format, image.width) == ("PNG", WIDTH)
    return image.convert("RGB")


def length(image: Image.Image) -> int:
    """Measure the first bar along its middle."""
    return [image.getpixel((x, MIDDLE)) for x in range(image.width)].count(colour(INK))


def colour(name: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(name.removeprefix("#")))


@pytest.mark.parametrize(
    ("value", "most", "share"),
    [(1, 4, 0.25), (3, 4, 0.75), (4, 4, 1), (9, 4, 1), (0, 4, 0), (3, 0, 0), (-1, 4, 0)],
)
def test_a_bar_is_as_long_as_its_share(value: int, most: int, share: float) -> None:
    assert length(drawn(Bar("", value, most, ""))) == pytest.approx((WIDTH - 2 * MARGIN) * share, abs=3)


def test_the_words_stand_on_the_picture() -> None:
    bare, told = drawn(Bar("", 1, 2, "")), drawn(Bar("Question 1", 1, 2, "1 of 2 right"))
    assert bare.size == told.size
    assert bare.tobytes() != told.tobytes()


def test_words_too_long_for_the_picture_end_before_its_edge() -> None:
    image = drawn(Bar("W" * 500, 0, 2, "x"))
    edge = {image.getpixel((x, y)) for x in range(WIDTH - MARGIN + 2, WIDTH) for y in range(image.height)}
    assert edge == {colour(PAPER)}


def test_a_picture_has_a_bounded_number_of_bars() -> None:
    assert drawn(*[Bar("a", 1, 2, "b")] * 500).height == drawn(*[Bar("a", 1, 2, "b")] * MOST).height


@settings(deadline=None, max_examples=25)
@given(PART[Chart])
def test_any_chart_can_be_drawn(chart: Chart) -> None:
    assert png(chart).startswith(b"\x89PNG")


def test_what_draws_is_loaded_with_the_first_picture() -> None:
    said = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "True"]
