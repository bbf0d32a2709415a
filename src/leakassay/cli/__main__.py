"""`python -m leakassay.cli`: the same command without its script."""

from leakassay.cli.main import main

if __name__ == "__main__":
    main()
