"""How the modules of the front end become one script, on small ones: the order, and all that is refused."""

import re
from pathlib import Path

import pytest

from cnnlib.es_modules import Module, in_order, join
from cnnlib.explore.frontend import FRONT, module, script
from kit import node

ENTRIES = ("page", "notebook")


def write(folder: Path, **modules: str) -> Path:
    """Write modules by their names."""
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_a_module_stands_after_all_that_it_imports(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        last='import { b } from "./b.js";\nimport { a } from "./a.js";\nlet found = a + b;\n',
        b='import { a } from "./a.js";\nimport { c } from "./c.js";\nexport const b = a * c;\n',
        a="export const a = 3;\n",
        c="export const c = 5;\n",
        unused="export const other = 7;\n",
    )
    assert [module.name for module in in_order(folder, "last")] == ["a", "c", "b", "last"]
    assert join(folder, "last") == "const a = 3;\nconst c = 5;\nconst b = a * c;\nlet found = a + b;\n"


def test_what_is_joined_does_what_the_modules_do(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        main="""// The entry.
import { Counter, double } from "./parts.js";
import {
    LETTERS,
    later,
} from "./letters.js";

/** What is found. */
const counter = new Counter();
export async function answer() {
    counter.add(double(LETTERS.length)); // "// no comment" and `/* neither */`
    return [counter.sum, await later("/* no comment */"), "// nor this", /\\/\\/x/.test("//x")];
}

export default { answer };
""",
        parts="""/**
 * Counts.
 */
export class Counter {
    sum = 1;
    // Adds.
    add(n) {
        this.sum += /** @type {number} */ (n);
    }
}

export const double = (n) => 2 * n;
""",
        letters='export let LETTERS = "abc";\nexport const later = async (text) => `${text} ${LETTERS}`;\n',
    )
    run = "async (front) => (front.default ?? front).answer()"
    expected = [7, "/* no comment */ abc", "// nor this", True]
    assert node.run([folder / "main.js"], "async (front) => front.answer()") == expected
    joined = join(folder, "main", keep_default=True)
    write(tmp_path, joined=joined)
    assert node.run([tmp_path / "joined.js"], run) == expected
    assert "export" not in join(folder, "main").split()
    for gone in ("import", "The entry", "Counts", "Adds", "What is found"):
        assert gone not in joined


def test_a_circle_of_imports_is_refused(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        a='import { b } from "./b.js";\nexport const a = 1;\n',
        b='import { c } from "./c.js";\nexport const b = 1;\n',
        c='import { b } from "./b.js";\nexport const c = 1;\n',
    )
    with pytest.raises(ValueError, match="in a circle: a -> b -> c -> b"):
        join(folder, "a")


def test_an_import_that_is_not_exported_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, a='import { b, hidden } from "./b.js";\n', b="export const b = 1;\nconst hidden = 2;\n")
    with pytest.raises(ValueError, match=r"a.js imports hidden, which b.js does not export"):
        join(folder, "a")


def test_a_module_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"there is no module .*lost.js"):
        join(write(tmp_path, a='import { b } from "./lost.js";\n'), "a")


@pytest.mark.parametrize("declaration", ["const b = 2;", "function b() {}", "async function b() {}", "class b {}"])
def test_one_name_in_two_modules_is_refused(tmp_path: Path, declaration: str) -> None:
    folder = write(tmp_path, a=f'import {{ c }} from "./c.js";\n{declaration}\n', c="export const c = 1;\nlet b = 3;\n")
    with pytest.raises(ValueError, match=r"c.js and a.js both declare b"):
        join(folder, "a")


@pytest.mark.parametrize(
    "line",
    [
        'import a from "./b.js";',
        'import * as a from "./b.js";',
        'import { b as a } from "./b.js";',
        'import "./b.js";',
        'import { b } from "elsewhere";',
        'import { b } from "../b.js";',
        "import { b } from './b.js';",
        'const a = await import("./b.js");',
        "const here = import.meta.url;",
        'export * from "./b.js";',
        "export { b };",
        "export default function () {}",
        "export default 5;",
    ],
)
def test_what_cannot_be_joined_is_refused(tmp_path: Path, line: str) -> None:
    folder = write(tmp_path, a=f"const first = 1;\n{line}\n", b="export const b = 1;\n")
    with pytest.raises(ValueError, match=r"a.js has .*(import|export)|a.js imports b as a, which"):
        join(folder, "a")


@pytest.mark.parametrize("line", ["const { a, c } = b;", "export let [a] = b;"])
def test_several_names_at_once_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"a.js must declare one name at a time"):
        join(write(tmp_path, a=f"{line}\n"), "a")


def test_a_template_of_several_lines_is_refused(tmp_path: Path) -> None:
    # What stands in it could look like a comment, which is taken away.
    with pytest.raises(ValueError, match=r"a.js must end each template literal in its line"):
        join(write(tmp_path, a="const text = `\n// no comment\n`;\n"), "a")


# The modules of the front end.


def test_each_module_is_used_and_each_export_is_known() -> None:
    every = {file.stem for file in FRONT.glob("*.js")}
    modules = {module.name: module for entry in ENTRIES for module in in_order(FRONT, entry)}
    assert set(modules) == every
    imported = {(other, name) for one in modules.values() for other, names in one.imports.items() for name in names}
    exported = {(one.name, name) for one in modules.values() if one.name not in ENTRIES for name in one.exports}
    asked = set(re.findall(r"front\.(\w+)", Path(__file__).with_name("test_front.py").read_text(encoding="utf-8")))
    assert {(other, name) for other, name in exported - imported if name not in asked} == set()


def test_a_page_gets_a_script_and_a_notebook_a_module() -> None:
    assert not re.search(r"^\s*(import|export)\b", script(), re.MULTILINE)
    assert script().startswith('(() => {\n"use strict";\n')
    assert re.findall(r"^export\b.*", module(), re.MULTILINE) == ["export default { render };"]


def test_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    text = 'import { b } from "./b.js";\r\n// A comment.\r\nconst a = b;\r\n'
    (tmp_path / "a.js").write_bytes(text.encode())
    assert Module(tmp_path, "a").body() == "const a = b;\n"
