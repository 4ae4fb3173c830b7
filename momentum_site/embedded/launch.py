"""Run a program that ends when its parent does.

`python launch.py PARENT SIGNAL USER PROGRAM ARGUMENT…`: the kernel sends SIGNAL when process PARENT
ends, however it ends. USER is a user name to run as, or `-`. A program of its own, because the same
steps between fork and exec inside a process with threads can deadlock it. Standard library only.
"""

import ctypes
import os
import pwd
import struct
import sys

PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 8, 47, 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


def become(name: str) -> None:
    """Become user ``name``, who may still pass through folders that only root may open.

    The folder of the project is often root's own (`mktemp -d`, `/root`); what runs here refuses
    root by its user id, and opening those folders to everybody would be worse.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    user = pwd.getpwnam(name)
    libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
    os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
    header = struct.pack("=Ii", CAPABILITY_VERSION_3, 0)
    mask = 1 << CAP_DAC_OVERRIDE
    libc.capset(header, struct.pack("=6I", mask, mask, mask, 0, 0, 0))
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def main() -> None:
    parent, signal, user, *argv = sys.argv[1:]
    if user != "-":
        become(user)
    if sys.platform == "linux":
        # After the change of user, which would clear it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal), 0, 0, 0)
        if os.getppid() != int(parent):  # it ended before the line above
            sys.exit(1)
    os.execvp(argv[0], argv)


if __name__ == "__main__":
    main()
