"""Annotations: the corpus, its notations, and what people do with them."""
