"""PDF files: laid out by WeasyPrint, tagged, with fields and attachments."""
