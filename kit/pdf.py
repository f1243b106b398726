"""What stands on the pages of a PDF."""

from pathlib import Path

import pypdfium2


def read_pages(pdf: Path | bytes) -> list[str]:
    """The words on each page of a PDF."""
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pypdfium2.PdfDocument(pdf)]
