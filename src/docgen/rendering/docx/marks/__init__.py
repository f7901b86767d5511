"""What marks a filled Word body: for corrections, that which names its source; for pages, styles."""
