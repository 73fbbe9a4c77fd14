"""Where pages are made: what a page is made of, and the processes that make it."""
