"""Compilers of derived indicators, with unit factors and places resolved."""
