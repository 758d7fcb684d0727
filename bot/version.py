"""Which Paidan this is."""

from importlib import metadata


def version() -> str:
    """Its number, as it was installed."""
    try:
        return metadata.version("paidan")
    except metadata.PackageNotFoundError:
        return "from a directory that is not installed"
