"""The French language and its territory: pure functions from values to words.

Law: nothing here reads a file, a clock or another room of docgen.
"""
