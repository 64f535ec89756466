// What the methods of the builds service accept.
import { z } from 'zod'
import { type ServiceValidators, id, none, reference } from './shared'

const path = z.string().min(1).max(4096)
const name = z.string().min(1).max(256)
const request = z.strictObject({
  folder: path,
  dockerfile: path,
  tag: reference.exactOptional(),
  target: name.exactOptional(),
  platform: name.exactOptional(),
  args: z.array(z.strictObject({ name, value: z.string().max(65_536) })).max(256),
  noCache: z.boolean().exactOptional(),
  secrets: z
    .array(
      z.strictObject({
        id: name,
        file: path.exactOptional(),
        // BuildKit takes no more than 500 KiB.
        value: z
          .string()
          .max(500 * 1024)
          .exactOptional(),
      }),
    )
    .max(64)
    .exactOptional(),
  ssh: z
    .array(z.strictObject({ id: name, file: path.exactOptional() }))
    .max(16)
    .exactOptional(),
})

const starter = z.strictObject({
  folder: path,
  kind: z.enum(['node', 'python', 'java-gradle', 'java-maven', 'go', 'static']),
  language: z.enum(['en', 'ko']),
})

export const builds = {
  watchBuilds: none,
  watchLog: z.strictObject({ buildId: id }),
  plan: z.strictObject({ folder: path, dockerfile: path }),
  starter,
  writeStarter: starter,
  convertLines: z.strictObject({ folder: path, path }),
  addIgnoreLines: z.strictObject({
    folder: path,
    // Its name becomes that of a file in the folder.
    dockerfile: path.refine((name) => !/^[/\\]|^\w:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name)),
    lines: z
      .array(
        z
          .string()
          .min(1)
          .max(200)
          .regex(/^[^\r\n]*$/),
      )
      .max(50),
  }),
  build: z.strictObject({ request }),
  again: z.strictObject({ buildId: id }),
  cancel: z.strictObject({ buildId: id }),
  dismiss: z.strictObject({ buildId: id }),
} satisfies ServiceValidators<'builds'>
