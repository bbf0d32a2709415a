"""The wrapper under which `make test` runs: what speaks to the network is caught, what stays inside is not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from house.tree import ROOT

TOOL = ROOT / "tools" / "without_network.py"
UDP = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('198.51.100.7', 53))"
TCP = "import socket; socket.create_connection(('198.51.100.7', 443), timeout=0.5)"
SIX = "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b'x', ('2001:db8::7', 53))"
LOOPBACK = (
    "import socket; at = socket.create_server(('127.0.0.1', 0)); "
    "socket.create_connection(at.getsockname()).send(b'x'); assert at.accept()[0].recv(1) == b'x'"
)


def inside(*words: str) -> subprocess.CompletedProcess[str]:
    found = subprocess.run(
        [sys.executable, str(TOOL), *words], check=False, capture_output=True, text=True, timeout=120
    )
    if "nothing is shown" in found.stderr:
        pytest.skip("no user namespaces on this machine: the wrapper says so and shows nothing")
    return found


@pytest.mark.parametrize("code", [UDP, TCP, SIX])
def test_a_packet_to_the_outside_is_caught(code):
    """See it red: one datagram, one attempt to connect, one over IPv6."""
    found = inside(sys.executable, "-c", f"try:\n {code}\nexcept OSError: pass")
    assert found.returncode == 1
    assert "tried to speak to the network" in found.stderr


@pytest.mark.parametrize("code", [LOOPBACK, "print(1)"])
def test_the_loopback_and_silence_are_let_pass(code):
    """Tests may speak to themselves."""
    found = inside(sys.executable, "-c", code)
    assert (found.returncode, "0 bytes in 0 packets" in found.stderr) == (0, True)


def test_the_code_of_the_command_comes_through():
    """A red test stays red."""
    assert inside(sys.executable, "-c", "raise SystemExit(7)").returncode == 7


def test_namespaces_can_be_made_inside():
    """Cells make their own; a wrapper that forbade it would test something else."""
    assert inside("unshare", "--user", "--map-root-user", "--net", "true").returncode == 0


def test_the_suite_runs_under_it():
    """Every target; a suite beside the wrapper would show nothing."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert text.count("$(ALONE) $(BIN)/python -m pytest") == 4
    assert "tools/without_network.py" in text
