"""Audited numbers: a random sample of a run to look at, and precision, recall and corrected totals from what was seen."""
