// What each check looks at, in words.
import type { Language, ReadinessId } from '../model'

export const readinessNames: Readonly<Record<ReadinessId, Readonly<Record<Language, string>>>> = {
  system: { en: 'Operating system', ko: '운영체제' },
  virtualization: { en: 'Virtualization', ko: '가상화' },
  platform: { en: 'Virtual Machine Platform', ko: '가상 머신 플랫폼' },
  wsl: { en: 'Windows Subsystem for Linux', ko: 'Windows의 Linux(WSL)' },
  'wsl-memory': { en: 'Memory for Linux', ko: 'Linux가 쓸 메모리' },
  folders: { en: 'Shared folders', ko: '공유 폴더' },
  disk: { en: 'Free disk space', ko: '남은 디스크 공간' },
  memory: { en: 'Memory', ko: '메모리' },
  'other-docker': { en: 'Other Docker products', ko: '다른 Docker 제품' },
  'docker-context': { en: 'Where docker connects', ko: 'docker의 연결 대상' },
  path: { en: 'docker in terminals', ko: '터미널의 docker' },
  ports: { en: 'Ports that are often used', ko: '자주 쓰는 포트' },
  proxy: { en: 'Proxy', ko: '프록시' },
  vpn: { en: 'VPN connection', ko: 'VPN 연결' },
  clock: { en: 'Clock', ko: '시계' },
}
