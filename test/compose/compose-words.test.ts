// Compose's complaints, as versions 2.26.1 and 2.40.3 word them, and where in the file each of them stands.
import { describe, expect, it } from 'vitest'
import { placeOfPath, syntaxFault } from '../../main/compose/compose-place'
import { lastWords, missingVariables, readFault, warningsOf } from '../../main/compose/compose-words'

const warning =
  'time="2026-11-29T02:45:34Z" level=warning msg="The \\"A\\" variable is not set. Defaulting to a blank string."'

describe('what Compose complains of', () => {
  it.each([
    ['yaml: line 4: did not find expected key', 'compose.bad-yaml', undefined],
    [
      'yaml: unmarshal errors:\n  line 3: mapping key "a" already defined at line 2',
      'compose.bad-yaml',
      undefined,
    ],
    [
      'validating /p/c.yaml: services.web Additional property comand is not allowed',
      'compose.unknown-key',
      ['services', 'web', 'comand'],
    ],
    [
      `Error response from daemon: error while creating mount source path '/srv/shop': mkdir /srv/shop: read-only file system`,
      'container.folder-not-shared',
      undefined,
    ],
    [
      'Error response from daemon: invalid mount config for type "bind": bind source path does not exist: /srv/shop',
      'container.folder-missing',
      undefined,
    ],
    [
      `validating /p/c.yaml: services.web additional properties 'comand', 'imge' not allowed`,
      'compose.unknown-key',
      ['services', 'web', 'comand'],
    ],
    [`validating /p/c.yaml:  additional properties 'foo' not allowed`, 'compose.unknown-key', ['foo']],
    [
      'failed to parse /p/c.yaml: line 3: mapping key "web" already defined at line 2',
      'compose.bad-yaml',
      undefined,
    ],
    [
      'validating /p/c.yaml: services.web.ports must be a array',
      'compose.invalid',
      ['services', 'web', 'ports'],
    ],
    ['validating /p/c.yaml: (root) Additional property foo is not allowed', 'compose.unknown-key', ['foo']],
    [
      'validating /p/c.yaml: services.web.ports must be a list',
      'compose.invalid',
      ['services', 'web', 'ports'],
    ],
    ['dependency cycle detected: a -> b -> a', 'compose.cycle', ['services', 'a', 'depends_on']],
    [
      'error while interpolating services.a.image: required variable TAG is missing a value: need it',
      'compose.missing-variable',
      ['services', 'a', 'image'],
    ],
    [
      'service "a" depends on undefined service "zz": invalid compose project',
      'compose.undefined',
      ['services', 'a', 'depends_on'],
    ],
    [
      'service "a" refers to undefined volume xx: invalid compose project',
      'compose.undefined',
      ['services', 'a', 'volumes'],
    ],
    [
      'service "a" has neither an image nor a build context specified: invalid compose project',
      'compose.no-image',
      ['services', 'a'],
    ],
    [
      'env file /p/no.env not found: stat /p/no.env: no such file or directory',
      'compose.missing-file',
      undefined,
    ],
    ['open /p/nope.yaml: no such file or directory', 'compose.missing-file', undefined],
    ['network n declared as external, but could not be found', 'compose.missing-network', undefined],
    ['external volume "v" not found', 'compose.missing-volume', undefined],
    ['empty compose file', 'compose.empty', undefined],
    [`service "one" didn't complete successfully: exit 1`, 'compose.service-failed', undefined],
    ['dependency failed to start: container p-bad-1 is unhealthy', 'compose.unhealthy', undefined],
    ['Error: Bind for 0.0.0.0:18080 failed: port is already allocated', 'compose.port-taken', undefined],
    [
      'Error response from daemon: no such image: local/never:1: No such image: local/never:1',
      'compose.missing-image',
      undefined,
    ],
    ['something quite new', 'compose.failed', undefined],
  ])('understands %j', (words, code, path) => {
    const fault = readFault(`${warning}\n${words}\n`)
    expect(fault.code).toBe(code)
    expect(fault.path).toEqual(path)
  })

  it('names the file that is missing', () => {
    expect(readFault('env file /p/no.env not found: stat /p/no.env: no such file').params).toEqual({})
    const { params } = readFault('env file /p/no.env not found: stat /p/no.env: no such file or directory')
    expect(params).toEqual({ path: '/p/no.env' })
  })

  it('keeps warnings apart from the last words', () => {
    const stderr = `${warning}\n${warning}\n Container a  Starting\nboom\n`
    expect(missingVariables(stderr)).toEqual(['A'])
    expect(warningsOf(stderr)).toEqual(['The "A" variable is not set. Defaulting to a blank string.'])
    expect(lastWords(stderr)).toBe('Container a  Starting\nboom')
  })
})

describe('a place in a compose file', () => {
  const file =
    '# top\nservices:\n  web:\n    image: nginx\n    comand: x\n    ports:\n      - 80\n      - 99999:1\n'
  it('is that of the key, or of the deepest one that is there', () => {
    expect(placeOfPath(file, ['services', 'web', 'comand'])).toEqual({ line: 5, column: 5 })
    expect(placeOfPath(file, ['services', 'web', 'ports', '1'])).toEqual({ line: 8, column: 9 })
    expect(placeOfPath(file, ['services', 'web', 'nothing'])).toEqual({ line: 3, column: 3 })
    expect(placeOfPath(file, ['volumes'])).toBeUndefined()
  })
  it('is where the text stops being YAML', () => {
    expect(syntaxFault(file)).toBeUndefined()
    expect(syntaxFault('services:\n  web:\n    image: b\n   command: c\n')).toMatchObject({ line: 4 })
    expect(syntaxFault('services:\n\ta: 1\n')).toMatchObject({ line: 2, column: 1 })
    expect(syntaxFault('a: 1\na: 2\n')).toMatchObject({ line: 2, column: 1 })
  })
})
