"""The French language and its territory: pure functions from values to words.

Invariant: nothing here reads a file, a clock or another package of docgen.
"""
