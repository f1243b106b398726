"""Decks: slides that are cut from the built pages, and the votes on them.

`marks` lets the marks of a chapter's source through into its page, `cut` makes slides of what they mark, `votes` asks
before it shows, `write` makes a file of each deck, `notebook` makes a chapter present in JupyterLab, and `cards` makes
what is printed before a lecture.
"""
