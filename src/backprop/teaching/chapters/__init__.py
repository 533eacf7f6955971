"""The records of the chapters, one module each; a new module is found by itself."""

from importlib import import_module
from pkgutil import iter_modules

_modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
_records = [module.CHAPTER for module in _modules if hasattr(module, "CHAPTER")]

CHAPTERS = {record.number: record for record in sorted(_records, key=lambda record: record.number)}
"""Number -> `Chapter`."""

if len(CHAPTERS) < len(_records):
    raise ValueError(f"two records have one number: {sorted(record.number for record in _records)}")


def chapter_of(claim):
    """The chapter that concludes a claim. Raises ValueError if none does."""
    for chapter in CHAPTERS.values():
        if any(claim is own for claims in chapter.claims.values() for own in claims.values()):
            return chapter
    raise ValueError(f"no chapter concludes {claim}; enter it in the claims of its record in teaching/chapters")
