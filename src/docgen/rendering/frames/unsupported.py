"""The errors by which frames refuse a document, which is then rendered directly."""


class UnsupportedError(Exception):
    """Frames cannot render this as the direct rendering would; the message says why."""


class UnknownStyleError(UnsupportedError):
    """A stored frame is asked for a style property that was not recorded."""
