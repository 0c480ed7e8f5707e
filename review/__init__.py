"""Landed rows drawn over the pages they were read from, for a person's eye."""
