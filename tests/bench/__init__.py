"""``make bench``: what the extraction costs, in time and memory, beside what a user would run instead.

A section is a file here with a function ``figures(scale)`` that measures and gives Markdown; ``SECTIONS`` lists them in the
order of docs/benchmarks.md, whose figures stand between markers and are written by the bench alone.
"""

SECTIONS = ("stages", "ratios", "compiled", "others", "repeated", "scaling", "growth", "memory", "formats", "start")
