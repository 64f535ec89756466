// Lays out what Electron's archive for a system holds, so that packing can be shown where the archive cannot be had.
import { appendFile, copyFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { root } from '../../../scripts/root.mjs'

/** What @electron/fuses looks for in a real Electron: the sentinel, the version of the wire, its length, the fuses. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const fuseCount = 8
const fuseWire = Buffer.concat([
  Buffer.from(fuseSentinel),
  Buffer.from([1, fuseCount]),
  Buffer.alloc(fuseCount, '0'),
])

/** Any Windows program that tells its version, which electron-builder edits; it comes with electron-builder. */
const windowsProgram = join(root, 'node_modules/electron-winstaller/vendor/rcedit.exe')

type Files = Readonly<Record<string, string>>

const common: Files = {
  LICENSE: 'MIT',
  'LICENSES.chromium.html': '<html></html>',
  version: '45.4.1',
  'locales/en-US.pak': 'en',
  'locales/ko.pak': 'ko',
}

const helpers = ['', ' (GPU)', ' (Plugin)', ' (Renderer)']

const plist = (name: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>com.github.Electron</string>
<key>CFBundleName</key><string>${name}</string>
</dict></plist>
`

/** @returns the folder, for electron-builder's `electronDist` */
export async function layElectronDist(folder: string, system: 'linux' | 'mac' | 'win'): Promise<string> {
  await lay(folder, system === 'mac' ? macFiles() : common)
  if (system === 'linux') await program(join(folder, 'electron'), '/bin/true')
  if (system === 'win') await program(join(folder, 'electron.exe'), windowsProgram)
  if (system === 'mac')
    await appendFile(
      join(folder, 'Electron.app/Contents/Frameworks/Electron Framework.framework/Electron Framework'),
      fuseWire,
    )
  return folder
}

async function program(path: string, source: string): Promise<void> {
  await copyFile(source, path)
  await appendFile(path, fuseWire)
}

function macFiles(): Files {
  const contents = 'Electron.app/Contents'
  const apps = helpers.map((suffix) => `Electron Helper${suffix}`)
  return {
    LICENSE: 'MIT',
    'LICENSES.chromium.html': '<html></html>',
    version: '45.4.1',
    [`${contents}/Info.plist`]: plist('Electron'),
    [`${contents}/MacOS/Electron`]: 'program',
    [`${contents}/Resources/electron.icns`]: 'icon',
    [`${contents}/Frameworks/Electron Framework.framework/Electron Framework`]: 'program',
    ...Object.fromEntries(
      apps.flatMap((name) => [
        [`${contents}/Frameworks/${name}.app/Contents/Info.plist`, plist(name)],
        [`${contents}/Frameworks/${name}.app/Contents/MacOS/${name}`, 'program'],
      ]),
    ),
  }
}

async function lay(folder: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}
