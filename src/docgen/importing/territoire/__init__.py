"""The project’s own territory as a workbook: export and import."""
