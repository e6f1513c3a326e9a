"""The text of a mail that has only HTML: lines and paragraphs, what it quotes marked with ">" as in plain mails."""

import re
from html.parser import HTMLParser

# A paragraph, a block and a <br> until the whole is known.
_BREAKS = {
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "ul", "ol", "table", "pre"), "\f"),
    **dict.fromkeys(("div", "li", "tr", "section", "article"), "\n"),
    "br": "\v",
}
_UNSEEN = {"style", "script", "head", "title", "template"}
_QUOTES = (
    "gmail_quote",
    "divrplyfwdmsg",
    "appendonsend",
    "yahoo_quoted",
    "moz-cite-prefix",
    "mail-editor-reference-message",
)


def text_of(markup: str) -> str:
    """Return the words of `markup` in lines; whatever it is, this raises nothing."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Ends with the first quote: all below it is somebody else's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._unseen = 0
        self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        names = " ".join(value or "" for name, value in attrs if name in {"class", "id"}).casefold()
        if tag in {"blockquote", "hr"} or any(quote in names for quote in _QUOTES):
            self._is_over = True
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag != "br":
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen and not self._is_over:
            self._pieces.append(re.sub(r"[\n\r\f\v\t ]+", " ", data))

    def _break(self, tag: str) -> None:
        if not self._is_over and tag in _BREAKS:
            self._pieces.append(_BREAKS[tag])

    def text(self) -> str:
        """Return what was read: blocks begin one line however deep they lie, each <br> one of its own."""
        pieces = re.sub(r"[ \t]*([\n\f\v])[ \t]*", r"\1", "".join(self._pieces))
        pieces = re.sub(r"(?<=[^\n\f\v])\v(?=[\n\f])", "", pieces)  # the last <br> of a block shows nothing
        return re.sub(r"[\n\f\v]+", _lines, pieces)


def _lines(run: re.Match[str]) -> str:
    """The ends of lines that a run of marks comes to: two make a paragraph."""
    breaks = run[0]
    return "\n\n" if "\f" in breaks or ("\n" in breaks) + breaks.count("\v") > 1 else "\n"
