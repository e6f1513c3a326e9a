"""What somebody wrote at the top of a mail: without the mail they answer, their signature, and who they greet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 4_000  # characters of a note


def _any_of(*words: str) -> str:
    return rf"(?:{'|'.join(words)})"


_ANOTHER_MAIL = _any_of(
    *("Original Message", "Original-Nachricht", "Forwarded message", "Message d'origine"),
    *("Urspr\u00fcngliche Nachricht", "Weitergeleitete Nachricht"),
)
_PROGRAM = _any_of(
    *("Sent from", "Sent with", "Sent via", "Get Outlook for", "Outlook f\u00fcr", "Envoy\u00e9 de"),
    *("Gesendet von", "Gesendet mit", r"Von meinem \S+ gesendet", "Diese Nachricht wurde von"),
)
_FORWARDED = _any_of("Begin forwarded message", r"Anfang der weitergeleiteten (?:E-Mail|Nachricht)")
_ENDS = re.compile(
    rf"\s*(?:>|-{{2,}}\s*{_ANOTHER_MAIL}\b|_{{8,}}\s*$|{_FORWARDED}\s*:|(?:--|\u2014)\s*$|{_PROGRAM}\b)", re.IGNORECASE
)
# "On Mon, 1 Mar 2027 at 09:00, Holdfast <..> wrote:" and its German and Apple forms, over up to three lines.
_WROTE = _any_of("wrote", r"schrieb(?:\s+[^:\n]{0,120})?", "a \u00e9crit")
_INTRODUCED = re.compile(rf"\s*(?:On|Am|Le)\b.{{4,240}}?\b{_WROTE}\s*:\s*(?:\n|$)", re.IGNORECASE | re.DOTALL)
_BEGINS = re.compile(r"\s*(?:On|Am|Le)\b", re.IGNORECASE)
_BY_ADDRESS = re.compile(rf"[^<>\n]{{0,80}}<[^<>\s]+@[^<>\s]+>\s*{_WROTE}[^:\n]{{0,80}}:", re.IGNORECASE)
# The head of the mail that Outlook puts above what it quotes: From, then Sent or Date within the next lines.
_FROM = re.compile(r"\s*\*?(?:From|Von|De)\s*:\*?\s", re.IGNORECASE)
_SENT = re.compile(
    rf"\s*\*?{_any_of('Sent', 'Date', 'To', 'Subject', 'Gesendet', 'Datum', 'An', 'Betreff', 'Objet')}\s*:\*?\s",
    re.IGNORECASE,
)
_HELLO = _any_of(
    *("hi", "hello", "hey", "dear", "good (?:morning|afternoon)", "bonjour"),
    *("hallo", "liebe[rs]?", "sehr geehrte[rs]?", "guten (?:tag|morgen|abend)", "moin", "servus"),
)
_GREETING = re.compile(rf"{_HELLO}(?:(?:\s[^\s,.!?:;]+){{0,4}}\s?[,!]|(?:\s[^\s,.!?:;]+){{0,2}})", re.IGNORECASE)
_GOODBYE = _any_of(
    *("best", "best regards", "kind regards", "regards", "cheers", "thanks", "thank you", "many thanks", "yours"),
    *(
        "viele gr\u00fc\u00dfe",
        "beste gr\u00fc\u00dfe",
        "liebe gr\u00fc\u00dfe",
        "freundliche gr\u00fc\u00dfe",
        "gru\u00df",
    ),
    *("mit freundlichen gr\u00fc\u00dfen", "mfg", "lg", "vg", "danke"),
)
_FAREWELL = re.compile(rf"{_GOODBYE}[,.!]?", re.IGNORECASE)
_POINT = re.compile(r"(?:[-*\u2022]|[0-9]{1,2}[.)])\s")
_LABEL = re.compile(r"(?:A-(?P<agreement>[0-9]{1,9})\.)?(?P<number>[0-9]{1,5})\s*:(?=\s|$)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A note about the commitment of that number, of that agreement where it is named, and the note alone."""

    agreement: int | None
    number: int
    note: str


def first_paragraph(text: str) -> str:
    """Return the first paragraph that somebody wrote, in one line but for a list; empty where there is none.

    A paragraph that only greets is passed over.
    """
    paragraphs = list(_paragraphs(_own_lines(text)))
    told = [one for one in paragraphs if not _GREETING.fullmatch(one)]
    told = told or [one for one in paragraphs if not one.endswith((",", "!"))]
    return _cut(_with_label(told)) if told else ""


def labelled(note: str) -> Labelled | None:
    """Return which commitment a note names at its beginning ("A-31.4:" or "4:"); None where it names none."""
    match = _LABEL.match(note)
    if not match:
        return None
    agreement = int(match["agreement"]) if match["agreement"] else None
    return Labelled(agreement, int(match["number"]), note[match.end() :].strip())


def _with_label(paragraphs: list[str]) -> str:
    """The first paragraph; a label that stands alone belongs to the next one."""
    first, *others = paragraphs
    return f"{first} {others[0]}" if others and _LABEL.fullmatch(first) else first


def _own_lines(text: str) -> list[str]:
    """The lines above the quoted mail and above the signature; where there are none, those below the quote."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").split("\n")
    end = _end_of(lines)
    if "".join(lines[:end]).strip():
        return lines[:end]
    quoted = [place for place, line in enumerate(lines) if line.lstrip().startswith(">")]
    below = lines[quoted[-1] + 1 :] if quoted else []
    return below[: _end_of(below)]


def _end_of(lines: list[str]) -> int:
    """The place of the first line that is no longer the writer's own."""
    return next((place for place, line in enumerate(lines) if _is_end(line, lines[place + 1 : place + 4])), len(lines))


def _is_end(line: str, following: list[str]) -> bool:
    if _ENDS.match(line) or _BY_ADDRESS.match(line):
        return True
    if _INTRODUCED.match("\n".join(_one_sentence(line, following[:2]))):
        return True
    return bool(_FROM.match(line)) and any(_SENT.match(other) for other in following)


def _one_sentence(line: str, following: list[str]) -> Iterator[str]:
    """The line with those that may go on with it: none behind a blank one, none that begins an introduction itself."""
    yield line
    for other in following:
        if not other.strip() or _BEGINS.match(other):
            return
        yield other


def _paragraphs(lines: list[str]) -> Iterator[str]:
    rows: list[str] = []
    for line in [*lines, ""]:
        row = " ".join(line.split())
        if row and not (rows and _FAREWELL.fullmatch(row)):
            rows.append(row)
        elif rows:
            yield _joined(rows)
            if row:  # a farewell: what follows is a name
                return
            rows = []


def _joined(rows: list[str]) -> str:
    """One line, but for the points of a list, each of which begins one."""
    text = rows[0]
    for row in rows[1:]:
        text += f"\n{row}" if _POINT.match(row) else f" {row}"
    return text


def _cut(note: str) -> str:
    return note if len(note) <= LONGEST else f"{note[: LONGEST - 1].rstrip()}\u2026"
