// The secrets of an export: each value becomes a question with a name, wherever it stands.
import type { WorkspaceBlock } from './workspace-schema'

type Asked = NonNullable<WorkspaceBlock['secrets']>[number]

/** So long is no word that stands somewhere else by chance. */
const longEnough = 8

/** Of an address such as `postgres://shop:password@db/shop`. */
export const passwordIn = (value: string): string | undefined =>
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/i.exec(value)?.[1]

export class ExportedSecrets {
  readonly #block: readonly Asked[]
  readonly #values: Map<string, string>

  /** @param block what the project asks for already, with the values that are known here */
  constructor(block: readonly Asked[], known: Readonly<Record<string, string>>) {
    this.#block = block
    this.#values = new Map(block.map(({ name }) => [name, known[name] ?? '']))
  }

  /** One name for one value: two services with the same password ask for it once. @returns the name */
  add(service: string, variable: string, value: string): string {
    const plain = variable.replace(/\W/g, '_').replace(/^(?=\d)/, '_')
    const longer = `${service.replace(/\W/g, '_')}_${plain}`.toUpperCase()
    const isFree = (name: string): boolean => [undefined, value].includes(this.#values.get(name))
    let own = isFree(plain) ? plain : longer
    for (let number = 2; !isFree(own); number += 1) own = `${longer}_${number}`
    this.#values.set(own, value)
    return own
  }

  /** What stands for a value that is a part of a text; one that is asked for already is not asked for twice. */
  inText(service: string, name: string, value: string): string {
    const same = [...this.#values].find(([, one]) => one === value)
    return `\${${same?.[0] ?? this.add(service, name.toUpperCase(), value)}}`
  }

  /** What stands in the file for the value. A password inside an address is asked for, not the address. */
  reference(service: string, variable: string, value: string): string {
    const password = passwordIn(value)
    const same = password && [...this.#values].find(([, one]) => one === password)
    if (!same) return `\${${this.add(service, variable, value)}}`
    const text = value.replaceAll('$', '$$$$')
    return text.replace(`:${password.replaceAll('$', '$$$$')}@`, () => `:\${${same[0]}}@`)
  }

  /** In a text of another place: a health check with the password in it. */
  replaceIn(text: string): string {
    let result = text
    for (const [name, value] of this.#values)
      if (value.length >= longEnough)
        result = result.replaceAll(value.replaceAll('$', '$$$$'), () => `\${${name}}`)
    return result
  }

  isOptional(name: string): boolean {
    return this.#block.find((one) => one.name === name)?.optional === true
  }

  asked(): Asked[] {
    return [...this.#values.keys()].map((name) => this.#block.find((one) => one.name === name) ?? { name })
  }

  /** For the proof: what nobody gave here is made up. */
  values(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      [...this.#values].map(([name, value]) => [
        name,
        value === '' && !this.isOptional(name) ? 'portside-proof' : value,
      ]),
    )
  }
}
