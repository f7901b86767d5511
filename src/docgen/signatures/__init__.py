"""Signed PDFs that come back: their signatures and their attachments."""
