// Flags that give a container devices of the machine, and limit what goes through them.
import { bytesOf } from '../../../preload/amounts'
import type { DeviceRequest } from '../../../preload/model'
import { fieldsOf, pairAt, splitCommas } from './csv'
import { wholeNumber, type TakeFlag } from './draft'

const isMode = (text: string): boolean => /^[rwm]{1,3}$/.test(text)
/** A device by the name that its vendor gave it: `vendor.com/class=name`. */
const vendorDevice = /^[\w.-]+\/[\w.-]+=[\w.:-]+$/

export const takeDevice: TakeFlag = ({ host }, value) => {
  if (vendorDevice.test(value)) {
    const others = (host.DeviceRequests ?? []).filter(({ Driver }) => Driver !== 'cdi')
    const names = host.DeviceRequests?.find(({ Driver }) => Driver === 'cdi')?.DeviceIDs ?? []
    host.DeviceRequests = [...others, { Driver: 'cdi', Count: 0, DeviceIDs: [...names, value], Options: {} }]
    return true
  }
  const [path = '', second, third] = value.split(':')
  const mode = third ?? (second !== undefined && isMode(second) ? second : 'rwm')
  const inside = second === undefined || (third === undefined && isMode(second)) ? path : second
  if (path === '' || !isMode(mode) || value.split(':').length > 3) return false
  const device = { PathOnHost: path, PathInContainer: inside, CgroupPermissions: mode }
  host.Devices = [...(host.Devices ?? []), device]
  return true
}

/** `all`, a number, or `device=0,capabilities=…` with quotes. */
export const takeGpus: TakeFlag = ({ host }, value) => {
  const fields = fieldsOf(value)
  const request: { -readonly [K in keyof DeviceRequest]: DeviceRequest[K] } = {
    Driver: '',
    Count: 0,
    Capabilities: [['gpu']],
    Options: {},
  }
  let counted = false
  for (const [at, [name, given]] of (fields ?? []).entries()) {
    const key = given === undefined && at === 0 ? 'count' : name
    const text = given ?? (at === 0 ? name : undefined)
    const count = text === 'all' ? -1 : wholeNumber(text ?? '')
    if (text === undefined) return false
    if (key === 'count' && count !== undefined) {
      request.Count = count
      counted = true
    } else if (key === 'driver') request.Driver = text
    else if (key === 'device') request.DeviceIDs = text.split(',')
    else if (key === 'capabilities') request.Capabilities = [[...text.split(','), 'gpu']]
    else if (key === 'options')
      request.Options = Object.fromEntries((splitCommas(text) ?? []).map((one) => pairAt(one, '=')))
    else return false
  }
  if (!fields || value === '') return false
  if (!counted && !request.DeviceIDs) request.Count = 1
  host.DeviceRequests = [...(host.DeviceRequests ?? []), request]
  return true
}

type Rates = 'BlkioDeviceReadBps' | 'BlkioDeviceWriteBps' | 'BlkioDeviceReadIOps' | 'BlkioDeviceWriteIOps'

const placed = (value: string, read: (text: string) => number | undefined) => {
  const at = value.indexOf(':')
  const count = at < 1 ? undefined : read(value.slice(at + 1))
  return count === undefined || count < 0 ? undefined : { path: value.slice(0, at), count }
}

export const rate =
  (key: Rates): TakeFlag =>
  ({ host }, value) => {
    const one = placed(value, key.endsWith('Bps') ? bytesOf : wholeNumber)
    if (one) host[key] = [...(host[key] ?? []), { Path: one.path, Rate: one.count }]
    return one !== undefined
  }

export const takeWeight: TakeFlag = ({ host }, value) => {
  const one = placed(value, wholeNumber)
  if (one) host.BlkioWeightDevice = [...(host.BlkioWeightDevice ?? []), { Path: one.path, Weight: one.count }]
  return one !== undefined
}
