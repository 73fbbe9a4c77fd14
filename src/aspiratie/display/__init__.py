"""Room `display`."""
