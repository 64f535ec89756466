// PS-6xxx: ports of this computer.
import { errorFamily } from './error-text'

export const portErrors = errorFamily({
  'port.bad-port': {
    number: 'PS-6001',
    en: {
      title: '“{port}” is not a port number.',
      explanation: 'A port is a whole number from 1 to 65535.',
      remedy: 'Enter a number such as 8080.',
    },
    ko: {
      title: '포트 번호가 아니에요: “{port}”.',
      explanation: '포트는 1부터 65535까지의 정수예요.',
      remedy: '8080 같은 번호를 입력하세요.',
    },
  },
  'port.bad-address': {
    number: 'PS-6002',
    en: {
      title: '“{address}” is not an address of this computer.',
      explanation:
        'A port opens on 127.0.0.1 (only this computer), 0.0.0.0 (the whole network), or one of its own addresses.',
      remedy: 'Use 127.0.0.1 or 0.0.0.0.',
    },
    ko: {
      title: '이 컴퓨터의 주소가 아니에요: “{address}”.',
      explanation: '포트는 127.0.0.1(이 컴퓨터만), 0.0.0.0(네트워크 전체), 또는 이 컴퓨터의 주소에서 열려요.',
      remedy: '127.0.0.1이나 0.0.0.0을 쓰세요.',
    },
  },
  'port.twice': {
    number: 'PS-6003',
    en: {
      title: 'Port {port} is listed twice.',
      explanation: 'A port of this computer leads to one place only.',
      remedy: 'Change one of the two.',
    },
    ko: {
      title: '{port} 포트가 두 번 들어 있어요.',
      explanation: '이 컴퓨터의 포트 하나는 한 곳으로만 이어져요.',
      remedy: '둘 중 하나를 바꾸세요.',
    },
  },
  'port.taken': {
    number: 'PS-6004',
    en: {
      title: 'Port {port} is already in use on this computer.',
      explanation: 'A program that Portside cannot name holds it.',
      remedy: 'Use another port, or quit the program that holds it.',
    },
    ko: {
      title: '{port} 포트를 이 컴퓨터에서 이미 쓰고 있어요.',
      explanation: '어떤 프로그램인지는 알 수 없어요.',
      remedy: '다른 포트를 쓰거나, 포트를 쓰는 프로그램을 종료하세요.',
    },
  },
  'port.taken-by-process': {
    number: 'PS-6005',
    en: {
      title: '{holder} already uses port {port}.',
      explanation: 'A port of this computer belongs to one program at a time.',
      remedy: 'Use another port, or quit {holder}.',
    },
    ko: {
      title: '{holder:이/가} 이미 {port} 포트를 쓰고 있어요.',
      explanation: '포트 하나는 한 번에 한 프로그램만 쓸 수 있어요.',
      remedy: '다른 포트를 쓰거나, {holder:을/를} 종료하세요.',
    },
  },
  'port.taken-by-container': {
    number: 'PS-6006',
    en: {
      title: 'The container {container} already uses port {port}.',
      explanation: 'A port of this computer leads to one container at a time.',
      remedy: 'Use another port, or stop {container}.',
    },
    ko: {
      title: '{container} 컨테이너가 이미 {port} 포트를 쓰고 있어요.',
      explanation: '포트 하나는 한 번에 한 컨테이너로만 이어져요.',
      remedy: '다른 포트를 쓰거나, {container} 컨테이너를 중지하세요.',
    },
  },
  'port.range-taken': {
    number: 'PS-6017',
    en: {
      title: 'All ports from {first} to {last} are already in use on this computer.',
      explanation: 'One of them is enough, but none is free. Portside cannot name who holds {first}.',
      remedy: 'Use another port, or quit a program that holds one of them.',
    },
    ko: {
      title: '{first}–{last} 포트를 이 컴퓨터에서 모두 쓰고 있어요.',
      explanation: '하나만 비어 있으면 되는데 빈 포트가 없어요. {first} 포트를 누가 쓰는지는 알 수 없어요.',
      remedy: '다른 포트를 쓰거나, 이 중 하나를 쓰는 프로그램을 종료하세요.',
    },
  },
  'port.range-taken-by': {
    number: 'PS-6018',
    en: {
      title: 'All ports from {first} to {last} are already in use: {holder} has port {first}.',
      explanation: 'One of them is enough, but none is free.',
      remedy: 'Use another port, or stop {holder}.',
    },
    ko: {
      title: '{first}–{last} 포트를 모두 쓰고 있어요. {first} 포트는 {holder:이/가} 쓰고 있어요.',
      explanation: '하나만 비어 있으면 되는데 빈 포트가 없어요.',
      remedy: '다른 포트를 쓰거나, {holder:을/를} 종료하세요.',
    },
  },
  'port.not-permitted': {
    number: 'PS-6007',
    en: {
      title: 'Port {port} may not be opened by you.',
      explanation: 'The operating system keeps it, for administrators or for itself.',
      remedy: 'Use another port, such as 8080.',
    },
    ko: {
      title: '{port} 포트를 열 권한이 없어요.',
      explanation: '운영체제가 관리자용이나 자체 용도로 잡아 둔 포트예요.',
      remedy: '8080 같은 다른 포트를 쓰세요.',
    },
  },
  'port.forward-failed': {
    number: 'PS-6008',
    en: {
      title: 'Port {port} could not be opened on this computer.',
      explanation: 'The container runs, but nothing on this computer leads to it through this port.',
      remedy: 'Use another port, or restart the engine.',
    },
    ko: {
      title: '이 컴퓨터에서 {port} 포트를 열지 못했어요.',
      explanation: '컨테이너는 실행 중이지만 이 포트로는 접속할 수 없어요.',
      remedy: '다른 포트를 쓰거나, 엔진을 다시 시작하세요.',
    },
  },
  'port.listeners-unreadable': {
    number: 'PS-6009',
    en: {
      title: 'Portside cannot see which programs use ports.',
      explanation: 'The operating system’s list could not be read.',
      remedy:
        'Ports still work, and each one is tried before it is used. Holders may be missing here, or no longer there, until the list can be read again.',
    },
    ko: {
      title: '어떤 프로그램이 포트를 쓰는지 볼 수 없어요.',
      explanation: '운영체제의 목록을 읽지 못했어요.',
      remedy:
        '포트는 그대로 쓸 수 있고, 쓰기 전에 하나씩 확인해요. 목록을 다시 읽을 때까지 포트를 쓰는 프로그램이 빠져 있거나 이미 끝난 것이 남아 있을 수 있어요.',
    },
  },
  'port.conflict-gone': {
    number: 'PS-6010',
    en: {
      title: 'This port conflict is over.',
      explanation: 'The port became free, or the container changed, since the list was shown.',
      remedy: 'Look at the list again.',
    },
    ko: {
      title: '이 포트 충돌은 이미 해결됐어요.',
      explanation: '목록을 본 뒤에 포트가 비었거나 컨테이너가 바뀌었어요.',
      remedy: '목록을 다시 확인하세요.',
    },
  },
  'port.fix-gone': {
    number: 'PS-6011',
    en: {
      title: 'This way out of the port conflict no longer applies.',
      explanation: 'Who holds the port, or which port is free, changed since the list was shown.',
      remedy: 'Choose again from the list.',
    },
    ko: {
      title: '이 방법으로는 더 이상 포트 충돌을 풀 수 없어요.',
      explanation: '목록을 본 뒤에 포트를 쓰는 프로그램이나 빈 포트가 바뀌었어요.',
      remedy: '목록에서 다시 고르세요.',
    },
  },
  'port.process-stays': {
    number: 'PS-6012',
    en: {
      title: '{process} did not stop.',
      explanation: 'It was asked to end and still runs.',
      remedy: 'Quit it where you started it, or use another port.',
    },
    ko: {
      title: '종료되지 않았어요: {process}.',
      explanation: '종료를 요청했지만 아직 실행 중이에요.',
      remedy: '시작한 곳에서 종료하거나, 다른 포트를 쓰세요.',
    },
  },
  'port.process-not-permitted': {
    number: 'PS-6013',
    en: {
      title: 'Portside may not stop {process}.',
      explanation: 'It belongs to another user or to the system.',
      remedy: 'Quit it as its owner, or use another port.',
    },
    ko: {
      title: '종료할 권한이 없어요: {process}.',
      explanation: '다른 사용자나 시스템의 프로그램이에요.',
      remedy: '소유자로 종료하거나, 다른 포트를 쓰세요.',
    },
  },
  'port.move-failed': {
    number: 'PS-6014',
    en: {
      title: '{container} could not be moved to port {port}.',
      explanation: 'Nothing was lost: the container is as it was before.',
      remedy: 'Choose another way out, or try again.',
    },
    ko: {
      title: '{container} 컨테이너를 {port} 포트로 옮기지 못했어요.',
      explanation: '잃은 것은 없어요. 컨테이너는 이전 그대로예요.',
      remedy: '다른 방법을 고르거나 다시 시도하세요.',
    },
  },
  'port.elevation-refused': {
    number: 'PS-6015',
    en: {
      title: 'Port {port} was not freed.',
      explanation: 'Windows asked for an administrator, and the answer was no.',
      remedy: 'Try again and allow it, or use another port.',
    },
    ko: {
      title: '{port} 포트를 풀지 못했어요.',
      explanation: 'Windows의 관리자 권한 요청이 거절됐어요.',
      remedy: '다시 시도해 허용하거나, 다른 포트를 쓰세요.',
    },
  },
  'port.still-reserved': {
    number: 'PS-6016',
    en: {
      title: 'Windows still keeps port {port} for itself.',
      explanation: 'The steps were run, but another service of Windows took the port first.',
      remedy: 'Use another port, or restart Windows and try again.',
    },
    ko: {
      title: '{port} 포트를 아직 Windows가 예약하고 있어요.',
      explanation: '모든 단계를 실행했지만 다른 Windows 서비스가 먼저 예약했어요.',
      remedy: '다른 포트를 쓰거나, Windows를 다시 시작한 뒤 시도하세요.',
    },
  },
})
