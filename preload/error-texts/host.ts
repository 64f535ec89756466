// PS-1xxx: this computer and Portside's own files and ports on it.
import { errorFamily } from './error-text'

export const hostErrors = errorFamily({
  'host.app-port-taken': {
    number: 'PS-1001',
    en: {
      title: 'Port {port} is taken, so Portside cannot show its window there.',
      explanation: '{holder} uses it.',
      remedy: 'Choose another with --port, or leave it out to get a free one.',
    },
    ko: {
      title: '{port:을/를} 이미 쓰고 있어서 Portside 화면을 열 수 없어요.',
      explanation: '{holder} 프로그램이 쓰고 있어요.',
      remedy: '--port로 다른 번호를 고르거나, 생략해서 빈 포트를 쓰세요.',
    },
  },
  'host.already-running': {
    number: 'PS-1002',
    en: {
      title: 'Portside is already running (PID {pid}).',
      explanation: 'Another copy uses the same state folder, {home}.',
      remedy: 'Use the window that is open, or choose another folder with PORTSIDE_HOME.',
    },
    ko: {
      title: 'Portside가 이미 실행 중이에요(PID {pid}).',
      explanation: '다른 Portside가 같은 폴더({home})를 쓰고 있어요.',
      remedy: '열려 있는 창을 쓰거나, PORTSIDE_HOME으로 다른 폴더를 고르세요.',
    },
  },
  'host.home-unusable': {
    number: 'PS-1003',
    en: {
      title: 'Portside cannot write to {home}.',
      explanation: 'Its settings and its machine live there.',
      remedy: 'Check that the folder belongs to you, or choose another with PORTSIDE_HOME.',
    },
    ko: {
      title: 'Portside가 {home}에 쓸 수 없어요.',
      explanation: '설정과 가상 머신을 이 폴더에 저장해요.',
      remedy: '폴더의 권한을 확인하거나, PORTSIDE_HOME으로 다른 폴더를 고르세요.',
    },
  },
  'host.socket-path-too-long': {
    number: 'PS-1004',
    en: {
      title: 'The path {path} is too long for a socket.',
      explanation: 'It has {length} bytes; the operating system allows {limit}.',
      remedy: 'Choose a shorter folder with PORTSIDE_HOME.',
    },
    ko: {
      title: '{path} 경로가 너무 길어서 소켓을 만들 수 없어요.',
      explanation: '{length}바이트인데 운영체제는 {limit}바이트까지 허용해요.',
      remedy: 'PORTSIDE_HOME으로 더 짧은 폴더를 고르세요.',
    },
  },
  'host.not-running': {
    number: 'PS-1005',
    en: {
      title: 'Portside is not running.',
      explanation: 'Nothing answers in {home}.',
      remedy: 'Start Portside, then try again.',
    },
    ko: {
      title: 'Portside가 실행 중이 아니에요.',
      explanation: '{home}에서 응답이 없어요.',
      remedy: 'Portside를 시작한 뒤 다시 시도하세요.',
    },
  },
  'host.bad-option': {
    number: 'PS-1006',
    en: {
      title: 'Portside does not know the option {option}.',
      explanation: 'Nothing was started.',
      remedy: 'See npm start -- --help for what it accepts.',
    },
    ko: {
      title: '{option:은/는} 알 수 없는 옵션이에요.',
      explanation: '아무것도 시작하지 않았어요.',
      remedy: 'npm start -- --help로 쓸 수 있는 옵션을 확인하세요.',
    },
  },
  'host.launch-failed': {
    number: 'PS-1007',
    en: {
      title: 'Portside did not start.',
      explanation: '{program} was started, but nothing answered.',
      remedy: 'Start Portside by hand and look at what it says.',
    },
    ko: {
      title: 'Portside가 시작되지 않았어요.',
      explanation: '{program:을/를} 실행했지만 응답이 없어요.',
      remedy: 'Portside를 직접 시작해서 어떤 메시지가 나오는지 확인하세요.',
    },
  },
  'host.bad-link': {
    number: 'PS-1008',
    en: {
      title: 'Portside does not understand this link.',
      explanation: '{link} names nothing that Portside can show. Nothing was done.',
      remedy: 'Ask where the link came from for a new one.',
    },
    ko: {
      title: 'Portside가 이해할 수 없는 링크예요.',
      explanation: '{link} 링크로 열 수 있는 화면이 없어요. 아무것도 하지 않았어요.',
      remedy: '링크를 준 곳에서 새 링크를 받으세요.',
    },
  },
  'host.cannot-open': {
    number: 'PS-1009',
    en: {
      title: 'Portside cannot open {name}.',
      explanation: 'It opens folders, Compose files, Dockerfiles and .portside files.',
      remedy: 'Choose one of these.',
    },
    ko: {
      title: 'Portside에서 {name:을/를} 열 수 없어요.',
      explanation: '폴더, Compose 파일, Dockerfile, .portside 파일을 열 수 있어요.',
      remedy: '이 중 하나를 고르세요.',
    },
  },
  'host.open-missing': {
    number: 'PS-1010',
    en: {
      title: '{name} is not there.',
      explanation: 'It was moved or deleted, or Portside may not read it.',
      remedy: 'Check where it is, then open it again.',
    },
    ko: {
      title: '{name:이/가} 없어요.',
      explanation: '옮겨졌거나 삭제됐거나, Portside가 읽을 수 없어요.',
      remedy: '위치를 확인한 뒤 다시 여세요.',
    },
  },
  'host.no-terminal': {
    number: 'PS-1011',
    en: {
      title: 'No terminal program was found on this computer.',
      explanation: 'Portside looks for the one that you or your desktop chose, and for the usual ones.',
      remedy:
        'Install one, such as xterm, or name yours in the variable TERMINAL. The Terminal tab works without.',
    },
    ko: {
      title: '이 컴퓨터에서 터미널 앱을 찾을 수 없어요.',
      explanation: '사용자나 데스크톱이 고른 앱을 먼저 찾고, 흔히 쓰는 앱도 찾아봤어요.',
      remedy:
        'xterm 같은 터미널 앱을 설치하거나 TERMINAL 변수에 쓰는 앱을 적으세요. 터미널 탭은 그대로 쓸 수 있어요.',
    },
  },
  'host.terminal-failed': {
    number: 'PS-1012',
    en: {
      title: 'The terminal program did not open.',
      explanation: '{program} was started and ended at once.',
      remedy: 'Look at what it says. The Terminal tab shows the same shell.',
    },
    ko: {
      title: '터미널 앱이 열리지 않았어요.',
      explanation: '{program:을/를} 실행했지만 바로 끝났어요.',
      remedy: '아래 메시지를 확인하세요. 터미널 탭에서 같은 셸을 쓸 수 있어요.',
    },
  },
  'host.docker-missing': {
    number: 'PS-1013',
    en: {
      title: 'The docker command was not found.',
      explanation: 'A shell in another window needs it. It comes with Portside, and may lie in PATH, too.',
      remedy: 'Install Portside again, or install the docker command. The Terminal tab works without.',
    },
    ko: {
      title: 'docker 명령을 찾을 수 없어요.',
      explanation: '다른 창에서 셸을 열려면 필요해요. Portside에 들어 있고, PATH에 있는 것도 써요.',
      remedy: 'Portside를 다시 설치하거나 docker 명령을 설치하세요. 터미널 탭은 그대로 쓸 수 있어요.',
    },
  },
})
