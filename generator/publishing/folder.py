"""A site goes into another folder of this machine or of a network drive, each file in one step."""

import os
from pathlib import Path

from generator.output import owned_files, printed
from generator.output.changes import Changes
from generator.output.files import has_content, make_folder, put, stage, stamp, sweep
from generator.output.update import Staged
from generator.publishing.target import Sent, Site, folders_above, refuse_foreign


def publish(site: Site, target: Path) -> Sent:
    """Bring ``target`` in line with the site. The caller holds the lock of the folder.

    Everything is copied beside its place first; then it is put in place as a build does it. Raises
    :class:`RefusedError` where a file that is not ours stands in the way or a printed address would be lost,
    ``OSError`` where the disk does not take a file: then the folder shows what it showed before.
    """
    ours, paths = owned_files.read(target), site.paths
    served = printed.read(target)
    site.refuse_losses(served)
    refuse_foreign(folders_above(paths), lambda folder: (target / folder).is_symlink())
    refuse_foreign(paths - ours, lambda path: _is_other(site.folder / path, target / path))
    make_folder(str(target))
    if owned_files.last_build_ended(target):
        owned_files.begin_build(target)
    else:
        sweep(target)
    try:
        staged = [file for path in sorted(paths) if (file := _stage(site.folder, target, path))]
        addresses = site.printed.must_be_answered(served)
        if addresses != served:
            printed.save(target, addresses)
        removed = Changes(
            output=target,
            staged=staged,
            site_paths=paths if paths != ours else None,
            stale=ours - paths,
            printed_pages=frozenset(map(printed.file_of, addresses)),
        ).put_in_place()
    except BaseException:
        sweep(target)
        raise
    owned_files.end_build(target)
    return Sent(len(staged), removed)


def _stage(source: Path, target: Path, path: str) -> Staged | None:
    """Copy a file beside its place, with its time of change; None where it is there already."""
    there, wanted = stamp(f"{target}/{path}"), stamp(f"{source}/{path}")
    if wanted is None or there == wanted:
        return None
    data = (source / path).read_bytes()
    waiting = stage(f"{target}/{path}", data)
    os.utime(waiting, ns=(wanted[1], wanted[1]))
    if there is not None and has_content(f"{target}/{path}", data, there):
        put(waiting, f"{target}/{path}")  # the same bytes: only its time, by which it is known the next time
        return None
    return Staged(os.getpid(), path, there is None)


def _is_other(source: Path, target: Path) -> bool:
    """Whether something is at ``target`` that has not the bytes of ``source``."""
    there = stamp(str(target))
    return there is not None and not has_content(str(target), source.read_bytes(), there)
