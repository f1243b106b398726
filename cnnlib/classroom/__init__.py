"""A class: for each student a sheet with numbers of its own, one key, exports for learning platforms, and marks.

Run it as ``python -m cnnlib.classroom``; ``import cnnlib`` does not load it. What it needs besides the package's own
dependencies is the extra ``cnnlib[classroom]``.
"""
