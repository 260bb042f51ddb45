"""Audited numbers: a random sample of a run to look at, and precision, recall and totals from what was seen."""
