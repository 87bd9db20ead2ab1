"""`python -m cx.cli`: the command without the script that an installation makes of it."""

from cx.cli.main import main

if __name__ == "__main__":
    main()
