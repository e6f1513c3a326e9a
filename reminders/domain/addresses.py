"""Which addresses outside a message may be posted to. Whoever writes an address here must not make us call inside."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from teams.domain.language import say

LONGEST = 2000
USUAL_PORT = 443
# Two labels or more of letters, digits and hyphens. The last one begins with a letter: what ends in a number is read
# as an address by some resolvers (127.1, 0x7f.0.0.1, 2130706433).
NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Names that resolvers answer without asking anybody, or that belong to one network.
INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "test", "onion")
# The only range from which addresses are given out to be reached from anywhere; all others serve something special:
# fec0::/10 was site-local, ::/96 and ::ffff:0:0:0/96 hold IPv4 addresses, 64:ff9b::/96 translates to them.
GLOBAL_UNICAST = IPv6Network("2000::/3")


@dataclass(frozen=True, slots=True)
class Rules:
    """What an address may be. ``hosts``: exact names, or endings from a point on (".example.org"); empty: any."""

    hosts: Collection[str] = ()
    ports: Collection[int] = (USUAL_PORT,)


def problem_of(url: str, *, rules: Rules) -> str:
    """Return why ``url`` may not be posted to, as a sentence, or "" when it may by its looks.

    Whether its name leads to a public address is seen only when it is resolved (``is_public``).
    """
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or set(url) & {" ", "\\", "#"}:
        return say("Write it in plain ASCII, without spaces and without a fragment; xn-- names for other letters.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return say("This is no address.")
    if parts.scheme != "https":
        return say("It has to begin with https://.")
    if "@" in parts.netloc:
        return say("It may not carry a name or a password before its host.")
    return _problem_of_host(parts, port or USUAL_PORT, rules)


def _problem_of_host(parts: SplitResult, port: int, rules: Rules) -> str:
    host = parts.hostname or ""
    if not NAME.fullmatch(host):
        return say("Its host has to be a full name such as hooks.example.org, not a number.")
    if any(f".{host}".endswith(f".{name}") for name in INSIDE):
        return say("Its host is inside of a network.")
    if port not in rules.ports:
        return say("Only the usual port, 443, is used.")
    if rules.hosts and not any(_matches(host, name) for name in rules.hosts):
        return say("Its host has to be {names}.", names=" or ".join(_said(name) for name in rules.hosts))
    return ""


def _matches(host: str, name: str) -> bool:
    return host.endswith(name) if name.startswith(".") else host == name


def _said(name: str) -> str:
    return f"*{name}" if name.startswith(".") else name


def host_of(url: str) -> str:
    """Return the host of an address, "" where it has none."""
    return urlsplit(url).hostname or ""


def is_public(address: str) -> bool:
    """Tell whether an IP address, resolved from a name, is one of the public internet."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return _is_plain(ip) and ip.is_global and not ip.is_multicast


def _is_plain(ip: IPv4Address | IPv6Address) -> bool:
    return ip.version == 4 or ip in GLOBAL_UNICAST
