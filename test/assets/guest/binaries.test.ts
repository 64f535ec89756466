// What is learnt from programs and kernel modules without running them.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { busyboxCommands } from '../../../assets/guest/busybox.mjs'
import { interpreter, isElf, neededLibraries } from '../../../assets/guest/elf.mjs'
import { aliasTable, dependencyTable, loadOrder, moduleName } from '../../../assets/guest/kernel-modules.mjs'

describe.runIf(process.platform === 'linux')('ELF files', () => {
  it('names the loader and the libraries of a program of this computer', () => {
    const shell = readFileSync('/bin/sh')
    expect(isElf(shell)).toBe(true)
    expect(interpreter(shell)).toMatch(/ld-linux/)
    expect(neededLibraries(shell)).toContain('libc.so.6')
  })

  it('takes a script for what it is', () => expect(isElf(Buffer.from('#!/bin/sh\n'.repeat(10)))).toBe(false))
})

describe('busyboxCommands', () => {
  it('reads the table of names', () => {
    const binary = Buffer.from('code\x01[\0[[\0acpid\0ash\0run-parts\0sh\0zcat\0\0/var/log')
    expect(busyboxCommands(binary)).toEqual(['[', '[[', 'acpid', 'ash', 'run-parts', 'sh', 'zcat'])
  })

  it('refuses a binary without one', () => {
    expect(() => busyboxCommands(Buffer.from('nothing here'))).toThrow(/not found/)
  })
})

describe('kernel modules', () => {
  const module = (
    path: string,
    depends: string[],
    aliases: string[] = [],
  ): Parameters<typeof loadOrder>[0][0] => ({
    path: `kernel/${path}`,
    data: Buffer.alloc(0),
    depends,
    aliases,
    soft: [],
  })
  const modules = [
    module('fs/erofs/erofs.ko', ['netfs', 'libcrc32c'], ['fs-erofs']),
    module('fs/netfs/netfs.ko', []),
    module('lib/libcrc32c.ko', ['crc32c_generic']),
    module('crypto/crc32c-generic.ko', []),
  ]
  const names = (order: ReturnType<typeof loadOrder>): string[] => order.map(({ path }) => moduleName(path))

  it('load after what they need', () => {
    expect(names(loadOrder(modules, ['erofs']))).toEqual(['netfs', 'crc32c_generic', 'libcrc32c', 'erofs'])
  })

  it('skip names that are built into the kernel', () => {
    expect(names(loadOrder(modules, ['virtio_pci', 'netfs']))).toEqual(['netfs'])
  })

  it('list their needs in the order of depmod: modprobe loads from the right', () => {
    expect(dependencyTable(modules)).toContain(
      'kernel/fs/erofs/erofs.ko: kernel/lib/libcrc32c.ko kernel/crypto/crc32c-generic.ko kernel/fs/netfs/netfs.ko\n',
    )
    expect(dependencyTable(modules)).toContain('kernel/fs/netfs/netfs.ko:\n')
  })

  it('are found by alias', () => expect(aliasTable(modules)).toBe('alias fs-erofs erofs\n'))
})
