"""Runs a command in a network of its own that leads nowhere, and counts what the command tried to send.

`python tools/without_network.py COMMAND …`: inside a fresh user and network namespace stand the loopback interface,
which works, and a trap, an interface with the default route. Whatever leaves for elsewhere is swallowed and counted by
the kernel; where there is no `ip` to set the trap, sendings that find no route are counted. Anything but zero ends in
exit code 1. Where namespaces are not to be had the command runs all the same, and that nothing was shown is said.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from os import getgid, getuid
from pathlib import Path

TRAP = "trap0"
INSIDE = "--inside"
_KINDS = (("type", "dummy"), ("type", "veth", "peer", "name", "trap1"))
"""What swallows packets: a dummy; where the kernel has none, one end of a pair whose other end nobody answers at."""

_SETTING = (
    ("link", "set", TRAP, "addrgenmode", "none", "arp", "off"),  # no greetings of IPv6's own, which would be counted
    ("address", "add", "192.0.2.2/24", "dev", TRAP),
    ("link", "set", TRAP, "up"),
    ("route", "add", "default", "via", "192.0.2.1"),
)
"""192.0.2.0/24 is kept for documents; nobody has it."""

_COUNTED = ("bytes sent", "packets sent", "IPv4 sendings without route", "IPv6 sendings without route")
_UNSHARE = (("unshare", "--net", "--"), ("unshare", "--user", "--map-root-user", "--net", "--"))
"""As root, without a user namespace: the command can still become another user, as some tests do."""


def main(words: list[str]) -> int:
    """Run a command; its exit code, or 1 when it spoke to the network."""
    if words[:1] == [INSIDE]:
        return inside(int(words[1]), int(words[2]), words[3:])
    if not words:
        print("usage: without_network.py COMMAND …", file=sys.stderr)
        return 2
    unshare = next((way for way in _UNSHARE if shutil.which(way[0]) and _works(*way, "true")), None)
    if unshare is None:
        print("network: no namespace to be had here; the command runs, and nothing is shown", file=sys.stderr)
        return subprocess.run(words, check=False).returncode
    me = [sys.executable, __file__, INSIDE, str(getuid()), str(getgid())]
    return subprocess.run([*unshare, *me, *words], check=False).returncode


def _works(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def set_trap() -> bool:
    """Bring the loopback up and lead everything else into the trap; False when `ip` is missing or cannot."""
    if shutil.which("ip") is None:
        return False
    lo = _works("ip", "link", "set", "lo", "up")
    made = any(_works("ip", "link", "add", TRAP, *kind) for kind in _KINDS)
    _works("ip", "link", "set", "trap1", "addrgenmode", "none", "up")  # the other end, where there is one
    return lo and made and all(_works("ip", *step) for step in _SETTING)


def inside(user: int, group: int, words: list[str]) -> int:
    """Set the trap, run the command as who called, look into the trap."""
    trapped = set_trap()
    before = counted()
    as_caller = [] if user == 0 else ["unshare", "--user", f"--map-user={user}", f"--map-group={group}", "--"]
    code = subprocess.run([*as_caller, *words], check=False).returncode
    sent = {name: count - before[name] for name, count in counted().items()}
    if any(sent.values()):
        said = ", ".join(f"{count:,} {name}" for name, count in sent.items() if count)
        print(f"network: the command tried to speak to the network: {said}", file=sys.stderr)
        return 1
    how = "through a trap with the default route" if trapped else "and none looked for a route"
    print(f"network: 0 bytes in 0 packets left, {how}", file=sys.stderr)
    return code


def counted() -> dict[str, int]:
    """What the kernel counted in this namespace: bytes and packets into the trap, sendings that found no route."""
    said = dict.fromkeys(_COUNTED, 0)
    for line in Path("/proc/self/net/dev").read_text(encoding="ascii").splitlines()[2:]:
        name, _, numbers = line.partition(":")
        if name.strip() != "lo":
            said["bytes sent"] += int(numbers.split()[8])
            said["packets sent"] += int(numbers.split()[9])
    lines = [line.split() for line in Path("/proc/self/net/snmp").read_text(encoding="ascii").splitlines()]
    names, values = (line for line in lines if line[0] == "Ip:")
    said["IPv4 sendings without route"] = int(values[names.index("OutNoRoutes")])
    six = Path("/proc/self/net/snmp6")
    if six.exists():
        rows = dict(line.split() for line in six.read_text(encoding="ascii").splitlines())
        said["IPv6 sendings without route"] = int(rows["Ip6OutNoRoutes"])
    return said


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
