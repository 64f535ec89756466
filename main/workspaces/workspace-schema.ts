// The `x-portside` block of a compose file: its shape, which the published JSON Schema repeats.
import { z } from 'zod'

/** Names of services as Compose takes them. */
const service = z.string().regex(/^[a-zA-Z0-9._-]{1,128}$/)
const words = z.string().min(1).max(2_000)
const title = z.string().min(1).max(120)
const port = z.int().min(1).max(65_535)
/** In the folder of the workspace; where it leads is checked when it is read. */
const innerPath = z
  .string()
  .min(1)
  .max(500)
  .regex(/^(?![/\\~])(?!.*(^|[/\\])\.\.([/\\]|$))[^:\0]*$/)
  .describe('Path inside the folder of the workspace, such as ./seed/data.sql')
const size = z
  .union([z.int().min(1), z.string().regex(/^\d{1,6}(\.\d{1,3})? ?([KMGTkmgt][Bb]?)$/)])
  .describe('Bytes, or a number with a unit: 512 MB, 3.2 GB')
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/)
const mark = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/)

const serviceEntry = z
  .strictObject({
    title: title.optional(),
    icon: z
      .enum(['api', 'cache', 'database', 'mail', 'queue', 'search', 'storage', 'web', 'worker'])
      .optional(),
    memory: size.optional(),
  })
  .describe('How a service is shown')

const portEntry = z
  .strictObject({
    service,
    port: port.describe('Port inside the container, as published in the compose file'),
    meaning: title.optional(),
    url: z
      .string()
      .max(500)
      .regex(/^https?:\/\/localhost:\{port\}(\/[^\s]*)?$/)
      .optional()
      .describe('To open in a browser; {port} becomes the port of this computer'),
  })
  .describe('What is found at a port')

const readinessEntry = z
  .strictObject({
    service,
    port: port.describe('Port inside the container, as published in the compose file'),
    path: z
      .string()
      .regex(/^\/[^\s]{0,500}$/)
      .optional()
      .describe('Asked by HTTP; without it a connection is enough'),
    status: z.int().min(100).max(599).optional().describe('Expected answer; any below 400 otherwise'),
    seconds: z.int().min(1).max(1_800).optional().describe('How long it may take; 120 otherwise'),
  })
  .describe('When a service counts as ready')

const secretEntry = z
  .strictObject({
    name: variable.describe('Variable that the compose file reads, as ${NAME}'),
    title: title.optional(),
    description: words.optional(),
    optional: z.boolean().optional(),
  })
  .describe('Asked once and kept in the keychain of the computer')

const seedEntry = z
  .strictObject({
    id: mark,
    title,
    description: words.optional(),
    service,
    command: z.array(z.string().max(8_000)).min(1).max(64).describe('Run in the container of the service'),
    input: innerPath.optional().describe('File that the command reads from its standard input'),
    optional: z.boolean().optional(),
  })
  .describe('Run once, in order, when all services are ready')

/** Unknown keys are refused, so that a typing mistake is seen. */
export const workspaceBlock = z
  .strictObject({
    version: z.literal(1),
    name: title,
    description: words.optional(),
    author: title.optional(),
    services: z.record(service, serviceEntry).optional(),
    ports: z.array(portEntry).max(200).optional(),
    readiness: z.array(readinessEntry).max(200).optional(),
    secrets: z.array(secretEntry).max(100).optional(),
    data: mark.optional().describe('Revision of the data; a new one offers a reset'),
    seeds: z.array(seedEntry).max(100).optional(),
    volumes: z
      .record(z.string().regex(/^[a-zA-Z0-9._-]{1,128}$/), innerPath)
      .optional()
      .describe('Contents of named volumes, as .tar.gz files'),
    images: z
      .array(innerPath)
      .max(100)
      .optional()
      .describe('Archives of docker save, for computers without network'),
    needs: z.strictObject({ memory: size.optional(), disk: size.optional() }).optional(),
    notes: z.record(mark, words).optional().describe('What a developer should know, by programming language'),
  })
  .describe('Portside workspace')

export type WorkspaceBlock = z.infer<typeof workspaceBlock>

/** The JSON Schema of the block, as it is published in assets/workspace.schema.json. */
export const workspaceJsonSchema = (): object => ({
  $id: 'https://portside.dev/workspace.schema.json',
  title: 'x-portside',
  ...z.toJSONSchema(workspaceBlock, { target: 'draft-2020-12' }),
})

const units: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, G: 1e9, T: 1e12 }

/** In bytes; units are of a thousand. */
export function sizeInBytes(value: number | string): number {
  if (typeof value === 'number') return value
  const [, number = '0', unit = ''] = /^([\d.]+) ?([KMGT])/i.exec(value) ?? []
  return Math.round(Number(number) * (units[unit.toUpperCase()] ?? 1))
}
