"""A run in a paper: the codebook of its tables and a paragraph on methods, from what was measured and nothing else."""
