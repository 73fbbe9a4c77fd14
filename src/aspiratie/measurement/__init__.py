"""Room `measurement`."""
