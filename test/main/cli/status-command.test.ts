// `portside status`, which `portside start` ends with, tells what people should know although all went well.
import { expect, it } from 'vitest'
import { commands } from '../../../main/cli/commands'
import type { Contract } from '../../../preload/contract'
import { AppError, serialiseError } from '../../../preload/errors'
import type { Language } from '../../../preload/model'

const undone = new AppError('settings.engine-config-undone', {
  params: { file: '/state/daemon.json.refused' },
  detail: 'failed to start daemon: no such driver',
})

let seen = 0

async function printed(language: Language): Promise<string> {
  const lines: string[] = []
  const status = {
    machine: { state: 'running', driver: 'qemu', notices: [serialiseError(undone)] },
    engine: { state: 'connected', version: '28.0.1' },
    window: {},
  }
  const services = {
    app: { getStatus: async () => status },
    machine: { start: async () => {}, seeNotices: async () => void (seen += 1) },
  } as unknown as Contract
  const print = (text: string): void => void lines.push(text)
  await commands.start?.run(
    services,
    { json: false, wait: true, dryRun: false, options: {}, language, print },
    [],
  )
  return lines.join('\n')
}

it('settings of the engine that were undone, where they are kept, and the words of the engine', async () => {
  expect(await printed('en')).toMatch(
    /Docker Engine did not come up.*\/state\/daemon\.json\.refused.*\n +failed to start daemon: no such driver/,
  )
  expect(seen).toBe(1)
  expect(await printed('ko')).toMatch(/^가상 머신 +실행 중 \(qemu\)\n엔진 +연결됨, Docker 28/)
  expect(await printed('ko')).toMatch(/시작되지 않았어요.*\/state\/daemon\.json\.refused/)
})
