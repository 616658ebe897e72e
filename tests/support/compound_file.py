"""Writes OLE compound files: the containers of XLS and of password-protected workbooks."""

import struct

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound_file(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """A container with these streams, and empty storages (folders) beside them, all at its top."""
    # Streams below 4096 bytes would lie in a second table of smaller sectors.
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    directory_sectors = -(-(1 + len(streams) + len(storages)) * 128 // SECTOR)
    chains = [directory_sectors, *(-(-len(data) // SECTOR) for data in padded.values())]
    fat_sectors = next(count for count in range(1, 110) if count * 128 >= count + sum(chains))
    fat, starts = [FAT] * fat_sectors, []
    for length in chains:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + length), END]
    fat += [FREE] * (fat_sectors * 128 - len(fat))

    names = [*streams, *storages]
    entries = [_entry("Root Entry", 5, child=1 if names else FREE, start=END, size=0)]
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else FREE
        if name in padded:
            entries.append(_entry(name, 2, start=starts[number], size=len(padded[name]), right=right))
        else:
            entries.append(_entry(name, 1, start=0, size=0, right=right))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<9I", 0, fat_sectors, starts[0], 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *range(fat_sectors), *[FREE] * (109 - fat_sectors))
    body = struct.pack(f"<{len(fat)}I", *fat) + b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    return (
        header
        + body
        + b"".join(data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\0") for data in padded.values())
    )


def _entry(name: str, kind: int, *, start: int, size: int, right: int = FREE, child: int = FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    fields = struct.pack("<HBBIII", len(encoded), kind, 1, FREE, right, child)
    return encoded.ljust(64, b"\0") + fields + bytes(36) + struct.pack("<IQ", start, size)
