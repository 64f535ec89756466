"""A device of a VM that runs in this process: QEMU's vhost-user protocol, and the rings in the VM's memory.

Only what a device with plain rings needs: nothing is suppressed, neither notifications nor kicks, so that nothing rests
on the order in which two processors see each other's writes.
"""

import mmap
import os
import socket
import struct

VERSION_1, PROTOCOL_FEATURES = 1 << 32, 1 << 30
CONFIG = 1 << 9

GET_FEATURES, SET_FEATURES, SET_OWNER, SET_MEM_TABLE = 1, 2, 3, 5
SET_VRING_NUM, SET_VRING_ADDR, SET_VRING_BASE, GET_VRING_BASE = 8, 9, 10, 11
SET_VRING_KICK, SET_VRING_CALL, SET_VRING_ERR = 12, 13, 14
GET_PROTOCOL_FEATURES, SET_PROTOCOL_FEATURES, SET_VRING_ENABLE, GET_CONFIG = 15, 16, 18, 24

HEADER = struct.Struct('=III')
VERSION, REPLY = 1, 4
NO_FILE = 1 << 8

DESCRIPTOR = struct.Struct('<QIHH')
NEXT = 1
MOST_FILES = 8


class Memory:
    """The VM's memory, by its own addresses and by those of QEMU."""

    def __init__(self):
        self.regions = []

    def replace(self, table, files):
        self.regions = []
        for index, file in enumerate(files):
            guest, size, user, offset = struct.unpack_from('=QQQQ', table, 8 + 32 * index)
            view = memoryview(mmap.mmap(file, size + offset))[offset:]
            os.close(file)
            self.regions.append((guest, user, size, view))

    def at_guest(self, address, length):
        return self._find(0, address, length)

    def at_user(self, address, length):
        return self._find(1, address, length)

    def _find(self, kind, address, length):
        for region in self.regions:
            start = address - region[kind]
            if 0 <= start and start + length <= region[2]:
                return region[3][start : start + length]
        raise ValueError(f'{address:#x} is not in the memory of the VM')


class Ring:
    """One queue of buffers, split as virtio 1.0 has it."""

    def __init__(self, memory):
        self.memory = memory
        self.size = self.taken = 0
        self.descriptors = self.available = self.used = None
        self.kick = self.call = None

    def locate(self, descriptors, used, available):
        at = self.memory.at_user
        self.descriptors = at(descriptors, 16 * self.size)
        self.available = at(available, 4 + 2 * self.size)
        self.used = at(used, 4 + 8 * self.size)

    @property
    def ready(self):
        return self.kick is not None and self.used is not None

    def take(self):
        """The next chain of buffers: its number and its pieces. None when there is none."""
        if not self.ready or self._read(self.available, 2) == self.taken:
            return None
        head = number = self._read(self.available, 4 + 2 * (self.taken % self.size))
        self.taken = (self.taken + 1) & 0xFFFF
        pieces = []
        while True:
            address, length, flags, following = DESCRIPTOR.unpack_from(self.descriptors, 16 * number)
            pieces.append(self.memory.at_guest(address, length))
            if not flags & NEXT:
                return head, pieces
            number = following

    def give_back(self, head, written=0):
        index = self._read(self.used, 2)
        struct.pack_into('<II', self.used, 4 + 8 * (index % self.size), head, written)
        struct.pack_into('<H', self.used, 2, (index + 1) & 0xFFFF)
        if self.call is not None:
            os.write(self.call, struct.pack('=Q', 1))

    @staticmethod
    def _read(view, offset):
        return struct.unpack_from('<H', view, offset)[0]


class Device:
    """Answers QEMU. `on_kick(fd, added)` is told which of the rings' files there are to wait for."""

    def __init__(self, connection, rings, config, on_kick):
        self.connection = connection
        self.memory = Memory()
        self.rings = [Ring(self.memory) for _ in range(rings)]
        self.config = config
        self.on_kick = on_kick

    def serve(self):
        """One message. False when QEMU is gone."""
        head, files, _, _ = socket.recv_fds(self.connection, HEADER.size, MOST_FILES)
        if not head:
            return False
        request, _, size = HEADER.unpack(head)
        body = self.connection.recv(size, socket.MSG_WAITALL) if size else b''
        answer = self._answer(request, body, files)
        if answer is not None:
            self.connection.sendall(HEADER.pack(request, VERSION | REPLY, len(answer)) + answer)
        return True

    def _answer(self, request, body, files):
        if request == GET_FEATURES:
            return struct.pack('=Q', VERSION_1 | PROTOCOL_FEATURES)
        if request == GET_PROTOCOL_FEATURES:
            return struct.pack('=Q', CONFIG)
        if request == GET_CONFIG:
            offset, size, flags = struct.unpack_from('=III', body)
            return struct.pack('=III', offset, size, flags) + self.config[offset : offset + size]
        if request == SET_MEM_TABLE:
            return self.memory.replace(body, files)
        if request in (SET_FEATURES, SET_PROTOCOL_FEATURES, SET_OWNER):
            return None
        return self._answer_for_ring(request, body, files)

    def _answer_for_ring(self, request, body, files):
        if request in (SET_VRING_KICK, SET_VRING_CALL, SET_VRING_ERR):
            (number,) = struct.unpack('=Q', body)
            return self._set_file(request, self.rings[number & 0xFF], files[0] if not number & NO_FILE else None)
        index, value = struct.unpack_from('=II', body)
        ring = self.rings[index]
        if request == SET_VRING_NUM:
            ring.size = value
        elif request == SET_VRING_ADDR:
            descriptors, used, available = struct.unpack_from('=QQQ', body, 8)
            ring.locate(descriptors, used, available)
        elif request == SET_VRING_BASE:
            ring.taken = value
        elif request == GET_VRING_BASE:
            self._set_file(SET_VRING_KICK, ring, None)
            return struct.pack('=II', index, ring.taken)
        elif request != SET_VRING_ENABLE:
            raise ValueError(f'vhost-user request {request} is not known here')
        return None

    def _set_file(self, request, ring, file):
        if request == SET_VRING_KICK:
            if ring.kick is not None:
                self.on_kick(ring.kick, False)
                os.close(ring.kick)
            ring.kick = file
            if file is not None:
                self.on_kick(file, True)
        elif request == SET_VRING_CALL:
            if ring.call is not None:
                os.close(ring.call)
            ring.call = file
        elif file is not None:
            os.close(file)
