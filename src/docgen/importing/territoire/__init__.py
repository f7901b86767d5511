"""The project’s own data of its territory, to a spreadsheet and back."""
