"""What the tests of the convolution and of its gradients share."""

from collections.abc import Iterator
from unittest import mock

import pytest

from cnnlib import plain
from kit.caches import forget
from kit.profile import PROFILE


def pytest_sessionstart() -> None:
    """With an error made in the package, compute anew what it remembers from before."""
    if PROFILE == "mutants":
        forget()


@pytest.fixture(params=["plain", "fast"], scope="module")
def path(request: pytest.FixtureRequest) -> Iterator[str]:
    """Let one path compute everything, whatever its size: which one, only the size decides otherwise."""
    with mock.patch.object(plain, "SMALL", 2**62 if request.param == "plain" else 0):
        yield request.param
