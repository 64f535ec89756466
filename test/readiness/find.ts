// What is found of a computer, and a question that fails.
import { silentLog } from '../../main/base/log'
import type { Computer } from '../../main/readiness/computer'
import { createReadiness } from '../../main/readiness/readiness'
import type { ReadinessCheck, ReadinessId } from '../../preload/model'

export const findings = async (computer: Computer): Promise<readonly ReadinessCheck[]> =>
  (await createReadiness(computer, silentLog).service.check()).checks
export const find = async (computer: Computer, id: ReadinessId): Promise<string | undefined> =>
  (await findings(computer)).find((one) => one.id === id)?.outcome
export const reject = (error: Error) => async () => {
  throw error
}
