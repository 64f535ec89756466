// @vitest-environment happy-dom
// A long list: rows are there at once, before anything else makes it draw again.
import { render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { GridList, GridRow } from '../../renderer/components/grid-list'

const listOf = (count: number) => (
  <GridList
    label="numbers"
    ids={Array.from({ length: count }, (_, n) => `n${n}`)}
    head={<div role="row">head</div>}
    onDelete={() => {}}
    row={(place) => (
      <GridRow place={place} className="one">
        <span role="gridcell">{place.id}</span>
      </GridRow>
    )}
  />
)

// This page has no layout.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(42)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800)
})
afterEach(() => vi.restoreAllMocks())

it.each([3, 100, 101, 500])('draws the first of %i rows as soon as it is there', (count) => {
  const { unmount } = render(listOf(count))
  expect(screen.getByText('n0')).toBeDefined()
  expect(screen.getAllByRole('row').length).toBeLessThan(102)
  unmount()
})
