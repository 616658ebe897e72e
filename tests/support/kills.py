"""Ends work at a chosen step at which the disk changes, as a kill of the process would."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest


class KilledError(BaseException):
    """Stands for the end of the process: nothing that catches errors catches it."""


def killed_at(
    number: int, act: Callable[[], object], steps: Iterable[tuple[Any, str]], monkeypatch: pytest.MonkeyPatch
) -> bool:
    """Act and stop before the step of this number, from 0; whether there are so many steps.

    ``steps`` are the functions that count, each as what holds it and its name.
    """
    done = 0

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*words: Any, **more: Any) -> Any:
            nonlocal done
            done += 1
            if done > number:
                raise KilledError
            return call(*words, **more)

        return step

    with monkeypatch.context() as patched:
        for owner, name in steps:
            patched.setattr(owner, name, counted(getattr(owner, name)))
        try:
            act()
        except KilledError:
            return True
    return False
