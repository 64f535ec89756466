// An image that stands in for `node:24-slim`: the Node.js that runs the tests, its libraries and npm, on busybox.
import { chmod, copyFile, cp, mkdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { run } from '../../main/base/child'
import { makeTestFolder } from './test-folder'

/** What the folder is to be made an image of, by its own Dockerfile. @throws Error saying what this computer lacks */
export async function nodeImageFolder(): Promise<string> {
  const folder = await makeTestFolder('node-image')
  const root = join(folder, 'root')
  const own = join(root, 'usr/local/lib/node')
  await mkdir(own, { recursive: true })
  await mkdir(join(root, 'usr/local/bin'))
  await copyFile(process.execPath, join(own, 'node'))
  const libraries = await librariesOf(process.execPath)
  for (const library of libraries) await copyFile(await realpath(library), join(own, basename(library)))
  const loader = libraries.map((library) => basename(library)).find((name) => name.startsWith('ld-'))
  // By its own loader: where libraries lie differs from system to system.
  await script(
    join(root, 'usr/local/bin/node'),
    `here=/usr/local/lib/node; exec $here/${loader} --library-path $here $here/node "$@"`,
  )
  await cp(await npmFolder(), join(root, 'usr/local/lib/npm'), { recursive: true })
  await script(join(root, 'usr/local/bin/npm'), 'exec node /usr/local/lib/npm/bin/npm-cli.js "$@"')
  await writeFile(
    join(folder, 'Dockerfile'),
    [
      'FROM busybox',
      'COPY root /',
      'RUN mkdir -p -m 777 /tmp && mkdir -p /root /home/node && chown 1000:1000 /home/node && \\',
      '  echo "node:x:1000:1000::/home/node:/bin/sh" >>/etc/passwd && echo "node:x:1000:" >>/etc/group && \\',
      '  node --version && npm --version',
      '',
    ].join('\n'),
  )
  return folder
}

async function script(file: string, line: string): Promise<void> {
  await writeFile(file, `#!/bin/sh\n${line}\n`)
  await chmod(file, 0o755)
}

/** With the loader. */
async function librariesOf(program: string): Promise<readonly string[]> {
  const { stdout } = await run('ldd', [program])
  return [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path = '']) => path)
}

/** The whole of npm, wherever its command leads. */
async function npmFolder(): Promise<string> {
  const command = await realpath(join(dirname(process.execPath), 'npm'))
  const folder = dirname(dirname(command))
  const { name } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { name?: unknown }
  if (name !== 'npm') throw new Error(`${command} is not in a folder of npm`)
  return folder
}
