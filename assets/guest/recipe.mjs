// What the guest image is made of: the packages, and which of their files and modules are taken.

/** @typedef {'amd64' | 'arm64'} Arch */

/** The Debian suite that the packages come from. */
export const SUITE = 'trixie'

/** Architectures that an image can be built for. @type {readonly Arch[]} */
export const ARCHES = ['amd64', 'arm64']

/** What differs between the architectures. */
export const PLATFORM = {
  amd64: { triplet: 'x86_64-linux-gnu', loader: 'usr/lib64/ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'usr/lib/ld-linux-aarch64.so.1' },
}

/** Name of the package that always depends on the newest kernel package of the suite. @param {Arch} arch */
export function kernelMetapackage(arch) {
  return `linux-image-cloud-${arch}`
}

/** Packages whose files are used, besides the kernel. A library that is missing here fails the build by name. */
export const PACKAGES = [
  'busybox-static',
  'ca-certificates',
  'containerd',
  'docker.io',
  'e2fsprogs',
  'ipsvd',
  'iptables',
  'libblkid1',
  'libbsd0',
  'libc6',
  'libcap2',
  'libcom-err2',
  'libedit2',
  'libext2fs2t64',
  'libgcc-s1',
  'libgmp10',
  'libip4tc2',
  'libip6tc2',
  'libjansson4',
  'libmd0',
  'libmnl0',
  'libnetfilter-conntrack3',
  'libnfnetlink0',
  'libnftables1',
  'libnftnl11',
  'libseccomp2',
  'libsystemd0',
  'libtinfo6',
  'libuuid1',
  'libxtables12',
  'luajit',
  'nftables',
  'pigz',
  'runc',
  'tini',
  'tinydns',
  'util-linux',
  'zlib1g',
]

/**
 * Modules that Debian's cloud kernel leaves out, which are made from its source: the guest's side of 9p, by which QEMU
 * itself shares folders. `netfs`, on which they build, is a module of the cloud kernel.
 */
export const EXTRA_MODULES = {
  folders: /^(?:fs|net)\/9p\//,
  options: ['CONFIG_NET_9P=m', 'CONFIG_NET_9P_VIRTIO=m', 'CONFIG_9P_FS=m'],
  modules: ['fs/9p/9p.ko', 'net/9p/9pnet.ko', 'net/9p/9pnet_virtio.ko'],
}

/** As Debian's packages of compilers name an architecture. @param {Arch} arch */
export function compilerName(arch) {
  return PLATFORM[arch].triplet.replaceAll('_', '-')
}

/** What compiles them, beside the kernel's own build programs; all of it runs from a folder. */
export const COMPILER_PACKAGES = [
  ...ARCHES.flatMap((arch) =>
    ['binutils', 'cpp-14', 'gcc-14'].map((name) => `${name}-${compilerName(arch)}`),
  ),
  'libbinutils',
  'libc6',
  'libelf1t64',
  'libgmp10',
  'libisl23',
  'libmpc3',
  'libmpfr6',
  'libsframe1',
  'libzstd1',
  'make',
  'zlib1g',
]

/** Programs for the computer, not for the guest, that come from the same archive. */
export const TOOLS = ['gvproxy']

/** Programs taken from the packages, at the paths where they are found. */
export const PROGRAMS = [
  'usr/bin/busybox',
  'usr/bin/containerd',
  'usr/bin/containerd-shim-runc-v2',
  'usr/bin/luajit',
  'usr/bin/pigz',
  'usr/bin/tcpsvd',
  'usr/bin/tini-static',
  'usr/bin/unpigz',
  'usr/sbin/blkid',
  'usr/sbin/docker-proxy',
  'usr/sbin/dockerd',
  'usr/sbin/e2fsck',
  'usr/sbin/mke2fs',
  'usr/sbin/nft',
  'usr/sbin/resize2fs',
  'usr/sbin/runc',
  'usr/sbin/tinydns',
  'usr/sbin/tinydns-data',
  'usr/sbin/xtables-legacy-multi',
  'usr/sbin/xtables-nft-multi',
]

/** BusyBox commands that would stand in for something the guest must not do. */
export const UNWANTED_COMMANDS = [
  'busybox',
  'dpkg',
  'dpkg-deb',
  'init',
  'linuxrc',
  'mke2fs',
  'rpm',
  'rpm2cpio',
]

/** Folders that mounts and programs need, and those that lead to shared folders (shares.sh). */
export const FOLDERS = [
  'dev',
  'proc',
  'sys',
  'run',
  'tmp',
  'root',
  'mnt',
  'opt',
  'home',
  'srv',
  'media',
  'data',
  'work',
  'workspace',
  'projects',
  'private',
  'Users',
  'Volumes',
  'etc',
  'var/lib/docker',
  'var/log',
]

/** Modules for containers, their networks and volumes, and for virtual machines; paths like `kernel/net/…`. */
export const WANTED_MODULES = new RegExp(
  `^kernel/(?:${[
    'net/',
    'lib/',
    'crypto/',
    'arch/[^/]+/(?:crypto|lib)/',
    'fs/(?:overlayfs|erofs|squashfs|nfs|nfs_common|lockd|smb|xfs|btrfs|netfs|9p|fuse|isofs|fat|nls|autofs)/',
    'fs/binfmt_misc',
    'drivers/net/(?:veth|vxlan|macvlan|macvtap|ipvlan|dummy|tun|tap|virtio_net|net_failover|bonding|wireguard|vrf|ifb)',
    'drivers/block/(?:virtio_blk|loop|nbd|zram)',
    'drivers/virtio/',
    'drivers/char/hw_random/(?:virtio-rng|rng-core)',
    'drivers/input/evdev',
    'drivers/(?:acpi/button|rtc/rtc-pl031)',
  ].join('|')})`,
)

/** Parts of those that no container machine uses. */
export const UNWANTED_MODULES =
  /^kernel\/(?:net\/(?:dccp|rds|tipc|mptcp|smc|ceph|sctp\/sctp_diag|sunrpc\/xprtrdma)\/|fs\/nls\/nls_(?!ascii|utf8|iso8859-1\b|cp437))/

/** Modules that the initial RAM file system loads to reach the root image. */
export const BOOT_MODULES = ['virtio_pci', 'virtio_mmio', 'virtio_blk', 'erofs']
