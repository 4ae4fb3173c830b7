"""Pictures of a stored count, as SVG that needs neither script nor style of its own.

Each is drawn from the record alone. Shapes carry colours for paper as attributes, so that a file shows
by itself, and classes, by which the page's stylesheet gives them its colours for light and dark.
"""

from elections.results.pictures.bars import draw_bars
from elections.results.pictures.figures import Figures
from elections.results.pictures.flow import draw_flow
from elections.results.pictures.lines import draw_lines
from elections.results.pictures.svg import Picture

__all__ = ["Figures", "Picture", "draw"]


def draw(figures: Figures) -> list[Picture]:
    """The pictures that fit: flow and lines of several stages, bars of a single one."""
    if len(figures.stages) == 1:
        return [draw_bars(figures)]
    return [draw_flow(figures), draw_lines(figures)]
