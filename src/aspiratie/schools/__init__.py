"""Room `schools`."""
