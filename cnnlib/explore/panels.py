"""The panels of an explorer: each `draw` with the controls that feed it."""

from __future__ import annotations

import inspect
import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cnnlib.arguments import describe
from cnnlib.explore.controls import Control, is_fixed, is_widget, read_control
from cnnlib.explore.values import as_short_code, is_same

Draw = Callable[..., Any]
State = dict[str, Any]


@dataclass(frozen=True)
class Panel:
    """A `draw` with the controls that it depends on."""

    draw: Draw
    controls: list[Control]
    fixed: State

    def __len__(self) -> int:
        """Return the number of states."""
        return math.prod(len(control.values) for control in self.controls)

    def states(self) -> Iterator[State]:
        """Go through all combinations of the controls' values; the first control moves fastest."""
        backwards = self.controls[::-1]
        for values in itertools.product(*(control.values for control in backwards)):
            yield dict(zip((control.name for control in backwards), values, strict=True))

    def __call__(self, state: State) -> Any:
        """Draw one state; `state` may hold controls of other panels too."""
        return self.draw(**self.fixed, **{control.name: state[control.name] for control in self.controls})


def read_panels(draws: Sequence[Draw], abbreviations: Mapping[str, Any]) -> tuple[list[Control], list[Panel]]:
    """Return the controls, and for each `draw` its panel, once it is clear that they fit."""
    signatures = read_signatures(draws)
    wanted = list(dict.fromkeys(itertools.chain(*signatures)))
    if set(wanted) != set(abbreviations):
        controls = ", ".join(abbreviations)
        raise TypeError(f"draw takes ({', '.join(wanted)}), and the controls are ({controls}): they must match")
    refuse_shared_widgets(abbreviations)
    fixed = {name: one.value for name, one in abbreviations.items() if is_fixed(one)}
    controls_by_name = {
        name: read_control(name, one, *read_default(name, signatures))
        for name, one in abbreviations.items()
        if name not in fixed
    }
    panels = [
        Panel(
            draw,
            [control for name, control in controls_by_name.items() if name in parameters],
            {name: value for name, value in fixed.items() if name in parameters},
        )
        for draw, parameters in zip(draws, signatures, strict=True)
    ]
    return list(controls_by_name.values()), panels


def read_signatures(draws: Sequence[Draw]) -> list[Mapping[str, inspect.Parameter]]:
    """Return the parameters of each `draw`, once it is clear that it can be called."""
    if not draws:
        raise TypeError("explore needs a function that draws; it was given none")
    for draw in draws:
        if not callable(draw):
            raise TypeError(f"draw must be a function that returns a picture; it was {describe(draw)}")
    return [inspect.signature(draw).parameters for draw in draws]


def refuse_shared_widgets(abbreviations: Mapping[str, Any]) -> None:
    """Complain about a widget that is to serve two controls."""
    owners: dict[int, str] = {}
    for name, one in abbreviations.items():
        if is_widget(one) and (owner := owners.setdefault(id(one), name)) != name:
            raise ValueError(f"the controls {owner} and {name} must not be one widget; each needs its own")


def read_default(name: str, signatures: Sequence[Mapping[str, inspect.Parameter]]) -> list[Any]:
    """Return the default that all panels with this parameter agree on, as a list of one; [] if there is none."""
    stated = [parameters[name].default for parameters in signatures if name in parameters]
    defaults = [default for default in stated if default is not inspect.Parameter.empty]
    if not all(is_same(default, defaults[0]) for default in defaults):
        several = ", ".join(map(as_short_code, defaults))
        raise ValueError(f"all panels must have the same default for {name}; they have {several}")
    return defaults[:1]
