import { describe, expect, it } from 'vitest'
import { nameOfFolder } from '../../main/compose/folder-name'

describe('a project’s name of a folder that Compose can make none of', () => {
  it.each([
    ['쇼핑몰', 'syopingmol'],
    ['한글 폴더', 'hangeul-poldeo'],
    ['까치 집', 'kkachi-jip'],
    ['왕의 _값', 'wangui-_gap'],
    ['부엌 (새)', 'bueok-sae'],
    // As file systems of macOS write the same letters.
    ['쇼핑몰'.normalize('NFD'), 'syopingmol'],
    ['쇼핑몰 Shop 2', 'syopingmol-shop-2'],
  ])('%s is %s', (folder, name) => {
    expect(nameOfFolder(`/home/me/${folder}`)).toBe(name)
  })

  it('is one for other letters as well, and another one for other folders', () => {
    const [one, other] = [nameOfFolder('/a/店'), nameOfFolder('/a/家')]
    expect(one).toMatch(/^project-[0-9a-f]{6}$/)
    expect(other).not.toBe(one)
    expect(nameOfFolder('/b/店')).toBe(one)
  })
})
