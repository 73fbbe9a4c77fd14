"""The sheets of a school's report, each a function of a :class:`SchoolReport`."""
