"""Codes of the registers, stored in one form however staff paste them."""

import re

from django.core.validators import RegexValidator

from charmilles.fields import Line

PASTED = 120  # characters: enough for the address of the register's page
IS_REGISTER_CODE = RegexValidator(
    r"^(RNCP|RS)\d+$",
    "Recopiez le code de la fiche de France compétences : RNCP34606, ou RS5765 pour le répertoire "
    "spécifique.",
)
IS_BLOCK_CODE = RegexValidator(
    r"^(RNCP|RS)\d+BC\d+$",
    "Recopiez le code du bloc, qui commence par celui de la fiche : RNCP34606BC02. Sans code, "
    "laissez vide.",
)
ARE_ROME_CODES = RegexValidator(
    r"^[A-N]\d{4}(, [A-N]\d{4})*$",
    "Un code ROME est une lettre et quatre chiffres : M1602. Séparez-les par des virgules.",
)
_NUMBER = r"(?:N|NO|NUM[EÉ]RO)?0*([1-9]\d{1,5})"
_REGISTER = re.compile(rf"(?:HTTPS?)?(?:WWW)?(?:\w*RECHERCHE)?(?:FICHE)?(RNCP|RS)?{_NUMBER}")
_BLOCK = re.compile(rf"(RNCP|RS)?{_NUMBER}(?:BC|BLOC)0*([1-9]\d?)")


class Code(Line):
    """A code in capitals and digits: the spaces and signs pasted with it are left out."""

    def to_python(self, value):
        """Tidies what a form, a fixture or a save gives it, before it is checked."""
        value = super().to_python(value)
        return self.tidied(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        setattr(model_instance, self.attname, self.to_python(getattr(model_instance, self.attname)))
        return super().pre_save(model_instance, add)

    def formfield(self, **kwargs):
        """Lets people paste more than the code itself."""
        return super().formfield(**{"max_length": PASTED} | kwargs)

    def tidied(self, text: str) -> str:
        return squeezed(text)


class RegisterCode(Code):
    """« rncp n° 34606 », « 34606 » or the address of the page all become RNCP34606."""

    default_validators = [IS_REGISTER_CODE]

    def tidied(self, text):
        found = _REGISTER.fullmatch(squeezed(text))
        return f"{found[1] or 'RNCP'}{found[2]}" if found else text.strip()


class BlockCode(Code):
    """« RNCP34606 BC 2 » becomes RNCP34606BC02."""

    default_validators = [IS_BLOCK_CODE]

    def tidied(self, text):
        found = _BLOCK.fullmatch(squeezed(text))
        return f"{found[1] or 'RNCP'}{found[2]}BC{int(found[3]):02}" if found else text.strip()


class RomeCodes(Code):
    """« m1602 / M 1607 » becomes « M1602, M1607 », each code once."""

    default_validators = [ARE_ROME_CODES]

    def tidied(self, text):
        together = squeezed(text)
        if not re.fullmatch(r"([A-N]\d{4})+", together):
            return text.strip()
        return ", ".join(dict.fromkeys(re.findall(r"[A-N]\d{4}", together)))


def squeezed(text: str) -> str:
    """Keeps the letters and digits, in capitals; « n° » loses its degree sign, whichever it is."""
    return re.sub(r"[\W_ºᵒ]+", "", text).upper()


def department(code: str) -> str:
    """Returns the number of the department that a postal or INSEE code begins with."""
    return code[:3] if code.startswith("97") else code[:2]
