// Another port for a server of the catalogue: never one that the same form has, and never over what was typed.
import { expect, it } from 'vitest'
import { emptyForm, newPort, type PortRow, type RunForm } from '../../renderer/run/form'
import { withMovedPort } from '../../renderer/run/use-moved-ports'

const row = (host: string, container: string): PortRow => ({ ...newPort(host, container), movable: true })
const api = row('9000', '9000')
const console = row('9001', '9001')
const form: RunForm = { ...emptyForm('minio/minio'), ports: [api, console] }
const hostsOf = ({ ports }: RunForm): readonly string[] => ports.map(({ host }) => host)

it('leaves out what another row of the form has', () => {
  const moved = withMovedPort(form, api, [9001, 9002], undefined)
  expect(hostsOf(moved)).toEqual(['9002', '9001'])
  expect(moved.ports[0]?.moved).toEqual({ from: 9000, holder: undefined })
})

it('remembers the first port when it has to move again', () => {
  const once = withMovedPort(form, api, [9002], undefined)
  const twice = withMovedPort(once, once.ports[0] ?? api, [9003], undefined)
  expect(hostsOf(twice)).toEqual(['9003', '9001'])
  expect(twice.ports[0]?.moved?.from).toBe(9000)
})

it('changes nothing where a person has typed meanwhile, or nothing is free', () => {
  const typed = { ...form, ports: [{ ...newPort('9005', '9000'), key: api.key }, console] }
  expect(withMovedPort(typed, api, [9002], undefined)).toEqual(typed)
  expect(withMovedPort(form, api, [9001], undefined)).toBe(form)
})
