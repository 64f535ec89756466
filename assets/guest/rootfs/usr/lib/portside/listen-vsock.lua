-- listen-vsock.lua PORT PROGRAM ARGUMENT…: starts the program for each connection that the host makes to the port, with
-- the connection as its standard input and output. It is here because nothing else in the guest knows AF_VSOCK.
local ffi = require 'ffi'
local bit = require 'bit'
local C = ffi.C

ffi.cdef [[
struct sockaddr_vm { uint16_t family, reserved; uint32_t port, cid; uint8_t flags, zero[3]; };
int socket(int domain, int type, int protocol);
int bind(int fd, const struct sockaddr_vm *address, uint32_t size);
int listen(int fd, int backlog);
int accept4(int fd, struct sockaddr_vm *address, uint32_t *size, int flags);
int close(int fd);
int dup2(int from, int to);
int fork(void);
int execv(const char *path, const char *const arguments[]);
int waitpid(int pid, int *status, int options);
char *strerror(int number);
void _exit(int status);
]]

-- As in Linux's headers, on every processor that the image is built for.
local AF_VSOCK, SOCK_STREAM, CLOEXEC = 40, 1, 0x80000
local CID_ANY, CID_HOST = 0xffffffff, 2
local WNOHANG, backlog = 1, 16

local function check(result, what)
  if result < 0 then error(what .. ': ' .. ffi.string(C.strerror(ffi.errno())), 0) end
  return result
end

-- Programs that have ended meanwhile; the last one is waited for at the next connection.
local function reap()
  while C.waitpid(-1, nil, WNOHANG) > 0 do end
end

local function run(command, connection)
  local arguments = ffi.new('const char *[?]', #command + 1, command)
  if check(C.fork(), 'fork') > 0 then return end
  C.dup2(connection, 0)
  C.dup2(connection, 1)
  C.execv(command[1], arguments)
  C._exit(127)
end

local port = table.remove(arg, 1)
local stream = bit.bor(SOCK_STREAM, CLOEXEC)
local listener = check(C.socket(AF_VSOCK, stream, 0), 'socket')
local size = ffi.sizeof('struct sockaddr_vm')
local own = ffi.new('struct sockaddr_vm', { family = AF_VSOCK, port = tonumber(port), cid = CID_ANY })
check(C.bind(listener, own, size), 'bind')
check(C.listen(listener, backlog), 'listen')

local peer, peer_size = ffi.new('struct sockaddr_vm'), ffi.new('uint32_t[1]')
while true do
  peer_size[0] = size
  local connection = check(C.accept4(listener, peer, peer_size, CLOEXEC), 'accept')
  reap()
  -- Sockets of this kind know no namespaces: programs in containers could connect, too, and would be given the machine.
  if peer.cid == CID_HOST then run({ unpack(arg) }, connection) end
  C.close(connection)
end
