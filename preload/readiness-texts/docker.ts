// What can be found about other Docker products, and about the `docker` command.
import { readinessFamily } from './readiness-text'

export const dockerTexts = readinessFamily({
  'other-docker.none': {
    en: { title: 'No other Docker product', text: 'Nothing shares ports and settings with Portside.' },
    ko: { title: '다른 Docker 제품이 없어요', text: '포트와 설정을 함께 쓰는 프로그램이 없어요.' },
  },
  'other-docker.running': {
    en: {
      title: '{name} is running, too',
      text: 'You can go on: each has containers of its own. Quit it if both want the same ports or much memory.',
    },
    ko: {
      title: '{name:이/가} 함께 실행되고 있어요',
      text: '계속할 수 있어요. 컨테이너는 서로 달라요. 포트나 메모리를 다투면 종료하세요.',
    },
  },
  'other-docker.left': {
    en: {
      title: '{name} is installed, and does not run',
      text: 'You can go on. Its endpoint stays where it is.',
    },
    ko: {
      title: '{name:이/가} 설치되어 있지만 실행되고 있지 않아요',
      text: '계속할 수 있어요. 연결 지점은 그대로 둬요.',
    },
  },
  'docker-context.ours': {
    en: { title: 'docker uses Portside', text: 'Every terminal and IDE reaches the engine of Portside.' },
    ko: { title: 'docker가 Portside를 사용해요', text: '터미널과 IDE가 모두 Portside의 엔진에 연결돼요.' },
  },
  'docker-context.default': {
    en: {
      title: 'docker uses its standard place',
      text: 'You can go on. With one click, docker in terminals uses Portside.',
    },
    ko: {
      title: 'docker가 기본 위치를 사용해요',
      text: '계속할 수 있어요. 클릭 한 번이면 터미널의 docker가 Portside를 사용해요.',
    },
  },
  'docker-context.other': {
    en: {
      title: 'docker uses the context {name}',
      text: 'You can go on. docker in terminals goes to {target}, not to Portside.',
    },
    ko: {
      title: 'docker가 {name} 컨텍스트를 사용해요',
      text: '계속할 수 있어요. 터미널의 docker는 Portside가 아니라 {target}에 연결돼요.',
    },
  },
  'docker-context.broken': {
    en: {
      title: 'docker uses a context that is gone: {name}',
      text: 'Every docker command fails until another one is chosen. A copy of its settings is kept.',
    },
    ko: {
      title: 'docker가 없는 컨텍스트를 사용해요: {name}',
      text: '다른 컨텍스트를 고를 때까지 docker 명령이 모두 실패해요. 설정은 복사해 둬요.',
    },
  },
  'docker-context.dead': {
    en: {
      title: 'Nothing answers where docker goes ({name})',
      text: '{target} belongs to a product that does not run or was removed.',
    },
    ko: {
      title: 'docker가 연결하는 곳에서 응답이 없어요({name})',
      text: '{target:은/는} 실행되지 않거나 삭제된 제품의 주소예요.',
    },
  },
  'docker-context.unreadable': {
    en: {
      title: 'The settings of docker cannot be read',
      text: '{file} is no valid JSON, or begins with an invisible mark of an editor: docker goes on without the logins in it. A copy is kept before it is replaced.',
    },
    ko: {
      title: 'docker 설정을 읽을 수 없어요',
      text: '{file} 파일이 올바른 JSON이 아니거나 편집기가 넣은 보이지 않는 문자로 시작해요. docker는 그 안의 로그인 없이 동작해요. 바꾸기 전에 복사해 둬요.',
    },
  },
  'docker-context.variable': {
    en: {
      title: 'The variable {variable} decides where docker goes',
      text: 'You can go on. docker goes to {target} whatever context is chosen. Remove it to use Portside.',
    },
    ko: {
      title: '{variable} 변수가 docker의 연결 대상을 정해요',
      text: '계속할 수 있어요. docker는 항상 {target}에 연결돼요. Portside를 쓰려면 변수를 지우세요.',
    },
  },
  'path.ok': {
    en: { title: 'docker is found in terminals', text: '{program}' },
    ko: { title: '터미널에서 docker를 찾을 수 있어요', text: '{program}' },
  },
  'path.no-compose': {
    en: {
      title: 'docker compose is not found in terminals',
      text: 'You can go on. docker is there ({program}), and its plugin for Compose is not. Portside brings one along.',
    },
    ko: {
      title: '터미널에서 docker compose를 찾을 수 없어요',
      text: '계속할 수 있어요. docker는 있지만({program}) Compose 플러그인이 없어요. Portside에 들어 있어요.',
    },
  },
  'path.no-portside': {
    en: {
      title: 'The portside command is not found in terminals',
      text: 'You can go on. docker is there ({program}). With portside, scripts do what the window does.',
    },
    ko: {
      title: '터미널에서 portside 명령을 찾을 수 없어요',
      text: '계속할 수 있어요. docker는 있어요({program}). portside로는 창에서 하는 일을 스크립트로 할 수 있어요.',
    },
  },
  'path.missing': {
    en: {
      title: 'docker is not found in terminals',
      text: 'You can go on: the window needs no docker command. Portside brings one along.',
    },
    ko: {
      title: '터미널에서 docker를 찾을 수 없어요',
      text: '계속할 수 있어요. 창에는 docker 명령이 필요 없어요. Portside에 들어 있어요.',
    },
  },
  'path.app-image': {
    en: {
      title: 'Terminals cannot use what the AppImage brings along',
      text: 'You can go on: the window needs no docker command. The AppImage is unpacked only while it runs, so nothing outside can lead to its docker, docker compose or portside. The deb and the tar.gz of Portside stay where they are.',
    },
    ko: {
      title: 'AppImage에 들어 있는 명령은 터미널에서 쓸 수 없어요',
      text: '계속할 수 있어요. 창에는 docker 명령이 필요 없어요. AppImage는 실행되는 동안만 펼쳐지므로 docker, docker compose, portside를 밖에서 연결할 수 없어요. deb나 tar.gz로 설치하면 쓸 수 있어요.',
    },
  },
  'path.not-installed': {
    en: {
      title: 'Portside is not in Applications yet',
      text: 'You can go on. Where it was opened is gone once it is quit, so terminals are not led to its docker, docker compose and portside. Quit Portside, move it to Applications, and open it there.',
    },
    ko: {
      title: 'Portside가 아직 응용 프로그램 폴더에 없어요',
      text: '계속할 수 있어요. 지금 열린 위치는 종료하면 사라지므로 터미널에 docker, docker compose, portside를 연결하지 않아요. Portside를 종료하고 응용 프로그램 폴더로 옮긴 뒤 다시 여세요.',
    },
  },
  'path.none': {
    en: {
      title: 'There is no docker command',
      text: 'You can go on: the window does not need one. Install the Docker command line to use terminals.',
    },
    ko: {
      title: 'docker 명령이 없어요',
      text: '계속할 수 있어요. 창에는 필요 없어요. 터미널에서 쓰려면 Docker 명령줄 도구를 설치하세요.',
    },
  },
  'ports.free': {
    en: {
      title: 'The usual ports are free',
      text: 'MySQL, PostgreSQL, Redis and MongoDB get the ports that everybody knows.',
    },
    ko: {
      title: '자주 쓰는 포트가 비어 있어요',
      text: 'MySQL, PostgreSQL, Redis, MongoDB가 잘 알려진 포트를 쓸 수 있어요.',
    },
  },
  'ports.chosen': {
    en: { title: 'Other ports are chosen', text: '{list}. The programs at the usual ports stay there.' },
    ko: { title: '다른 포트를 쓰기로 했어요', text: '{list}. 원래 포트를 쓰던 프로그램은 그대로예요.' },
  },
  'ports.taken': {
    en: {
      title: 'Port {port} is taken by {name}',
      text: 'You can go on. {service} containers will use {next} instead.',
    },
    ko: {
      title: '{port}번 포트를 {name:이/가} 사용 중이에요',
      text: '계속할 수 있어요. {service} 컨테이너는 {next}번 포트를 써요.',
    },
  },
  'ports.several': {
    en: {
      title: '{count} of the usual ports are taken',
      text: 'You can go on: {list}. Containers that want them get the next free ones.',
    },
    ko: {
      title: '자주 쓰는 포트 {count}개를 다른 프로그램이 사용 중이에요',
      text: '계속할 수 있어요: {list}. 컨테이너는 다음 빈 포트를 써요.',
    },
  },
})
