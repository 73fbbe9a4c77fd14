"""Room `disclosure`."""
