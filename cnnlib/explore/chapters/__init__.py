"""The explorers of the book's chapters, one file each: what is drawn for the values of the controls."""
