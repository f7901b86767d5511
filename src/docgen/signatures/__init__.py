"""PDFs that come back: their signatures, their form fields and their attachments."""
