"""How tests are handed to workers: in groups that share what takes long to set up, the longest first."""

from xdist.scheduler import LoadScopeScheduling

from kit.book import EVERY


def group(test: str) -> str:
    """Name the tests that one worker runs one after the other."""
    file, _, name = test.partition("::")
    folder, _, module = file.rpartition("/")
    if folder == "tests/lab":
        return folder  # one JupyterLab
    if module in ("test_pdf.py", "test_policy.py"):
        return "tests/browser: all of the site's folder"  # which the PDF adds a page to, for a while
    if folder == "tests/browser":
        parameters = name.partition("[")[2]
        if page := next((page for page in EVERY if page in parameters), ""):
            return page  # one visit
        if module.startswith("test_explorers"):
            return test  # each opens a page of its own
    return file


class Groups(LoadScopeScheduling):
    """Hands the tests out in these groups."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)
