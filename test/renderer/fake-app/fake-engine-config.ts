// The engine's own settings in the stand-in: checked as the app does, kept in memory.
import type { EngineService } from '../../../preload/contract'
import { readDaemonText } from '../../../preload/daemon-config'
import type { AppliedConfig, EngineInfo, RegistryCertificate } from '../../../preload/model'

export class FakeEngineConfig {
  text = '{}\n'
  editable = true
  certificates: readonly RegistryCertificate[] = []
  applied: AppliedConfig = { restarted: true, startedAgain: 0, notStarted: [] }
  readonly service: Omit<EngineService, 'watchEngine'> = {
    getInfo: async () => info,
    getConfig: async () => ({
      text: this.text,
      file: '/home/kim/.portside/daemon.json',
      editable: this.editable,
    }),
    checkConfig: async ({ text }) => ({ problems: readDaemonText(text).problems, askedEngine: true }),
    applyConfig: async ({ text }) => {
      this.text = text
      return this.applied
    },
    listCertificates: async () => this.certificates,
    addCertificate: async ({ registry }) => {
      const added = { registry, subject: 'CN=Acme', validUntil: Date.UTC(2030, 0, 1) }
      this.certificates = [...this.certificates, added]
    },
    removeCertificate: async ({ registry }) => {
      this.certificates = this.certificates.filter((one) => one.registry !== registry)
    },
  }
}

const info: EngineInfo = {
  version: '28.3.0',
  apiVersion: '1.51',
  oldestApiVersion: '1.24',
  kernel: '6.12.43',
  platform: 'linux/amd64',
  storageDriver: 'overlay2',
  imageStore: 'classic',
  logDriver: 'json-file',
  cgroupVersion: '2',
  liveRestore: false,
  experimental: false,
  mirrors: [],
  insecureRegistries: ['127.0.0.0/8'],
  securityOptions: ['seccomp', 'cgroupns'],
  runtimes: ['io.containerd.runc.v2', 'runc'],
  components: [
    { name: 'containerd', version: '1.7.24' },
    { name: 'runc', version: '1.1.15' },
  ],
  warnings: [],
}
