"""``make train``: all models from ``annotations/``."""

import sys
from pathlib import Path

from extract.train import train

if __name__ == "__main__":
    root = Path(__file__).parents[2]
    train(root / "annotations", root / "models", lambda what: sys.stderr.write(f"{what}\n"))
