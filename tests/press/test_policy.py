"""The Content-Security-Policy that a page gets."""

from pathlib import Path

from press.finish.pages import Page, Pages
from press.finish.policy import add_policies, add_policy, find_handlers, hash_code, read_policy, write_policy


def test_code_is_allowed_by_its_hash_only() -> None:
    page = Page("""<meta charset="utf-8" /><script>run()</script><script src="a.js"></script><style>p {}</style>
    <script type="application/json">{"a": "<style>"}</script><button onclick="go(&quot;x&quot;)">Go</button>""")
    handler = hash_code('go("x")')
    assert f"script-src 'self' {hash_code('run()')} 'unsafe-hashes' {handler};" in write_policy(
        page, find_handlers(page)
    )
    assert f"style-src-elem 'self' {hash_code('p {}')};" in write_policy(page, [])
    add_policy(page, [])
    assert "<meta http-equiv" in page.html.partition("<script")[0]
    assert read_policy(page)["style-src-elem"] == ["'self'", hash_code("p {}")]
    assert read_policy(page) == read_policy(Page(page.html))


def test_a_page_without_a_charset_has_its_policy_first() -> None:
    page = Page("<script>run()</script>")
    assert read_policy(page) == {}
    add_policy(page, [])
    assert page.html.startswith('<html><head><meta http-equiv="Content-Security-Policy" content="default-src ')
    empty = Page("")
    add_policy(empty, [])
    assert read_policy(empty)["default-src"] == ["'none'"]


def test_each_page_allows_what_a_button_of_another_does(tmp_path: Path) -> None:
    one, other = Page('<button onclick="a()">A</button>'), Page("<p>B</p>")
    add_policies(Pages(tmp_path, [one, other]))
    assert read_policy(one) == read_policy(other)
    assert read_policy(other)["script-src"] == ["'self'", "'unsafe-hashes'", hash_code("a()")]


def test_the_hash_of_a_script_is_that_of_the_written_page() -> None:
    code = 'if (a < b && "&amp;") { f("<p>"); }\n'
    page = Page(f"<head><script>{code}</script></head>")
    add_policy(page, [])
    assert f"<script>{code}</script>" in page.html
    assert hash_code(code) in read_policy(page)["script-src"]


def test_a_hash_is_the_one_that_browsers_compute() -> None:
    # The example of the standard, Content Security Policy Level 3.
    assert hash_code("alert('Hello, world.');") == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert hash_code("a\r\nb") == hash_code("a\nb")
