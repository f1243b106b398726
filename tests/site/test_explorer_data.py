"""How many bytes of data an explorer brings, as a web server sends them."""

import gzip
import json
import re

import pytest

from kit.book import SITE, problems

MOST = 40_000


@pytest.mark.parametrize("name", problems())
def test_the_states_of_a_chapters_explorers_are_small(name: str) -> None:
    page = (SITE / f"{name}.html").read_text(encoding="utf-8")
    data = re.findall(r'class="explorer">.*?<script type="application/json">(.*?)</script>', page, re.DOTALL)
    assert data
    assert all(json.loads(one)["panels"] for one in data)
    assert sum(len(gzip.compress(one.encode(), mtime=0)) for one in data) < MOST
