// Korean at the smallest window: no text of any section, dialog, menu or drawer is cut off or leaves its place.
import { expect, test } from '../support/fixtures'
import { sections, walkEverywhere } from '../support/everywhere'
import { overflowing } from '../support/room'
import { makeSomethingOfEach } from '../support/something-of-each'

test.use({ locale: 'ko-KR', viewport: { width: 960, height: 600 } })

test('has room for Korean in every section at 960 × 600', async ({ window, engine }) => {
  test.setTimeout(600_000)
  const some = makeSomethingOfEach(engine.host)
  try {
    const cut: [string, string[]][] = []
    const places = await walkEverywhere(
      window,
      {
        drawers: {
          [sections.containers]: { row: some.running, key: 'Enter' },
          [sections.images]: { row: 'busybox' },
        },
        pages: { [sections.projects]: some.project },
        selected: some.running,
      },
      async (place) => {
        if (place === '홈') await window.screenshot({ path: 'out/pictures/korean-room.png' })
        const texts = await overflowing(window)
        if (texts.length > 0) cut.push([place, texts])
      },
    )
    expect(cut).toEqual([])
    // Most of the dialogs are reached from here; fewer would mean that nobody looked.
    expect(places).toBeGreaterThan(45)

    // The test itself sees what is too long: a label that is squeezed is found.
    await window
      .getByRole('banner')
      .getByRole('button', { name: '실행…' })
      .evaluate((button) => {
        button.style.width = '12px'
        button.style.overflow = 'hidden'
        button.style.padding = '0'
      })
    expect(await overflowing(window)).not.toEqual([])
  } finally {
    some.remove()
  }
})
