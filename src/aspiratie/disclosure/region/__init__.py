"""Documents of a region: its drafts, what they may tell, and both variants of them."""
