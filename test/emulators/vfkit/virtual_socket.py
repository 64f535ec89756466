"""The virtual socket of a VM, its ports led to and from Unix sockets as vfkit does it.

virtual_socket.py SOCKET (connect|listen):PORT:PATH...: QEMU connects to SOCKET, once; this ends with QEMU. `connect`
listens at PATH and connects to the guest's port, `listen` does the opposite.
"""

import collections
import os
import selectors
import socket
import struct
import sys
import urllib.parse

from vhost_user import Device

HOST, GUEST = 2, 3
STREAM = 1
REQUEST, RESPONSE, RESET, SHUTDOWN, DATA, CREDIT_UPDATE, CREDIT_REQUEST = range(1, 8)
BOTH_WAYS = 3
PACKET = struct.Struct('<QQIIIHHIII')

RECEIVE, TRANSMIT = 0, 1
# What the guest may send before it hears that some of it has gone on.
ROOM = 256 * 1024
PIECE = 3 * 1024
FIRST_PORT = 1 << 30


class Connection:
    """One stream: a Unix socket here, a port in the guest there."""

    def __init__(self, bus, own_port, guest_port, stream):
        self.bus, self.own_port, self.guest_port, self.stream = bus, own_port, guest_port, stream
        self.open = self.ending = False
        self.sent = self.guest_room = self.guest_took = 0
        self.passed_on = self.told = 0
        self.waiting = bytearray()
        stream.setblocking(False)

    def watch(self):
        """Waits for what can be done now, and for nothing else."""
        events = 0
        if self.open and not self.ending and self.credit() > 0 and self.bus.has_room():
            events |= selectors.EVENT_READ
        if self.waiting:
            events |= selectors.EVENT_WRITE
        self.bus.watch(self.stream, events, self.on_event)

    def credit(self):
        return self.guest_room - ((self.sent - self.guest_took) & 0xFFFFFFFF)

    def on_event(self, events):
        if events & selectors.EVENT_WRITE:
            self.flush()
        if events & selectors.EVENT_READ and not self.ending:
            self.read()
        self.watch_or_end()

    def read(self):
        try:
            data = self.stream.recv(min(PIECE, self.credit()))
        except BlockingIOError:
            return
        except OSError:
            data = b''
        if data:
            self.sent = (self.sent + len(data)) & 0xFFFFFFFF
            self.tell(DATA, data)
        else:
            self.tell(SHUTDOWN, flags=BOTH_WAYS)
            self.waiting.clear()
            self.ending = True

    def flush(self):
        try:
            count = self.stream.send(self.waiting)
        except BlockingIOError:
            return
        except OSError:
            self.waiting.clear()
            self.tell(RESET)
            self.ending = True
            return
        del self.waiting[:count]
        self.passed_on = (self.passed_on + count) & 0xFFFFFFFF
        if (self.passed_on - self.told) & 0xFFFFFFFF >= ROOM // 4:
            self.tell(CREDIT_UPDATE)

    def tell(self, operation, data=b'', flags=0):
        self.told = self.passed_on
        self.bus.send(self.own_port, self.guest_port, operation, data, flags, self.passed_on)

    def on_packet(self, operation, room, took, data):
        self.guest_room, self.guest_took = room, took
        if operation == RESPONSE:
            self.open = True
        elif operation == DATA:
            self.waiting += data
            self.flush()
        elif operation == CREDIT_REQUEST:
            self.tell(CREDIT_UPDATE)
        elif operation == SHUTDOWN:
            # As vfkit's proxy: the end of one direction is the end of both, once what came was passed on.
            self.tell(RESET)
            self.ending = True
        elif operation == RESET:
            self.ending = True
        self.watch_or_end()

    def watch_or_end(self):
        if self.ending and not self.waiting:
            self.bus.forget(self)
        else:
            self.watch()


class Bus:
    """The device: packets of all connections over its two rings."""

    def __init__(self, selector):
        self.selector = selector
        self.device = None
        self.began = False
        self.connections = {}
        self.paths = {}
        self.packets = collections.deque()
        self.next_port = FIRST_PORT

    def serve(self, connection):
        config = struct.pack('<Q', GUEST)
        self.device = Device(connection, 2, config, self.on_kick_file)
        self.watch(connection, selectors.EVENT_READ, lambda _: self.on_request())

    def on_request(self):
        if not self.device.serve():
            sys.exit()
        # A ring that goes on after a pause may have been filled before it.
        self.work()

    def watch(self, what, events, handler):
        known = what in self.selector.get_map()
        if events and known:
            self.selector.modify(what, events, handler)
        elif events:
            self.selector.register(what, events, handler)
        elif known:
            self.selector.unregister(what)

    def on_kick_file(self, file, added):
        self.began = True
        self.watch(file, selectors.EVENT_READ if added else 0, lambda _: self.on_kick(file))

    def on_kick(self, file):
        os.read(file, 8)
        self.work()

    def work(self):
        self.receive()
        self.deliver()

    def expose(self, way, port, path):
        if way == 'listen':
            self.paths[port] = path
            return
        # vfkit makes an address of the path, and listens at the path as it is escaped there.
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(urllib.parse.quote(path, safe="/$&+,:;=@~!'()*"))
        listener.listen()
        self.watch(listener, selectors.EVENT_READ, lambda _: self.on_client(listener.accept()[0], port))

    def on_client(self, stream, port):
        if not self.began:
            # The guest knows of no such device yet.
            stream.close()
            return
        self.next_port += 1
        connection = self.connections[self.next_port, port] = Connection(self, self.next_port, port, stream)
        connection.tell(REQUEST)

    def receive(self):
        ring = self.device.rings[TRANSMIT]
        while chain := ring.take():
            head, pieces = chain
            packet = b''.join(pieces)
            ring.give_back(head)
            _, _, guest_port, own_port, length, _, operation, _, room, took = PACKET.unpack_from(packet)
            data = packet[PACKET.size : PACKET.size + length]
            self.on_packet(own_port, guest_port, operation, room, took, data)

    def on_packet(self, own_port, guest_port, operation, room, took, data):
        connection = self.connections.get((own_port, guest_port))
        if operation == REQUEST and connection is None and own_port in self.paths:
            connection = self.accept(own_port, guest_port)
        if connection is not None:
            connection.on_packet(operation, room, took, data)
        elif operation != RESET:
            self.send(own_port, guest_port, RESET)

    def accept(self, own_port, guest_port):
        """vfkit takes the connection first and ends it when nobody is at the Unix socket."""
        stream = socket.socket(socket.AF_UNIX)
        connection = self.connections[own_port, guest_port] = Connection(self, own_port, guest_port, stream)
        connection.open = True
        connection.tell(RESPONSE)
        try:
            stream.connect(self.paths[own_port])
        except OSError:
            connection.tell(SHUTDOWN, flags=BOTH_WAYS)
            connection.ending = True
        return connection

    def forget(self, connection):
        self.watch(connection.stream, 0, None)
        connection.stream.close()
        self.connections.pop((connection.own_port, connection.guest_port), None)

    def send(self, own_port, guest_port, operation, data=b'', flags=0, passed_on=0):
        fields = (HOST, GUEST, own_port, guest_port, len(data), STREAM, operation, flags, ROOM, passed_on)
        self.packets.append(PACKET.pack(*fields) + data)
        self.deliver()

    def has_room(self):
        return len(self.packets) < 16

    def deliver(self):
        was_full = not self.has_room()
        while self.packets and (chain := self.device.rings[RECEIVE].take()):
            head, pieces = chain
            packet = self.packets.popleft()
            written = 0
            for piece in pieces:
                part = packet[written : written + len(piece)]
                piece[: len(part)] = part
                written += len(part)
            self.device.rings[RECEIVE].give_back(head, written)
        if was_full and self.has_room():
            for connection in list(self.connections.values()):
                connection.watch()


def main():
    path, *ports = sys.argv[1:]
    selector = selectors.DefaultSelector()
    bus = Bus(selector)
    with socket.socket(socket.AF_UNIX) as listener:
        # Whoever sees it can connect to it.
        listener.bind(f'{path}.new')
        listener.listen()
        os.rename(f'{path}.new', path)
        bus.serve(listener.accept()[0])
    for port in ports:
        way, number, target = port.split(':', 2)
        try:
            bus.expose(way, int(number), target)
        except OSError as error:
            print(f'error exposing vsock port {number}: {error}', file=sys.stderr)
    while True:
        for key, events in selector.select():
            # An earlier one of this round may have ended it.
            if selector.get_map().get(key.fd) is key:
                key.data(events)


main()
