"""Two people may fill in the same form at once, and neither loses a word: what both changed is laid side by side."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from teams.domain.language import say
from teams.domain.merging import Conflict, Value, merged

THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Beside:
    """A field that both changed, in words: what it was, is now, and what this form says."""

    name: str
    label: str
    was: str
    theirs: str
    yours: str


class SideBySide(forms.Form):
    """A form that may come back with ``conflicts``: then each asks whose words to keep (teams/merge.html)."""

    conflicts: Mapping[str, Conflict] = {}

    @property
    def beside(self) -> Sequence[Beside]:
        return [
            Beside(
                name,
                str(self[name].label),
                was=self._in_words(name, conflict.was),
                theirs=self._in_words(name, conflict.theirs),
                yours=self._in_words(name, conflict.yours),
            )
            for name, conflict in self.conflicts.items()
        ]

    def keeps_theirs(self, name: str) -> bool:
        return bool(self.data.get(f"keep-{self.add_prefix(name)}") == THEIRS)

    def _in_words(self, name: str, value: Value) -> str:
        """Say a value as the page does: a choice by its label, many of them one below the other."""
        choices = {str(code): str(words) for code, words in _flat(getattr(self.fields[name], "choices", ()))}
        many = value if isinstance(value, tuple) else [value or ""]
        return "\n".join(choices.get(one, one) for one in many)


class Merging(SideBySide):
    """A form over what is stored now (``initial``), which carries what it was when it was opened (``base``).

    What only others changed meanwhile is kept, what only this form changes is written; where both changed a field
    the form is not valid and holds ``conflicts``. ``base`` is the sender's own word and decides nothing but that.
    """

    began_from: str = ""  # of a draft that stands in the form: what it was begun from
    kept: Sequence[str] = ()  # labels of what others changed meanwhile, and this form leaves as they have it
    _is_merged = False

    @property
    def base(self) -> str:
        """What the form began from, as JSON for a hidden field."""
        return self.began_from or json.dumps(self._now())

    @property
    def status(self) -> int:
        """Return the status of a page that shows the form: 409 where somebody has to choose, 422 after errors."""
        if self.conflicts:
            return 409
        return 422 if self.errors else 200

    def is_valid(self) -> bool:
        if self.is_bound and "base" in self.data and not self._is_merged:
            self._merge()
        return not self.conflicts and super().is_valid()

    def said(self, sentence: str) -> str:
        """Return ``sentence``, and what was kept of others' changes."""
        if not self.kept:
            return sentence
        return say(
            "{sentence} Kept as somebody changed it meanwhile: {names}.", sentence=sentence, names=", ".join(self.kept)
        )

    def _merge(self) -> None:
        self._is_merged = True
        theirs = self._now()
        base = theirs | _read(self.data.get("base", ""), known=theirs)
        yours = {name: base[name] if self.keeps_theirs(name) else self._sent(name) for name in theirs}
        merge = merged(base=base, theirs=theirs, yours=yours)
        self.conflicts = merge.conflicts
        self.kept = [
            str(self[name].label) for name in theirs if theirs[name] != base[name] and merge.values[name] != yours[name]
        ]
        self._put({name: yours[name] if name in merge.conflicts else merge.values[name] for name in theirs})

    def _now(self) -> dict[str, Value]:
        return {name: _sent_as(field, self.get_initial_for_field(field, name)) for name, field in self.fields.items()}

    def _sent(self, name: str) -> Value:
        field = self.fields[name]
        raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return _plain(raw, is_many=isinstance(field, forms.MultipleChoiceField))

    def _put(self, values: Mapping[str, Value]) -> None:
        """Let the form hold these values as if they had been sent."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in values.items():
            data.setlist(self.add_prefix(name), list(value) if isinstance(value, tuple) else [value or ""])
            if isinstance(self.fields[name], forms.BooleanField) and not value:
                del data[self.add_prefix(name)]
        self.data = data


def as_sent(form: forms.BaseForm) -> dict[str, list[str]]:
    """Return what the browser would send if ``form`` were sent as it was filled in beforehand."""
    values = {
        form.add_prefix(name): _sent_as(field, form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
    }
    return {name: [*value] if isinstance(value, tuple) else [value] for name, value in values.items() if value}


def _sent_as(field: forms.Field, value: Any) -> Value:
    """Return a stored value as the browser would send it unchanged."""
    is_many = isinstance(field, forms.MultipleChoiceField)
    prepared = field.prepare_value(value)
    is_chosen = isinstance(field, (forms.BooleanField, forms.ChoiceField, forms.ModelChoiceField))
    return _plain(prepared if is_chosen else field.widget.format_value(prepared), is_many=is_many)


def _plain(value: Any, *, is_many: bool) -> Value:
    if is_many:
        return tuple(sorted(str(one) for one in value or ()))
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _read(text: str, *, known: Mapping[str, Value]) -> dict[str, Value]:
    """Read what a form began from; what it does not name, or names wrongly, is as it is now."""
    try:
        stored = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(stored, dict):
        return {}
    read = {name: tuple(map(str, value)) if isinstance(value, list) else value for name, value in stored.items()}
    return {name: value for name, value in read.items() if name in known and isinstance(value, (str, tuple))}


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    """Return choices, those of groups included."""
    if not isinstance(choices, (list, tuple)):
        choices = list(choices)
    return [
        pair
        for value, words in choices
        for pair in (_flat(words) if isinstance(words, (list, tuple)) else [(value, words)])
    ]
