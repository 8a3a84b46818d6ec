"""What an operating system refuses, in our words."""

import errno
import os
import socket

import pytest

from tasks.circle.model.errors import reason

#: Frequent ones that stop a file from being read or written.
USUAL = ("EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EIO", "ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG", "EMFILE")


@pytest.mark.parametrize("name", USUAL)
def test_a_usual_refusal_is_told_in_norwegian_and_not_in_the_systems_own_words(name: str) -> None:
    number = getattr(errno, name)
    told = reason(OSError(number, os.strerror(number)))
    assert told != os.strerror(number).lower() and name not in told and told[0].islower() and not told.endswith(".")


def test_a_rare_refusal_is_told_by_the_name_that_can_be_looked_up() -> None:
    assert reason(OSError(errno.ENOTTY, "Inappropriate ioctl for device")) == "systemet sier ENOTTY"
    assert reason(OSError("odd")) == "systemet sier OSError"


def test_a_name_that_nobody_knows_is_told_so() -> None:
    assert reason(socket.gaierror(-2, "Name or service not known")) == "navnet finnes ikke på nettet"
