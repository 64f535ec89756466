#!/usr/bin/env python3
"""A terminal program without a window: gives a program a terminal, and types what a file says once there is a prompt.

pty-terminal.py [-T TITLE] -e PROGRAM [ARGUMENT…]; TYPED names the file."""
import os
import pty
import re
import signal
import sys

# Nobody would close it.
signal.alarm(60)

words = sys.argv[sys.argv.index("-e") + 1 :]
child, screen = pty.fork()
if child == 0:
    os.execvp(words[0], words)


def read():
    try:
        return os.read(screen, 65536)
    except OSError:
        return b""


seen = b""
while not re.search(rb"[#$] ", seen):
    more = read()
    if not more:
        break
    seen += more
with open(os.environ["TYPED"], "rb") as typed:
    try:
        os.write(screen, typed.read())
    except OSError:
        pass
while more := read():
    seen += more
sys.stderr.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
