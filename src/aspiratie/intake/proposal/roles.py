"""What a column is, by its heading and by what kind of texts stand in it."""

from __future__ import annotations

import re
from collections import Counter

from aspiratie.codebook.labels import is_nominal, order
from aspiratie.codebook.text import as_number, squeeze
from aspiratie.intake.files.cells import cell_text
from aspiratie.intake.proposal.model import Guess
from aspiratie.intake.proposal.said import say
from aspiratie.intake.proposal.seen import Seen
from aspiratie.intake.tools import STANDARD

__all__ = ["MAX_ANSWERS", "role_of"]

#: A closed question has at most this many different answers.
MAX_ANSWERS = 12
_BRIN = re.compile(r"\d{2}[A-Z]{2}(?:\d{2})?", re.IGNORECASE)
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(?::\d{2})?"
)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")

#: Headings that say what a column is, whole or with the words around them.
_HEADS = {
    "school": r"brin(?:[- ]?(?:nummer|code|nr))?|school(?:[- ]?(?:code|id|naam|nummer|_id|_naam))?"
    r"|naam (?:van )?(?:de |je |jouw )?school|vestiging(?:snummer|scode)?|school name|school id"
    r"|(?:op |van |bij )?welke school(?: (?:zit|ga|werk|is|bezoek).{0,30})?"
    r"|which school(?: .{0,30})?"
    r"|(?:je|jouw|mijn) school|your school|instellingscode|schulname|schul-?(?:nummer|nr|id|code)"
    r"|schule|name (?:deiner|der) schule|welche schule.{0,30}",
    "group": r"leerjaar|groep|jaarlaag|klas(?:sen)?|grade|class|year ?group"
    r"|(?:in )?(?:welk leerjaar|welke groep|welke klas) (?:zit|is).{0,30}"
    r"|(?:je|jouw) (?:leerjaar|groep|klas)|klasse|klassenstufe|jahrgang(?:sstufe)?|schuljahrgang",
    "type": r"onderwijssoort|schooltype|onderwijstype|niveau|opleiding|track|programme|leerweg"
    r"|schulform|schulart|(?:welk niveau|welke opleiding) .{0,30}|school type",
    "wave": r"schooljaar|meting|meetmoment|ronde|wave|school ?year",
    "respondent": r"(?:respondent|deelname|deelnemer|leerling)[-_ ]?(?:id|code|nummer|nr)"
    r"|respondent|response[-_ ]?id|student[-_ ]?id|token|record[-_ ]?id",
    "submitted": r"verstuurd|ingevuld op|datum|tijdstip|submitted|date|ingezonden",
    "duration": r"duur(?: in seconden)?|duration(?: in seconds)?|seconds|seconden",
    "status": r"status|soort inzending",
    "weight": r"gewicht|weging|weegfactor|weight|w_fstuwt",
    "personal": r"(?:voor|achter|volledige )?naam|(?:first|last|full|sur)? ?name"
    r"|e-?mail(?:adres| address)?|mail|telefoon(?:nummer)?|phone|ip[- ]?(?:adres|address)?"
    r"|ipaddress|adres|address|geboortedatum|geboortejaar"
    r"|vorname|nachname|geburtsdatum|e-?mail-?adresse|postleitzahl"
    r"|date of birth|birthday|postcode|zip(?: code)?|leerlingnaam"
    r"|(?:wat is |hoe heet )?(?:je|jouw|uw) "
    r"(?:naam|e-?mail|e-?mailadres|postcode|geboortedatum)\??",
    "open": r"opmerkingen?|toelichting|remarks?|comments?|ruimte voor .{0,40}"
    r"|(?:heb je )?(?:nog )?(?:iets|opmerkingen|tips).{0,40}",
}  # fmt: skip
_COMPILED = {
    role: re.compile(rf"(?:{pattern})\s*\??", re.IGNORECASE) for role, pattern in _HEADS.items()
}
#: Background of a respondent that is no item and of no use to a report.
_BACKGROUND = re.compile(
    r"geslacht|gender|sex|leeftijd|age|(?:hoe oud ben|ben) (?:je|jij).{0,25}|geboorteland|immig"
    r"|lang|education|alter|geschlecht|how old .{0,20}|(?:what is your )?gender\??",
    re.IGNORECASE,
)


def role_of(seen: Seen, counts: Counter[str]) -> Guess[str]:
    """Say what a column is; open where neither its heading nor its cells tell."""
    if seen.tool_role == "own":
        return Guess(value="other", sure="certain", reason=say("role-own-of-tool"))
    if seen.tool_role is not None:
        return Guess(value=seen.tool_role, sure="certain", reason=say("role-by-tool"))
    heads = [squeeze(t) for t in (seen.heading.text, *seen.heading.texts, *seen.heading.codes)]
    by_head = next(
        (role for role, pattern in _COMPILED.items() for h in heads if pattern.fullmatch(h)), None
    )
    filled = sum(counts.values())
    if not filled:
        return Guess(value="other", sure="certain", reason=say("role-empty"))
    if by_head == "personal" or _share(counts, _MAIL) > 0.5 or _share(counts, _ADDRESS) > 0.5:
        return Guess(value="personal", sure="certain", reason=say("role-personal"))
    if {seen.heading.found.strip(), *seen.heading.codes} & STANDARD and by_head is None:
        return Guess(value="other", sure="certain", reason=say("role-own-of-tool"))
    if _share(counts, _BRIN) >= 0.9:
        return Guess(value="school", sure="certain", reason=say("role-brin"))
    if by_head in ("school", "group", "type", "wave") and _repeats(counts):
        return Guess(value=by_head, sure="certain", reason=say("role-by-heading"))
    if by_head is not None and by_head not in ("school", "group", "type", "wave"):
        return Guess(value=by_head, sure="certain", reason=say("role-by-heading"))
    if any(_BACKGROUND.fullmatch(h) for h in heads) or is_nominal(_labels(seen, counts)):
        return Guess(value="other", sure="certain", reason=say("role-background"))
    if by_head is not None:
        return Guess(value=by_head, sure="open", reason=say("role-unclear"))
    return _by_cells(seen, counts, filled)


def _by_cells(seen: Seen, counts: Counter[str], filled: int) -> Guess[str]:
    labels = _labels(seen, counts)
    if order(labels) is not None:
        return Guess(value="item", sure="certain", reason=say("role-known-answers"))
    if _share(counts, _DATE) > 0.9:
        return Guess(value="other", sure="certain", reason=say("role-date"))
    numbers = [as_number(label) for label in counts]
    whole = [n for n in numbers if n is not None and n.is_integer() and -100 <= n <= 1000]
    if len(whole) == len(counts):
        small = sorted(n for n in whole if 0 <= n <= 11)
        if len(small) >= 2 and len(counts) <= MAX_ANSWERS + 3:
            return Guess(value="item", sure="open", reason=say("role-small-numbers"))
        return Guess(value="other", sure="certain", reason=say("role-numbers"))
    if all(n is not None for n in numbers):
        return Guess(value="other", sure="certain", reason=say("role-numbers"))
    long = sum(len(label) * n for label, n in counts.items()) / filled
    if len(counts) > MAX_ANSWERS + 3 and (long > 25 or len(counts) > 0.5 * filled):
        return Guess(value="open", sure="certain", reason=say("role-own-words"))
    if len(counts) > MAX_ANSWERS + 3:
        return Guess(value="other", sure="certain", reason=say("role-many-answers"))
    return Guess(value="item", sure="open", reason=say("role-unknown-answers"))


def _labels(seen: Seen, counts: Counter[str]) -> list[str]:
    if seen.labels and all(cell_text(c) in seen.labels for c in counts):
        return [label for code, label in seen.labels.items() if code not in seen.absent]
    return list(counts)


def _share(counts: Counter[str], pattern: re.Pattern[str]) -> float:
    total = sum(counts.values())
    return sum(n for text, n in counts.items() if pattern.fullmatch(text)) / total if total else 0.0


def _repeats(counts: Counter[str]) -> bool:
    """Whether several rows share each text, as with schools and groups."""
    total = sum(counts.values())
    return len(counts) * 2 <= total or total < 6
