"""Pictures drawn to scale, as SVG: tensors, costs, windows, and a convolution as a matrix product.

Each is about 340 pixels wide at most, so that it fits a telephone; several stand side by side where there is room. What
is to scale carries the number that it stands for, as `data-width`, `data-height`, `data-length` or `data-area`.
"""
