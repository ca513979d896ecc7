"""Says which skill blocks of the register a unit validates."""

import re
from collections.abc import Callable

from catalogue.models import Certification, SkillBlock, Unit
from charmilles.typography import enumeration

# A number of its own in a title: that of the register beside it would confuse.
NUMBERED = re.compile(r"\b(?:bloc|ccp)\s*\d", re.IGNORECASE)
NUMBER = re.compile(r"BC0*(\d+)$")


def blocks_in_words(certification: Certification | None, units: list[Unit]) -> dict[int, str]:
    """Maps the key of each unit to its blocks: their numbers, or the titles that it does not say.

    A block of another certification, kept from a former one, is not said.
    """
    blocks = list(certification.blocks.all()) if certification else []
    is_numbered = any(NUMBERED.search(unit.title) for unit in units)
    say = _by_title if is_numbered else _by_number(blocks)
    return {unit.pk: say(unit, [b for b in blocks if b in unit.covered]) for unit in units}


def _by_number(blocks: list[SkillBlock]) -> Callable[[Unit, list[SkillBlock]], str]:
    """Numbers them as the register does, else by their order in the certification."""
    found = [NUMBER.search(block.code) for block in blocks]
    numbers = [match[1] if match else None for match in found]
    if None in numbers:
        numbers = [str(place) for place, _ in enumerate(blocks, 1)]
    named = dict(zip(blocks, numbers, strict=True))

    def say(unit, own):
        word = "bloc" if len(own) == 1 else "blocs"
        return f"{word} {enumeration([named[block] for block in own])}" if own else ""

    return say


def _by_title(unit: Unit, own: list[SkillBlock]) -> str:
    unsaid = [block for block in own if _bare(block.title) not in _bare(unit.title)]
    word = "bloc" if len(unsaid) == 1 else "blocs"
    return f"{word} {enumeration([f'« {b.title} »' for b in unsaid])}" if unsaid else ""


def _bare(text):
    return " ".join(re.findall(r"\w+", text.lower()))
