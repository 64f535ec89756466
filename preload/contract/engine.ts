// What the engine service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface EngineService {
  watchEngine(options?: Cancellable): AsyncIterable<m.Engine>
  /** What the engine says of itself: version, storage, features. @throws engine.* */
  getInfo(options?: Cancellable): Promise<m.EngineInfo>
  /** The person's own settings of the engine. */
  getConfig(options?: Cancellable): Promise<m.EngineConfig>
  /** Checks a daemon.json without using it: by the known settings, and by `dockerd --validate` where the engine runs. */
  checkConfig(options: { readonly text: string } & Cancellable): Promise<m.ConfigCheck>
  /**
   * Keeps the settings and restarts the engine, not the machine; containers that ran are started again. When the engine
   * does not come up with them, the former ones are put back, and the engine runs as before.
   * @throws settings.bad-engine-config, settings.engine-config-undone, settings.engine-not-ours, settings.unwritable
   */
  applyConfig(options: { readonly text: string } & Cancellable): Promise<m.AppliedConfig>
  listCertificates(options?: Cancellable): Promise<readonly m.RegistryCertificate[]>
  /**
   * Lets the engine trust a registry whose certificate none of the usual authorities vouches for. Counts at once.
   * @throws settings.bad-certificate, settings.bad-registry, settings.engine-not-ours, settings.unwritable
   */
  addCertificate(options: { readonly registry: string; readonly pem: string } & Cancellable): Promise<void>
  /** Harmless when there is none. */
  removeCertificate(options: { readonly registry: string } & Cancellable): Promise<void>
}
