"""A run as a panel: organs over the years, tables to analyse, checks between reports, other formats."""
