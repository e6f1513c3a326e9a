"""Templates of mails as Python functions, made once in each process: a storm renders each of them 100,000 times.

The templates stay Django's, and so does what they mean. What they translate is looked up when they are made, so that
each language has its own. A part that uses more of Django's language than is known here is rendered by Django, and so
is a whole text when a value is not what its template expects.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from html import escape
from typing import Any

from django.template import Context, Template
from django.template.base import (
    Node,
    NodeList,
    TextNode,
    Variable,
    VariableNode,
    render_value_in_context,
)
from django.template.defaulttags import AutoEscapeControlNode, CommentNode, LoadNode, TemplateLiteral
from django.template.loader import get_template, render_to_string
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

type Write = Callable[[str], object]
type Part = Callable[..., None]  # writes itself, given the values of its names

INFIX = frozenset({"and", "or", "==", "!=", ">", ">=", "<", "<=", "in", "not in", "is", "is not"})
LOOP = {"last": "{0} == len({1}) - 1", "first": "{0} == 0", "counter": "{0} + 1"}


class UnknownPartError(Exception):
    """The template uses something that only Django renders."""


def render(template: str, **values: object) -> str:
    """The text that Django's ``render_to_string`` makes of ``template``."""
    pieces: list[str] = []
    try:
        part(template, tuple(values), is_escaped=True)(pieces.append, *values.values())
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return render_to_string(template, dict(values))
    return "".join(pieces)


def part(template: str, names: tuple[str, ...], *, is_escaped: bool) -> Part:
    """The function that writes ``template`` in the language spoken, of the values of ``names`` in that order."""
    return _part_in(get_language(), template, names, is_escaped=is_escaped)


@cache
def _part_in(language: str, template: str, names: tuple[str, ...], *, is_escaped: bool) -> Part:  # noqa: ARG001 - a key
    django: Template = get_template(template).template  # type: ignore[attr-defined]  # the engine's own
    try:
        return compile_nodes(django.nodelist, names, is_escaped=is_escaped)
    except UnknownPartError:
        return _by_django(django, names, is_escaped=is_escaped)


def compile_nodes(nodes: NodeList, names: Sequence[str], *, is_escaped: bool) -> Part:
    """The function that writes ``nodes``. Raises UnknownPartError for what only Django renders."""
    return _Source(is_escaped=is_escaped).function(nodes, names)


def _by_django(template: Template, names: Sequence[str], *, is_escaped: bool) -> Part:
    def write_part(write: Write, *values: object) -> None:
        write(template.render(Context(dict(zip(names, values, strict=True)), autoescape=is_escaped)))

    return write_part


class _Source:
    """Python source of a template. ``names`` of a scope: what is known there, with its Python name."""

    def __init__(self, *, is_escaped: bool) -> None:
        self._is_escaped = is_escaped
        self._lines: list[str] = []
        self._said: list[str] = []  # what comes next, as expressions: written together
        self._within: list[str] = []  # the templates that are written in place, the innermost last
        self._constants: dict[str, object] = {"as_html": _as_html, "as_text": _as_text, "part": part, "safe": _safe}
        self._constants["local"] = timezone.template_localtime  # type: ignore[attr-defined]  # left out of the stubs
        self._count = 0

    def function(self, nodes: NodeList, names: Sequence[str]) -> Part:
        scope = {name: self._name("v") for name in names}
        self._block(nodes, scope, depth=1)
        head = f"def write_part({', '.join(['write', *scope.values()])}):"
        made: dict[str, Any] = {}
        exec("\n".join([head, *self._lines]), self._constants, made)  # noqa: S102 - of our templates
        function: Part = made["write_part"]
        return function

    def _name(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def _constant(self, value: object) -> str:
        name = self._name("k")
        self._constants[name] = value
        return name

    def _line(self, depth: int, text: str) -> None:
        self._lines.append("    " * depth + text)

    def _flush(self, depth: int) -> None:
        """Write what was said so far, before anything else is decided."""
        if self._said:
            said, self._said = self._said, []
            self._line(depth, f"write({said[0]})" if len(said) == 1 else f"write(''.join(({', '.join(said)})))")

    def _block(self, nodes: Sequence[Node], scope: Mapping[str, str], *, depth: int) -> None:
        """``nodes`` in lines of their own, one at least."""
        self._nodes(nodes, scope, depth=depth)
        self._flush(depth)
        self._line(depth, "pass")

    def _nodes(self, nodes: Sequence[Node], scope: Mapping[str, str], *, depth: int) -> None:
        for node in nodes:
            write = getattr(self, f"_{type(node).__name__}", None)
            if write is None:
                raise UnknownPartError(type(node).__name__)
            write(node, scope, depth)

    def _TextNode(self, node: TextNode, scope: Mapping[str, str], depth: int) -> None:  # noqa: ARG002, N802
        self._said.append(repr(node.s))

    def _VariableNode(self, node: VariableNode, scope: Mapping[str, str], depth: int) -> None:  # noqa: ARG002, N802
        say = "as_html" if self._is_escaped else "as_text"
        self._said.append(f"{say}({self._value(node.filter_expression, scope)})")

    def _TranslateNode(self, node: TranslateNode, scope: Mapping[str, str], depth: int) -> None:  # noqa: ARG002, N802
        words = node.filter_expression
        if node.asvar or node.message_context or words.filters or words.var.literal is None:
            raise UnknownPartError("words that are not known yet")
        self._said.append(repr(str(node.render(Context()))))

    def _BlockTranslateNode(  # noqa: N802
        self,
        node: BlockTranslateNode,
        scope: Mapping[str, str],
        depth: int,  # noqa: ARG002 - all of them take it
    ) -> None:
        if node.asvar or node.message_context:
            raise UnknownPartError("words under another name")
        inner = {**scope, **{name: f"({self._value(value, scope)})" for name, value in node.extra_context.items()}}
        words, names = node.render_token_list(node.singular)
        said = repr(gettext(words))
        if node.plural and node.countervar:
            inner[node.countervar] = f"({self._value(node.counter, scope)})"
            many, others = node.render_token_list(node.plural)
            names = list(dict.fromkeys([*names, *others]))
            said = f"{self._constant(partial(ngettext, words, many))}({inner[node.countervar]})"
        if unknown := set(names) - inner.keys():
            raise UnknownPartError(", ".join(unknown))
        say = "as_html" if self._is_escaped else "as_text"
        values = ", ".join(f"{name!r}: {say}({inner[name]})" for name in names)
        self._said.append(f"({said} % {{{values}}})")

    def _LoadNode(self, node: LoadNode, scope: Mapping[str, str], depth: int) -> None:  # noqa: N802
        pass

    def _CommentNode(self, node: CommentNode, scope: Mapping[str, str], depth: int) -> None:  # noqa: N802
        pass

    def _AutoEscapeControlNode(self, node: AutoEscapeControlNode, scope: Mapping[str, str], depth: int) -> None:  # noqa: N802
        before, self._is_escaped = self._is_escaped, node.setting
        self._nodes(node.nodelist, scope, depth=depth)
        self._is_escaped = before

    def _IfNode(self, node: Any, scope: Mapping[str, str], depth: int) -> None:  # noqa: N802
        self._flush(depth)
        word = "if"
        for condition, nodes in node.conditions_nodelists:
            self._line(depth, f"{word} {self._condition(condition, scope)}:" if condition else "else:")
            self._block(nodes, scope, depth=depth + 1)
            word = "elif"

    def _ForNode(self, node: Any, scope: Mapping[str, str], depth: int) -> None:  # noqa: N802
        if node.is_reversed:
            raise UnknownPartError("reversed")
        self._flush(depth)
        items, place = self._name("i"), self._name("n")
        inside = {**scope, **{name: self._name("v") for name in node.loopvars}}
        inside["forloop"] = f"{place}:{items}"
        self._line(depth, f"{items} = list({self._value(node.sequence, scope)})")
        self._line(depth, f"for {place}, {self._targets(node.loopvars, inside)} in enumerate({items}):")
        self._block(node.nodelist_loop, inside, depth=depth + 1)
        self._line(depth, f"if not {items}:")
        self._block(node.nodelist_empty, scope, depth=depth + 1)

    def _targets(self, names: Sequence[str], scope: Mapping[str, str]) -> str:
        return scope[names[0]] if len(names) == 1 else f"({', '.join(scope[name] for name in names)})"

    def _IncludeNode(self, node: Any, scope: Mapping[str, str], depth: int) -> None:  # noqa: N802
        self._flush(depth)
        inner = {} if node.isolated_context else {name: at for name, at in scope.items() if name != "forloop"}
        for name, value in node.extra_context.items():
            inner[name] = self._name("v")
            self._line(depth, f"{inner[name]} = {self._value(value, scope)}")
        if not self._is_in_place(node.template, inner, depth):
            call = f"{self._value(node.template, scope)}, {tuple(inner)!r}, is_escaped={self._is_escaped}"
            self._line(depth, f"part({call})({', '.join(['write', *inner.values()])})")

    def _is_in_place(self, template: Any, scope: Mapping[str, str], depth: int) -> bool:
        """Write an included template here, if its name is known by now and Django is not needed for it."""
        name = template.var
        if isinstance(name, Variable) or template.filters or name in self._within:
            return False
        lines, is_escaped = len(self._lines), self._is_escaped
        self._within.append(name)
        try:
            self._nodes(get_template(name).template.nodelist, scope, depth=depth)  # type: ignore[attr-defined]  # as above
            self._flush(depth)
        except UnknownPartError:
            del self._lines[lines:], self._said[:]
            self._is_escaped = is_escaped
            return False
        finally:
            self._within.pop()
        return True

    def _condition(self, token: Any, scope: Mapping[str, str]) -> str:
        if isinstance(token, TemplateLiteral):
            return self._value(token.value, scope)
        if token.id == "not":
            return f"(not {self._condition(token.first, scope)})"
        if token.id not in INFIX:
            raise UnknownPartError(token.id)
        return f"({self._condition(token.first, scope)} {token.id} {self._condition(token.second, scope)})"

    def _value(self, expression: Any, scope: Mapping[str, str]) -> str:
        """The expression, with its filters, as Python."""
        value = self._variable(expression.var, scope)
        for function, arguments in expression.filters:
            value = self._filtered(function, value, list(self._arguments(arguments, scope)))
        return value

    def _arguments(self, arguments: Sequence[tuple[bool, Any]], scope: Mapping[str, str]) -> Iterator[str]:
        for is_variable, argument in arguments:
            yield self._variable(argument, scope) if is_variable else self._constant(mark_safe(argument))  # noqa: S308

    def _filtered(self, function: Any, value: str, arguments: Sequence[str]) -> str:
        if getattr(function, "expects_localtime", False):
            value = f"local({value})"
        named = [f"autoescape={self._is_escaped}"] if getattr(function, "needs_autoescape", False) else []
        call = f"{self._constant(function)}({{0}}, {', '.join([*arguments, *named])})"
        return (
            f"safe({value}, lambda x: {call.format('x')})"
            if getattr(function, "is_safe", False)
            else call.format(value)
        )

    def _variable(self, variable: Any, scope: Mapping[str, str]) -> str:
        if not isinstance(variable, Variable):
            return self._constant(_now(variable))
        if variable.lookups is None:
            return self._constant(_now(variable.resolve({})))
        first, *others = variable.lookups
        if first == "forloop" and others and others[0] in LOOP and "forloop" in scope:
            return f"({LOOP[others[0]].format(*scope['forloop'].split(':'))})"
        if first not in scope or first == "forloop":
            raise UnknownPartError(first)
        return scope[first] + "".join(f"[{name}]" if name.isdigit() else f".{name}" for name in others)


def _now(value: object) -> object:
    """Words that wait for a language, in that which is spoken."""
    return str(value) if isinstance(value, Promise) else value


_HTML, _TEXT = Context(autoescape=True), Context(autoescape=False)


def _as_html(value: object) -> str:
    return escape(value, quote=True) if type(value) is str else _said(value, _HTML)


def _as_text(value: object) -> str:
    return value if type(value) is str else _said(value, _TEXT)


def _said(value: object, context: Context) -> str:
    if type(value) is SafeString:
        return value
    if type(value) is int:
        return str(value)
    if callable(value):  # Django would call it; nothing that a mail shows is a method
        raise TypeError("A template calls a method.")
    return render_value_in_context(value, context)


def _safe(value: object, filtered: Callable[[object], Any]) -> object:
    """Markup stays markup through filters that keep it so."""
    return mark_safe(filtered(value)) if isinstance(value, SafeData) else filtered(value)  # noqa: S308 - as Django does
