// @vitest-environment happy-dom
// The memory limit in the run form: the slider and what is typed are one value, and the usual need is marked.
import { fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bytesOf } from '../../preload/amounts'
import { usualMemory } from '../../renderer/catalogue/usual-memory'

import { memorySteps, placeOf, textAt } from '../../renderer/run/memory-steps'
import { RunDialog } from '../../renderer/run/run-dialog'
import type { FakeApp } from './fake-app/fake-app'
import { scene } from './preview/scene'
import { openWindow, settle, type OpenWindow } from './window'

const mebibyte = 1024 ** 2
const steps = memorySteps(8 * 1024 ** 3)

describe('the places of the slider', () => {
  it('double up to what there is, with a half between, and never go beyond', () => {
    expect(steps.slice(0, 4).map((step) => step / mebibyte)).toEqual([16, 24, 32, 48])
    expect(steps.at(-1)).toBe(8 * 1024 ** 3)
    expect(Math.max(...memorySteps(7.7e9))).toBeLessThanOrEqual(7.7e9)
    expect(memorySteps(0)).toHaveLength(1)
  })

  it('are typed as docker reads them, each its own place; the last is no limit', () => {
    for (const [place, step] of steps.entries()) {
      expect(bytesOf(textAt(steps, place))).toBe(step)
      expect(placeOf(steps, step)).toBe(place)
    }
    expect(textAt(steps, steps.indexOf(1536 * mebibyte))).toBe('1.5g')
    expect(textAt(steps, steps.length)).toBe('')
    expect(placeOf(steps, undefined)).toBe(steps.length)
  })

  it('lie between two for what is typed between them, and stay a limit for what is out of reach', () => {
    expect(placeOf(steps, 20 * mebibyte)).toBe(0.5)
    expect(placeOf(steps, 1)).toBe(0)
    expect(placeOf(steps, 1024 ** 4)).toBe(steps.length - 1)
  })
})

describe('the usual need', () => {
  it.each([
    ['mysql:8.4', 400],
    ['docker.io/library/mysql', 400],
    ['registry.example.com:5000/team/postgres:17@sha256:ab', 128],
    ['mcr.microsoft.com/mssql/server:2022-latest', 2000],
  ])('of %s is at least %d MB', (image, least) => {
    expect(usualMemory(image)?.least).toBe(least * mebibyte)
  })

  it.each(['mysql-client:8', 'acme/app', '', 'phpmyadmin'])('of %j is not known', (image) => {
    expect(usualMemory(image)).toBeUndefined()
  })
})

describe('in the form', () => {
  let app: FakeApp
  let shown: OpenWindow
  const typed = (): HTMLInputElement => screen.getByLabelText('Memory limit')
  const slider = (): HTMLInputElement => screen.getByLabelText('Most memory it may take')
  const move = (place: number): boolean => fireEvent.change(slider(), { target: { value: String(place) } })
  const has = (text: string | RegExp): boolean => screen.queryAllByText(text).length > 0
  const command = (): string => screen.getByLabelText('The same as a command').textContent ?? ''
  const submit = (): HTMLButtonElement => screen.getByRole('button', { name: 'Run', hidden: true })

  beforeEach(async () => {
    app = scene('running')
    shown = await openWindow(app, <RunDialog image="mysql:8.4" />)
    await settle(() => has('mysqld (PID 4312) uses 3306.'))
  })
  afterEach(() => shown.close())

  it('has no limit at first, says what the image usually needs, and warns below it', async () => {
    expect(typed().value).toBe('')
    expect(slider().getAttribute('aria-valuetext')).toBe('No limit')
    expect(slider().value).toBe(slider().max)
    expect(has('usually needs 400–600 MB')).toBe(true)
    fireEvent.change(typed(), { target: { value: '256m' } })
    await settle(() => has('may be too little: it usually needs 400–600 MB'))
    fireEvent.change(typed(), { target: { value: '1g' } })
    await settle(() => has('usually needs 400–600 MB'))
    expect(has('1 GB')).toBe(true)
  })

  it('is the same by slider and by typing, down to the command and the request', async () => {
    fireEvent.change(typed(), { target: { value: '512m' } })
    const place = Number(slider().value)
    expect(slider().getAttribute('aria-valuetext')).toBe('512 MB')
    move(place + 1)
    expect(typed().value).toBe('768m')
    expect(command()).toContain('-m 768m')
    fireEvent.click(screen.getByRole('button', { name: 'Use 3307', hidden: true }))
    fireEvent.click(screen.getByRole('button', { name: 'Generate', hidden: true }))
    await settle(() => !submit().disabled)
    fireEvent.click(submit())
    await settle(() => app.calls.some(({ method }) => method === 'containers.run'))
    const { args } = app.calls.find(({ method }) => method === 'containers.run') ?? {}
    expect(args).toMatchObject({ request: { memoryBytes: 768 * mebibyte } })
  })

  it('is none again at the end of the slider', () => {
    move(3)
    expect(command()).toContain('-m 48m')
    move(Number(slider().max))
    expect(typed().value).toBe('')
    expect(command()).not.toContain('-m ')
  })

  it('says at the field what cannot be read, without opening what has nothing to do with it', async () => {
    fireEvent.change(typed(), { target: { value: 'much' } })
    await settle(() => has('Type a size such as 512m or 2g.'))
    expect(typed().getAttribute('aria-invalid')).toBe('true')
    expect(document.querySelector('.more-fields details')?.hasAttribute('open')).toBe(false)
    expect(submit().disabled).toBe(true)
  })
})
