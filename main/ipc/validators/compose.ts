// What the methods of the compose service accept.
import { z } from 'zod'
import { type ServiceValidators, id, name, none } from './shared'

const path = z.string().min(1).max(4096)
const paths = z.array(path).max(64)
const projectId = id
const ofProject = z.strictObject({ projectId })
const ofAction = z.strictObject({ actionId: id })
const service = z.string().min(1).max(256)
/** In characters; the file itself is measured in bytes. */
const text = z.string().max(1024 * 1024)

const request = z.strictObject({
  verb: z.enum(['up', 'down', 'stop', 'start', 'restart', 'pull', 'build', 'watch', 'scale']),
  services: z.array(service).max(1000),
  removeVolumes: z.boolean().exactOptional(),
  scale: z.record(service, z.int().min(0).max(1000)).exactOptional(),
  build: z.boolean().exactOptional(),
})

export const compose = {
  watchProjects: none,
  watchActions: none,
  watchOutput: ofAction,
  chooseFile: none,
  open: z.strictObject({
    path,
    moreFiles: paths.exactOptional(),
    name: name.exactOptional(),
    profiles: z.array(name).max(256).exactOptional(),
    envFiles: paths.exactOptional(),
    careful: z.boolean().exactOptional(),
  }),
  forget: ofProject,
  getConfig: ofProject,
  check: ofProject,
  fix: z.strictObject({ projectId, findingId: z.string().max(8192), fixId: id }),
  planDown: ofProject,
  begin: z.strictObject({ projectId, request }),
  cancel: ofAction,
  dismiss: ofAction,
  readFile: z.strictObject({ projectId, path }),
  tryText: z.strictObject({ projectId, path, text }),
  writeFile: z.strictObject({ projectId, path, text, revision: z.string().max(128) }),
} satisfies ServiceValidators<'compose'>
