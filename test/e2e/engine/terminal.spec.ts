// Terminals in the window, on a real engine: a shell is used by keyboard, survives, restarts, and says what is wrong.
import { execFileSync } from 'node:child_process'
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from '../support/accessible'
import { expect, openContainers, test } from '../support/fixtures'
import { reload } from '../support/visit'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

test.beforeAll(({ engine }) => {
  docker(engine.host, 'pull', '-q', 'busybox')
})
test.afterEach(({ engine }) => {
  const all = docker(engine.host, 'ps', '-aq').split('\n').filter(Boolean)
  if (all.length > 0) docker(engine.host, 'rm', '-fv', ...all)
})

const run = (host: string, name: string, ...more: string[]): string =>
  docker(host, 'run', '-d', '--name', name, '--stop-timeout', '0', ...more, 'busybox', 'sleep', '600')

/** Opens the terminal of a container with the key for it. */
async function openTerminal(window: Page, name: string): Promise<Locator> {
  await window.getByRole('row', { name: new RegExp(name) }).click()
  await window.keyboard.press('t')
  const details = window.getByRole('complementary', { name: `Details of ${name}` })
  await expect(details.locator('.xterm-rows')).toContainText('#')
  return details
}

const screen = (details: Locator): Locator => details.locator('.xterm-rows')

test('runs a shell that survives another tab, takes a paste, and follows the size', async ({
  window,
  engine,
  terminalProgram,
}) => {
  run(engine.host, 'worked')
  const details = await openTerminal(window, 'worked')
  await expect(details.getByRole('button', { name: /sh, as root/ }).first()).toBeVisible()
  await expect(window.getByLabel('Terminal in worked')).toBeFocused()
  await window.keyboard.type('echo 한글 $((6 * 7))\n')
  await expect(screen(details)).toContainText('한글 42')
  await window.keyboard.insertText('printf "%s\\n" pasted-text; stty size')
  await window.keyboard.press('Enter')
  await expect(screen(details)).toContainText(/pasted-text\s*\d+ \d+/)
  let asked = 0
  const columns = async (): Promise<number> => {
    asked += 1
    await window.keyboard.type(`clear; echo asked-${asked} $(stty size)\n`)
    const answer = new RegExp(`asked-${asked} \\d+ (\\d+)`)
    await expect(screen(details)).toContainText(answer)
    return Number(answer.exec((await screen(details).textContent()) ?? '')?.[1])
  }
  const narrow = await columns()
  await details.getByRole('button', { name: 'Use the whole window' }).click()
  await window.getByLabel('Terminal in worked').focus()
  await expect.poll(columns).toBeGreaterThan(narrow + 20)
  const beside = details.getByRole('complementary', { name: 'About this terminal' })
  await expect(beside).toContainText('Files that you change go away with it.')
  await beside.getByRole('button', { name: /env \| sort/ }).click()
  await expect(screen(details)).toContainText(/HOME=\/root/)
  await expect(window.getByLabel('Terminal in worked')).toBeFocused()
  await details.getByRole('button', { name: 'Back beside the list' }).click()
  await window.getByLabel('Terminal in worked').focus()
  await window.keyboard.type('clear; export KEPT=still-here\n')
  await details.getByRole('tab', { name: 'Environment' }).click()
  await details.getByRole('tab', { name: 'Terminal' }).click()
  await window.getByLabel('Terminal in worked').focus()
  await window.keyboard.type('echo $KEPT\n')
  await expect(screen(details)).toContainText(/still-here\s*\/ #/)
  // A paused container takes what is typed, and does nothing about it.
  docker(engine.host, 'pause', 'worked')
  await expect(details.getByText('Paused. What you type waits')).toBeVisible()
  await window.keyboard.type('echo waited-$((40 + 2))\n')
  await details.getByRole('button', { name: 'Resume' }).last().click()
  await expect(screen(details)).toContainText('waited-42')
  await expect(details.getByText('Inside the container')).toBeVisible()
  await window.getByLabel('Terminal in worked').focus()
  await window.keyboard.press('F6')
  await expect(window.getByLabel('Terminal in worked')).not.toBeFocused()

  await terminalProgram.type('echo outside-$((40 + 3)) $(tty) > /outside; exit\n')
  await details.getByRole('button', { name: 'Open in Terminal' }).click()
  const written = (): string =>
    docker(engine.host, 'exec', 'worked', 'sh', '-c', 'cat /outside 2>/dev/null || true')
  await expect.poll(written, { timeout: 20_000 }).toMatch(/^outside-43 \/dev\/pts\//)

  // Arrows go through the tabs, past the terminal; Enter shows one, and then the terminal has the keys.
  const tab = (called: string): Locator => details.getByRole('tab', { name: called })
  await tab('Logs').click()
  await tab('Logs').focus()
  await window.keyboard.press('ArrowRight')
  await expect(tab('Terminal')).toBeFocused()
  await window.keyboard.press('ArrowRight')
  await expect(tab('Files')).toBeFocused()
  await expect(tab('Logs')).toHaveAttribute('aria-selected', 'true')
  await window.keyboard.press('ArrowLeft')
  await window.keyboard.press('Enter')
  await expect(window.getByLabel('Terminal in worked')).toBeFocused()
})

test('opens several, and ends those that nobody used', async ({ window, engine }) => {
  run(engine.host, 'shared', '--user', '1234')
  await window.getByRole('row', { name: /shared/ }).click()
  await window.keyboard.press('t')
  const details = window.getByRole('complementary', { name: 'Details of shared' })
  await expect(details.getByRole('button', { name: /sh, as 1234/ }).first()).toBeVisible()
  await details.getByRole('button', { name: 'New shell' }).click()
  await window.getByRole('menuitem', { name: 'As root' }).click()
  await expect(details.getByRole('button', { name: /sh, as root/ }).first()).toBeVisible()
  await expect(screen(details)).toContainText('#')
  await window.getByLabel('Terminal in shared').focus()
  await window.keyboard.type('id -u; echo kept\n')
  await expect(screen(details)).toContainText(/0\s*kept/)
  await details.getByRole('tab', { name: 'Stats' }).click()
  const shells = (): number => docker(engine.host, 'top', 'shared', '-eo', 'pid,args').split('\n').length - 2
  await expect.poll(shells).toBe(1)
  await details.getByRole('tab', { name: 'Terminal' }).click()
  await expect(details.locator('.terminal-tab')).toHaveCount(1)
  // Letters that mean something in the list are the shell's now, however its tab was opened.
  await window.keyboard.type('stat /; echo typed\n')
  await expect(screen(details)).toContainText(/Inode: [^]*typed/)
  await details.getByRole('button', { name: /^Close .*sh, as root/ }).click()
  await expect(details.getByText('No terminal is open')).toBeVisible()
  await expect.poll(shells).toBe(0)

  // What was chosen last for its image is chosen again, also by another container of it.
  await window.keyboard.press('Escape')
  run(engine.host, 'later', '--user', '1234')
  await window.getByRole('row', { name: /later/ }).click()
  await window.keyboard.press('t')
  const later = window.getByRole('complementary', { name: 'Details of later' })
  await expect(later.getByRole('button', { name: /sh, as root/ }).first()).toBeVisible()
  await later.getByRole('button', { name: 'New shell' }).click()
  await window.getByRole('menuitem', { name: 'As the user of the container' }).click()
  await expect(later.getByRole('button', { name: /sh, as 1234/ }).first()).toBeVisible()
  await reload(window)
  await openContainers(window)
  await window.getByRole('row', { name: /later/ }).click()
  await window.keyboard.press('t')
  await expect(later.getByRole('button', { name: /sh, as 1234/ }).first()).toBeVisible()
})

test('begins again with its container, and says when there is no shell', async ({ window, engine }) => {
  run(engine.host, 'reborn')
  const details = await openTerminal(window, 'reborn')
  await window.keyboard.type('echo before\n')
  docker(engine.host, 'stop', 'reborn')
  await expect(details.getByText('A new shell opens when it runs again.')).toBeVisible()
  docker(engine.host, 'start', 'reborn')
  await expect(details.getByText('Inside the container')).toBeVisible()
  await window.getByLabel('Terminal in reborn').focus()
  await window.keyboard.type('echo after-$((1 + 1))\n')
  await expect(screen(details)).toContainText('after-2')
  await window.keyboard.type('exit 3\n')
  await expect(details.getByText('The shell ended with exit code 3.')).toBeVisible()
  await window.keyboard.press('F6')
  docker(engine.host, 'rm', '-f', 'reborn')

  const script = 'mkdir /x; cp /bin/busybox /x/sleep; rm -rf /bin /usr/bin; exec /x/sleep 600'
  docker(engine.host, 'run', '-d', '--name', 'bare', 'busybox', 'sh', '-c', script)
  await expect.poll(() => docker(engine.host, 'top', 'bare', '-eo', 'pid,args')).toContain('/x/sleep')
  await window.getByRole('row', { name: /bare/ }).click()
  await window.keyboard.press('t')
  await expect(window.getByRole('alert')).toContainText('The container bare has no shell.')
})

for (const theme of ['light', 'dark'] as const)
  test(`is accessible in ${theme}`, async ({ window, engine }) => {
    run(engine.host, 'seen')
    await window.emulateMedia({ colorScheme: theme })
    const details = await openTerminal(window, 'seen')
    await window.keyboard.type('for n in 1 2 3 4 5 6; do printf "\\033[3${n}mcolour $n\\033[0m "; done\n')
    await expect(screen(details)).toContainText('colour 6')
    await expectAccessible(window, 'all')
    await window.screenshot({ path: `out/pictures/terminal-${theme}.png` })
  })
