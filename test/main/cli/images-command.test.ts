// How the images command spells names: as the list does, whatever was typed.
import { expect, it } from 'vitest'
import { named } from '../../../main/cli/images-command'

const digest = `sha256:${'a'.repeat(64)}`

it.each([
  ['redis', 'redis:latest'],
  ['docker.io/library/redis', 'redis:latest'],
  ['index.docker.io/acme/api:1', 'acme/api:1'],
  ['library/redis:8', 'redis:8'],
  ['localhost:5000/acme/api', 'localhost:5000/acme/api:latest'],
  [`redis:8@${digest}`, `redis@${digest}`],
  [`localhost:5000/api:1@${digest}`, `localhost:5000/api@${digest}`],
])('%s is listed as %s', (typed, listed) => {
  expect(named(typed)).toBe(listed)
})
