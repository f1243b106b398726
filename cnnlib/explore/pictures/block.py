"""A video to scale, as a block whose depth is its frames."""

from __future__ import annotations

from cnnlib.explore.pictures.sheets import LEFT, PIXEL, draw_scale, measure_image
from cnnlib.explore.pictures.svg import (
    Drawing,
    count_of,
    group,
    note,
    opaque,
    outlined,
    path,
    rect,
    short,
    span,
    text,
    zigzag,
)

DEPTH = (0.4 * PIXEL, -0.3 * PIXEL)  # for one frame: half a pixel's length, askew
MOST_FRAMES = 600  # beyond them the axis is cut
GAP = 8  # where it is


def draw_block(frames: int, rows: int, columns: int, *, rate: int, title: str) -> Drawing:
    """Draw a video to scale, as a block whose depth is its frames.

    Parameters
    ----------
    frames, rows, columns : int
        Its lengths.
    rate : int
        Frames a second.
    title : str
        What it is.
    """
    width, height = columns * PIXEL, rows * PIXEL
    drawn = min(frames, MOST_FRAMES)
    dx, dy = find_depth(frames, frames)
    top = 32 - dy
    svg = text(0, 14, title, bold=True)
    svg += draw_faces(LEFT, top, width, height, frames)
    svg += draw_seconds(LEFT, top, width, height, frames, rate)
    svg += group(opaque("input"), rect(LEFT, top, width, height, width=columns, height=rows))
    svg += measure_image(rows, columns, top, (2, 3))
    x, y = LEFT + width + 9, top + height
    for first, last in split_frames(frames):
        (ax, ay), (bx, by) = find_depth(first, frames), find_depth(last, frames)
        svg += span((x + ax, y + ay), (x + bx, y + by), depth=last - first)
    if drawn < frames:
        svg += zigzag(x + dx / 2 - 4, y + dy / 2 - 8, 16)
    svg += text(x + dx + 10, y - 16, count_of(frames, "frame"), bold=True) + note(x + dx + 10, y, "axis 1")
    bottom = top + height + 82
    said = "Depth is drawn half as long" + (f", cut: {drawn} frames are drawn." if drawn < frames else ".")
    seconds = frames / rate
    alt = (
        f"{title}, to scale: a block of {count_of(rows, 'row')} by {count_of(columns, 'column')} by "
        f"{count_of(frames, 'frame')}, which are {seconds:g} s at {rate} a second. {said}"
    )
    svg += draw_scale(LEFT, top + height + 50) + note(0, bottom - 4, said)
    return Drawing(svg, max(x + dx + 100, 330 if drawn < frames else 0), bottom, alt)


def split_frames(frames: int) -> list[tuple[int, int]]:
    """Return the first and the last frame of each piece that is drawn: the middle of a long video is cut out."""
    half = MOST_FRAMES // 2
    return [(0, half), (frames - half, frames)] if frames > MOST_FRAMES else [(0, frames)]


def find_depth(frame: int, frames: int) -> tuple[float, float]:
    """Return how far a frame lies behind the first one, where the middle may be cut out."""
    if frames > MOST_FRAMES and frame > MOST_FRAMES // 2:
        frame -= frames - MOST_FRAMES
        return frame * DEPTH[0] + 0.8 * GAP, frame * DEPTH[1] - 0.6 * GAP
    return frame * DEPTH[0], frame * DEPTH[1]


def draw_faces(x: float, y: float, width: float, height: float, frames: int) -> str:
    """Return the upper and the right face of a block, in two pieces where it is cut."""
    d = ""
    for first, last in split_frames(frames):
        (ax, ay), (bx, by) = find_depth(first, frames), find_depth(last, frames)
        dx, dy = short(bx - ax), short(by - ay)
        back = f"{short(ax - bx)} {short(ay - by)}"
        d += f"M{short(x + ax)} {short(y + ay)}l{dx} {dy}h{short(width)}l{back}z"
        d += f"M{short(x + width + ax)} {short(y + ay)}l{dx} {dy}v{short(height)}l{back}z"
    return path(d, opaque("input"))


def draw_seconds(x: float, y: float, width: float, height: float, frames: int, rate: int) -> str:
    """Return a line on both faces at each second."""
    d = ""
    for frame in range(rate, frames, rate):
        if not any(first <= frame <= last for first, last in split_frames(frames)):
            continue
        dx, dy = find_depth(frame, frames)
        d += f"M{short(x + dx)} {short(y + dy)}h{short(width)}v{short(height)}"
    return path(d, outlined("input", 0.8)) if d else ""
