"""What is kept in the folder of a run: who holds it, and what was published."""
