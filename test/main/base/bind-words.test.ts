// The port that an engine could not have, in the words of its versions.
import { expect, it } from 'vitest'
import { bindTaken, boundPort, portIn } from '../../../main/base/bind-words'

const driver = 'driver failed programming external connectivity on endpoint web (8fe6): '

it.each([
  ['Bind for 0.0.0.0:8080 failed: port is already allocated', 8080],
  [`${driver}Error starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already in use`, 8080],
  [`${driver}failed to bind host port 0.0.0.0:8080/tcp: address already in use`, 8080],
  [`${driver}failed to bind host port for 0.0.0.0:8080:10.241.0.2:80/tcp: address already in use`, 8080],
  [
    `${driver}failed to bind host port 8081 for 0.0.0.0:8080-8081:10.241.0.2:80/tcp: address already in use`,
    8081,
  ],
  [`${driver}failed to bind host port for [::1]:8080:[fd00::2]:80/udp: address already in use`, 8080],
])('is told by: %s', (words, port) => {
  expect(portIn(words)).toBe(port)
  expect(boundPort(bindTaken.exec(words) as RegExpExecArray)).toBe(port)
})

it('is told, too, where it is not permitted, and by nothing else', () => {
  expect(portIn('listen tcp4 0.0.0.0:80: bind: permission denied')).toBe(80)
  expect(bindTaken.exec('listen tcp4 0.0.0.0:80: bind: permission denied')).toBeNull()
  expect(portIn('No such container: web:80')).toBeUndefined()
})
