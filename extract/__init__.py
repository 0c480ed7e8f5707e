"""Documents to raw rows: printed text with its place, and the structure seen on the page, nothing more."""
