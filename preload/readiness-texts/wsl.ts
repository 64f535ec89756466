// What can be found about the part of Windows that runs Linux.
import { readinessFamily } from './readiness-text'

export const wslTexts = readinessFamily({
  'platform.ok': {
    en: { title: 'The Virtual Machine Platform is on', text: 'The part of Windows that WSL is built on.' },
    ko: { title: '가상 머신 플랫폼이 켜져 있어요', text: 'WSL에 필요한 Windows 기능이에요.' },
  },
  'platform.missing': {
    en: {
      title: 'The Virtual Machine Platform is off',
      text: 'Windows switches it on together with WSL. The computer may have to restart once.',
    },
    ko: {
      title: '가상 머신 플랫폼이 꺼져 있어요',
      text: 'Windows가 WSL과 함께 켜요. 컴퓨터를 한 번 다시 시작해야 할 수 있어요.',
    },
  },
  'wsl.ok': {
    en: { title: 'WSL {version}', text: 'The part of Windows that runs Linux. Recent enough.' },
    ko: { title: 'WSL {version}', text: 'Windows에서 Linux를 실행하는 기능이에요. 쓸 수 있는 버전이에요.' },
  },
  'wsl.missing': {
    en: {
      title: 'WSL is not installed',
      text: 'WSL is the part of Windows that runs Linux. Windows installs it itself.',
    },
    ko: {
      title: 'WSL이 설치되어 있지 않아요',
      text: 'WSL은 Windows에서 Linux를 실행하는 기능이에요. Windows가 직접 설치해요.',
    },
  },
  'wsl.old': {
    en: {
      title: 'WSL is too old ({have})',
      text: 'WSL is the part of Windows that runs Linux. Portside needs {least} or newer.',
    },
    ko: {
      title: 'WSL이 오래된 버전이에요({have})',
      text: 'WSL은 Windows에서 Linux를 실행하는 기능이에요. {least} 이상이 필요해요.',
    },
  },
  'wsl.restart': {
    en: {
      title: 'Windows has to restart',
      text: 'It finishes the installation of WSL then. Portside opens again and goes on by itself.',
    },
    ko: {
      title: 'Windows를 다시 시작해야 해요',
      text: '그래야 WSL 설치가 끝나요. 다시 켜지면 Portside가 열려서 이어서 진행해요.',
    },
  },
  'wsl.failed': {
    en: { title: 'WSL does not work: {reason}', text: 'Update it. If that does not help, restart Windows.' },
    ko: {
      title: 'WSL이 동작하지 않아요: {reason}',
      text: '업데이트해 보세요. 그래도 안 되면 Windows를 다시 시작하세요.',
    },
  },
  'wsl-memory.ok': {
    en: { title: 'Linux may use {size} of memory', text: 'More than Portside needs.' },
    ko: { title: 'Linux가 메모리를 {size}까지 쓸 수 있어요', text: '충분해요.' },
  },
  'wsl-memory.little': {
    en: {
      title: 'Linux may use only {size} of memory',
      text: 'A settings file named .wslconfig sets this. Portside needs at least {least}.',
    },
    ko: {
      title: 'Linux가 메모리를 {size}만 쓸 수 있어요',
      text: '.wslconfig라는 설정 파일에서 정한 값이에요. 적어도 {least} 필요해요.',
    },
  },
})
