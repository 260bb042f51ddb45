"""``python -m extract`` is ``gongkai``."""

from extract.cli import main

if __name__ == "__main__":
    main()
