// What the engine service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface EngineService {
  watchEngine(options?: Cancellable): AsyncIterable<m.Engine>
}
