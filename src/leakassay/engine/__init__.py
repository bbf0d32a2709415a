"""How work is spread: guards that are trusted, cells that are disposable."""
