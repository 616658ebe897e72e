"""Addresses that only a network of one's own reaches are no addresses of sources."""

import pytest

from generator.catalogue.fields import is_private_host

PRIVATE = (
    *("localhost", "LOCALHOST.", "may-chu", "in.local", "wiki.internal", "nas.home.arpa"),
    *("127.0.0.1", "127.1", "10.0.0.8", "192.168.1.10", "169.254.169.254", "100.64.0.1"),
    *("0x7f000001", "0x7f.1", "2130706433"),
)
PUBLIC = ("baolangson.vn", "old.baolangson.vn", "vovworld.vn.", "8.8.8.8", "local.vn", "đặcsản.vn")


@pytest.mark.parametrize("host", PRIVATE)
def test_private(host: str) -> None:
    assert is_private_host(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_public(host: str) -> None:
    assert not is_private_host(host)
