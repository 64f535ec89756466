// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { entryOf } from '../../preload/catalogue'
import { AppError } from '../../preload/errors'
import { RunDialog } from '../../renderer/run/run-dialog'
import { scene } from './preview/scene'
import type { FakeApp } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow

const field = (name: string): HTMLInputElement => screen.getByLabelText(name)
const type = (name: string, value: string): boolean => fireEvent.change(field(name), { target: { value } })
const button = (name: string): HTMLButtonElement => screen.getByRole('button', { name, hidden: true })
const lastCall = (method: string): unknown => app.calls.filter((call) => call.method === method).at(-1)?.args
const has = (text: string | RegExp): boolean => screen.queryAllByText(text).length > 0

beforeEach(() => {
  app = scene('running')
})
afterEach(() => shown.close())

const open = async (image: string): Promise<void> => {
  shown = await openWindow(app, <RunDialog image={image} />)
}

describe('run form of a server of the catalogue', () => {
  const openEntry = async (id: string): Promise<void> => {
    shown = await openWindow(app, <RunDialog image="" entry={entryOf(id)} />)
  }

  it('takes the next free port by itself, says why, and leaves what is typed alone', async () => {
    await openEntry('mysql')
    await settle(() => field('Port on this computer').value === '3307')
    expect(has('mysqld (PID 4312) uses 3306, so this is 3307.')).toBe(true)
    await settle(() => !button('Download and run').disabled)
    type('Port on this computer', '3306')
    await settle(() => has('mysqld (PID 4312) uses 3306.'))
    expect(field('Port on this computer').value).toBe('3306')
    expect(button('Download and run').disabled).toBe(true)
  })

  const unknown = { here: false, missing: false }

  it.each([
    [
      { ...unknown, downloadBytes: 260e6, aboutMs: 31_000 },
      'Not on this computer yet: up to 260 MB to download, in about 31 s',
    ],
    [{ ...unknown, downloadBytes: 90e6 }, 'Not on this computer yet: up to 90 MB to download'],
    [unknown, 'Not on this computer yet. Its registry does not tell how much there is to download'],
  ])('says what is to be downloaded: %j', async (download, words) => {
    app.imageParts.downloads.set('mongo:8.0', download)
    await openEntry('mongodb')
    await settle(() => has(words))
    const asked = (): number => app.calls.filter(({ method }) => method === 'images.getDownload').length
    const before = asked()
    type('Image', 'mongo:8')
    await settle(() => has('Not on this computer yet, it is downloaded first'))
    expect(asked()).toBe(before)
  })
})

describe('run form of an image that is here', () => {
  it('fills itself, names who holds the port, and runs on the next free one', async () => {
    await open('mysql:8.4')
    await settle(() => has('mysqld (PID 4312) uses 3306.'))
    expect(field('Name').value).toBe('mysql-1')
    expect(button('Run').disabled).toBe(true)
    expect(has('2 fields to finish: port, settings')).toBe(true)
    expect(has('MYSQL_ROOT_PASSWORD is required by this image.')).toBe(true)

    fireEvent.click(button('Use 3307'))
    fireEvent.click(button('Generate'))
    await settle(() => !button('Run').disabled)
    fireEvent.click(button('Run'))
    await settle(() => lastCall('containers.run') !== undefined)
    expect(lastCall('containers.run')).toEqual({
      request: {
        image: 'mysql:8.4',
        name: 'mysql-1',
        ports: [{ hostAddress: '127.0.0.1', hostPort: 3307, containerPort: 3306, protocol: 'tcp' }],
        env: [{ name: 'MYSQL_ROOT_PASSWORD', value: expect.stringMatching(/-A1$/) as string }],
        volumes: [{ name: 'mysql-data', path: '/var/lib/mysql' }],
        restart: 'no',
      },
    })
  })

  it('shows the engine’s refusal with its code and keeps what was typed', async () => {
    app.failures.set('containers.run', new AppError('internal.bug', { detail: 'no space left on device' }))
    await open('mysql:8.4')
    await settle(() => has('mysqld (PID 4312) uses 3306.'))
    fireEvent.click(button('Use 3307'))
    fireEvent.click(button('Generate'))
    await settle(() => !button('Run').disabled)
    fireEvent.click(button('Run'))
    await settle(() => has('PS-9001'))
    expect(has('no space left on device')).toBe(false)
    fireEvent.click(button('Show details'))
    expect(has('no space left on device')).toBe(true)
    expect(field('Port on this computer').value).toBe('3307')
  })

  it('refuses a name that is taken, beside the field', async () => {
    await open('mysql:8.4')
    await settle(() => field('Name').value === 'mysql-1')
    type('Name', 'minio')
    await settle()
    expect(has('A container named minio exists already.')).toBe(true)
    expect(field('Name').getAttribute('aria-invalid')).toBe('true')
  })

  it('offers another name, or to move the other container out of the way', async () => {
    await open('mysql:8.4')
    await settle(() => field('Name').value !== '')
    type('Name', 'shop-cache-1')
    await settle(() => has('A container named shop-cache-1 exists already.'))
    fireEvent.click(button('Use shop-cache-2'))
    expect(field('Name').value).toBe('shop-cache-2')
    expect(has('A container named shop-cache-1 exists already.')).toBe(false)
    type('Name', 'shop-cache-1')
    fireEvent.click(button('Stop the other one and move it to the Trash'))
    await settle(() => lastCall('containers.discard') !== undefined)
    expect(lastCall('containers.discard')).toEqual({ id: 'shop-cache-1', volumes: false })
  })

  it('lets the system ask for a folder where there is one to ask', async () => {
    await open('mysql:8.4')
    fireEvent.click(button('Add a folder'))
    expect(screen.queryByRole('button', { name: 'Choose a folder…', hidden: true })).toBeNull()
    await shown.close()
    vi.stubGlobal('portside', {})
    try {
      shown = await openWindow(app, <RunDialog image="mysql:8.4" />)
      fireEvent.click(button('Add a folder'))
      fireEvent.click(button('Choose a folder…'))
      await settle(() => field('Folder on this computer').value === '/home/mina/site')
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('hides the value of a password until asked, on screen and in the command', async () => {
    await open('mysql:8.4')
    fireEvent.click(button('Add a setting'))
    const [, envName] = screen.getAllByLabelText('Name') as HTMLInputElement[]
    fireEvent.change(envName as HTMLInputElement, { target: { value: 'MYSQL_ROOT_PASSWORD' } })
    type('Value', 'hunter2')
    await settle()
    expect(field('Value').type).toBe('password')
    expect(document.querySelector('.command')?.textContent).not.toContain('hunter2')
    fireEvent.click(button('Show the value'))
    expect(field('Value').type).toBe('text')
  })
})

describe('run form of an image that is not here', () => {
  const defaults = {
    reference: 'web:1',
    imageId: 'sha256:web',
    sizeBytes: 1,
    platform: 'linux/amd64',
    suggestedName: 'web-1',
    exposedPorts: [{ port: 8080, protocol: 'tcp' as const }],
    env: [],
    volumes: [],
    command: [],
  }
  const finish = (): void => app.pulls.change('pull web:1', { state: 'done', endedAt: Date.now() })

  it('downloads first, takes the suggestions, then runs', async () => {
    app.defaults.set('web:1', defaults)
    await open('web:1')
    fireEvent.click(button('Download and run'))
    await settle(() => has('Pulling web:1'))
    expect(lastCall('containers.run')).toBeUndefined()
    finish()
    await settle(() => lastCall('containers.run') !== undefined)
    expect(lastCall('containers.run')).toMatchObject({
      request: { name: 'web-1', ports: [{ hostPort: 8080, containerPort: 8080 }] },
    })
  })

  it('stops to ask when a suggested port is taken', async () => {
    app.defaults.set('web:1', { ...defaults, exposedPorts: [{ port: 3306, protocol: 'tcp' }] })
    await open('web:1')
    fireEvent.click(button('Download and run'))
    await settle(() => has('Pulling web:1'))
    finish()
    await settle(() => has('mysqld (PID 4312) uses 3306.'))
    expect(has('The image is here now. Check what it suggests, then run it.')).toBe(true)
    expect(lastCall('containers.run')).toBeUndefined()
  })

  it('comes back to the form when the download is cancelled', async () => {
    await open('web:1')
    fireEvent.click(button('Download and run'))
    await settle(() => has('Pulling web:1'))
    const cancel = within(screen.getByRole('region', { name: 'Pulling web:1', hidden: true })).getByText(
      'Cancel',
    )
    expect(cancel.closest('[inert]')).toBeNull()
    fireEvent.click(cancel)
    await settle(() => has('Stopped pulling web:1'))
    expect(button('Download and run').disabled).toBe(false)
    expect(lastCall('containers.run')).toBeUndefined()
  })

  it('runs nothing after it was closed during the download', async () => {
    app.defaults.set('web:1', defaults)
    await open('web:1')
    fireEvent.click(button('Download and run'))
    await settle(() => has('Pulling web:1'))
    shown.unmount()
    finish()
    await settle(() => lastCall('images.getRunDefaults') !== undefined)
    await settle()
    expect(lastCall('containers.run')).toBeUndefined()
  })

  it('takes suggestions back when the text stops being an image that is here', async () => {
    await open('mysql:8.4')
    await settle(() => has('mysqld (PID 4312) uses 3306.'))
    type('Image', 'web:1')
    await settle()
    expect(field('Name').value).toBe('')
    expect(screen.queryByLabelText('Port on this computer')).toBeNull()
    type('Image', 'mysql:8.4')
    await settle(() => field('Name').value === 'mysql-1')
  })

  it('shows a value in as many lines as it has, and takes one that is pasted', async () => {
    await open('')
    fireEvent.click(button('Paste a docker run command'))
    type('A docker run command', 'docker run -e "LINES=a\nb" -e "KEY_PEM=x\ny" web:1')
    await settle(() => screen.getAllByLabelText('Value').length === 2)
    const values = (): HTMLInputElement[] => screen.getAllByLabelText('Value')
    expect(values().map(({ tagName, value, readOnly }) => [tagName, value.length, readOnly])).toEqual([
      ['TEXTAREA', 3, false],
      // Until it is shown.
      ['INPUT', 2, true],
    ])
    fireEvent.click(button('Show the value'))
    await settle()
    expect(values()[1]).toMatchObject({ tagName: 'TEXTAREA', value: 'x\ny' })
    fireEvent.click(button('Add a setting'))
    await settle()
    fireEvent.paste(values()[2] as HTMLElement, { clipboardData: { getData: () => 'c\nd' } })
    await settle()
    expect(values()[2]).toMatchObject({ tagName: 'TEXTAREA', value: 'c\nd' })
  })

  it('keeps open what was wrong and is right, and asks for whole paths of folders', async () => {
    await open('web:1')
    const details = (): HTMLDetailsElement | null => document.querySelector('.more-fields details')
    fireEvent.click(screen.getByText('Folders, limits, networks, labels, program'))
    fireEvent.click(button('Add a folder'))
    type('Path in the container', '/srv')
    for (const [path, good] of [
      ['site', false],
      ['/home/me/site', true],
      ['C:\\site', true],
      ['', false],
      ['\\\\server\\site', true],
    ] as const) {
      type('Folder on this computer', path)
      await settle()
      expect([path, has(/^A folder needs its whole path here/)]).toEqual([path, !good])
      expect(button('Download and run').disabled).toBe(!good)
      expect(details()?.open).toBe(true)
    }
    type('Memory limit', '1x')
    await settle()
    expect(has('1 field to finish: Memory limit')).toBe(true)
    type('Memory limit', '4m')
    await settle()
    expect(has('A container needs at least 6 MB.')).toBe(true)
    type('Memory limit', '6m')
    type('Working folder', 'app')
    await settle()
    expect(has('1 field to finish: more')).toBe(true)
    expect(has('It is inside the container: type its whole path, as in /app.')).toBe(true)
    type('Working folder', '/app')
    await settle()
    expect(button('Download and run').disabled).toBe(false)
  })

  it('offers for a variable of the shell that it is empty, or that there is none', async () => {
    await open('')
    fireEvent.click(button('Paste a docker run command'))
    type('A docker run command', 'docker run -e TOKEN web:1')
    await settle(() => has('The command has $TOKEN here. Type the value.'))
    expect(button('Download and run').disabled).toBe(true)
    fireEvent.click(button('Do not set it'))
    await settle(() => has('The container does not get TOKEN, even where its image sets it.'))
    expect(button('Download and run').disabled).toBe(false)
    expect(document.querySelector('.command')?.textContent).toContain('-e TOKEN \\')
    type('Value', 'typed')
    await settle(() => !has(/^The container does not get/))
    expect(document.querySelector('.command')?.textContent).toContain('-e TOKEN=')
  })

  it('says what Compose would lose before it saves anything', async () => {
    const blobs: Blob[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => `blob:${blobs.push(blob as Blob)}`)
    vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => {})
    await open('')
    fireEvent.click(button('Paste a docker run command'))
    type('A docker run command', 'docker run --rm --gpus options=a=b web:1')
    await settle()
    fireEvent.click(button('Save as a compose file'))
    const said = 'Compose leaves out this part of docker run: --rm --gpus options=a=b'
    await settle(() => has(said))
    expect(blobs).toEqual([])
    fireEvent.click(button('Save without it'))
    await settle(() => !has(said))
    expect(await blobs[0]?.text()).toMatch(/^# Compose leaves out .*\nservices:\n/)
  })

  it('says that a text is not the name of an image', async () => {
    await open('')
    expect(has('1 field to finish: image')).toBe(true)
    type('Image', 'Not an image')
    await settle()
    expect(has('This is not the name of an image.')).toBe(true)
  })
})
