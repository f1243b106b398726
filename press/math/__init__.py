"""Formulas: written in TeX, shown as MathML, with a font that has what they need."""
