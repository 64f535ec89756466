// What is shown of a file before it is edited: lines, a picture, or a word on what it is; and how much is asked for.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AppError } from '../../preload/errors'
import { firstBytes, readGlimpse, shownOf } from '../../renderer/files/glimpse'
import { pictureOf } from '../../renderer/files/picture'
import { FakeFiles } from './fake-app/fake-files'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
const png = new Uint8Array(readFileSync(new URL('../../assets/icons/portside.png', import.meta.url)))
const whole = (data: Uint8Array) => shownOf({ data, whole: true })

describe('a picture', () => {
  it.each([
    ['GIF', 'R0lGODlhAwACAAAAACwAAAAAAwACAAACAoRRADs=', 'image/gif', 3, 2],
    ['WebP', 'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'image/webp', 1, 1],
    ['WebP without loss', 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'image/webp', 1, 1],
    ['WebP with more', 'UklGRgAAAABXRUJQVlA4WAoAAAAQAAAA/wEAPwEA', 'image/webp', 512, 320],
    ['JPEG', '/9j/4AAQSkZJRgABAQAAAQABAAD/xAAEAAD/wAARCAFAAgADAREAAhEBAxEB', 'image/jpeg', 512, 320],
  ])('is known as %s', (_name, data, type, width, height) =>
    expect(pictureOf(fromBase64(data))).toEqual({ type, width, height }),
  )

  it('is known as PNG, and drawn from its own bytes', () => {
    expect(pictureOf(png)).toMatchObject({ type: 'image/png' })
    const shown = whole(png)
    expect(shown.kind === 'picture' && shown.url).toBe(
      `data:image/png;base64,${Buffer.from(png).toString('base64')}`,
    )
  })

  it('is not drawn when few bytes would become very many dots', () => {
    const bomb = png.slice()
    new DataView(bomb.buffer).setUint32(16, 60_000)
    new DataView(bomb.buffer).setUint32(20, 60_000)
    expect(whole(bomb)).toMatchObject({ kind: 'large-picture', picture: { width: 60_000 } })
    expect(shownOf({ data: png, whole: false })).toMatchObject({ kind: 'large-picture' })
  })

  it.each([[''], ['GIF'], ['\x89PNG'], ['RIFF....WEBPVP8X'], ['plain text']])('is none: %j', (text) =>
    expect(pictureOf(new Uint8Array(Buffer.from(text, 'latin1')))).toBeUndefined(),
  )
})

describe('the rest', () => {
  it('is text with its lines, and with what cannot be seen made seen', () => {
    expect(whole(bytes('a\r\nb\u202Egnp\u001b[31m\n'))).toMatchObject({ text: 'a\nb\uFFFDgnp\uFFFD[31m\n' })
    expect(whole(bytes('한글'))).toEqual({ kind: 'text', text: '한글', shownBytes: 6 })
  })

  it('is no text with a zero byte or with bytes that are no letters', () => {
    expect(whole(new Uint8Array(9)).kind).toBe('binary')
    expect(whole(new Uint8Array([0xff, 0xfe, 0x41])).kind).toBe('binary')
    expect(whole(new Uint8Array()).kind).toBe('empty')
  })

  it('is drawn to so many bytes, and never ends within a letter', () => {
    const long = whole(bytes('가'.repeat(firstBytes)))
    expect(long).toMatchObject({ kind: 'text', shownBytes: firstBytes })
    expect(long.kind === 'text' && long.text).toBe('가'.repeat(Math.floor(firstBytes / 3)))
    const cut = shownOf({ data: bytes('가나').subarray(0, 5), whole: false })
    expect(cut.kind === 'text' && cut.text).toBe('가')
    // What is whole and ends within a letter is no text.
    expect(whole(bytes('가나').subarray(0, 5)).kind).toBe('binary')
  })
})

describe('reading', () => {
  const read = (files: FakeFiles, path: string, signal = new AbortController().signal) =>
    readGlimpse(files.service, { containerId: 'a', path }, signal)

  it('takes a small file whole, so that it can be edited', async () => {
    const files = new FakeFiles()
    files.write('/a', 'port=80\n')
    expect(await read(files, '/a')).toEqual({
      data: bytes('port=80\n'),
      modifiedAt: 1,
      whole: true,
      sizeBytes: 8,
    })
  })

  it('takes only the beginning of a large one, and gives the rest up', async () => {
    const files = new FakeFiles()
    files.write('/log', 'line\n'.repeat(1_000_000))
    const { data, ...rest } = await read(files, '/log')
    expect(rest).toEqual({ whole: false, sizeBytes: 5_000_000 })
    expect(data).toHaveLength(files.carried)
    expect(files.carried).toBeGreaterThanOrEqual(firstBytes)
    expect(files.carried).toBeLessThan(2 * firstBytes)
    expect(files.running).toBe(0)
  })

  it('takes a larger picture whole, up to a size', async () => {
    const files = new FakeFiles()
    const padded = (length: number): Uint8Array => {
      const data = new Uint8Array(length)
      data.set(png)
      return data
    }
    files.write('/photo', padded(2_000_000))
    files.write('/poster', padded(6_000_000))
    expect(await read(files, '/photo')).toMatchObject({ whole: true, sizeBytes: 2_000_000 })
    expect(await read(files, '/poster')).toMatchObject({ whole: false, sizeBytes: 6_000_000 })
  })

  it('is not taken for done when it was given up', async () => {
    const files = new FakeFiles()
    files.write('/log', 'x'.repeat(5_000_000))
    const abort = new AbortController()
    const reading = read(files, '/log', abort.signal)
    abort.abort()
    await expect(reading).rejects.toBe(abort.signal.reason)
    expect(files.running).toBe(0)
  })

  it('tells every other error as it is', async () => {
    const error = await read(new FakeFiles(), '/none').catch((failure: unknown) => failure as AppError)
    expect(error).toMatchObject({ code: 'file.not-found' })
  })
})
