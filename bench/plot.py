"""A log–log plot as SVG, drawn for light and dark pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 440, 70, 140, 20, 50
_COLOURS = ("#e20613", "#1d6fb8", "#2f7d32", "#8a5a00", "#6a3fa0")
_STYLE = (
    "text{font:14px sans-serif;fill:#222}.grid{stroke:#ccc}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.grid{stroke:#555}}"
)


def log_log(
    across: Sequence[int], lines: Mapping[str, Sequence[float]], x_label: str, y_label: str
) -> str:
    """`lines` are the values of each name at each of `across`; both axes are logarithmic."""
    values = [value for line in lines.values() for value in line]
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    left, right = log10(min(across)), log10(max(across))

    def x(value: float) -> float:
        return _LEFT + (log10(value) - left) / (right - left) * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _TOP + (high - log10(value)) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)

    told = "; ".join(
        f"{name}: "
        + ", ".join(
            f"{value:.3g} {y_label} at {at:,}" for at, value in zip(across, line, strict=True)
        )
        for name, line in lines.items()
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        f"<title>{escape(f'{y_label} by {x_label}')}</title><desc>{escape(told)}</desc>",
        f"<style>{_STYLE}</style>",
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>'
            f'<text x="{_LEFT - 8}" y="{at + 5:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    parts += [
        f'<line class="grid" x1="{x(at):.1f}" x2="{x(at):.1f}" y1="{_TOP}" '
        f'y2="{_HEIGHT - _BOTTOM}"/><text x="{x(at):.1f}" y="{_HEIGHT - _BOTTOM + 20}" '
        f'text-anchor="middle">{at:,}</text>'
        for at in across
    ]
    for (name, line), colour in zip(lines.items(), _COLOURS, strict=False):
        points = [(x(at), y(value)) for at, value in zip(across, line, strict=True)]
        drawn = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="3"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="{colour}"/>' for a, b in points]
        a, b = points[-1]
        parts.append(f'<text x="{a + 10:.1f}" y="{b + 5:.1f}">{escape(name)}</text>')
    parts.append(
        f'<text x="{(_WIDTH - _RIGHT + _LEFT) / 2}" y="{_HEIGHT - 8}" text-anchor="middle">'
        f'{escape(x_label)}</text><text x="{_LEFT}" y="{_TOP - 6}">{escape(y_label)}</text></svg>'
    )
    return "\n".join(parts) + "\n"
