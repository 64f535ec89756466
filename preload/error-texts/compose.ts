// PS-47xxx: Compose, its files and what it does with them. `place` is a file, with line and column where known.
import { errorFamily } from './error-text'

export const composeErrors = errorFamily({
  'compose.no-program': {
    number: 'PS-47001',
    en: {
      title: 'Docker Compose is not on this computer.',
      explanation:
        'Portside looks beside itself, along PATH, and where docker keeps its plugins. It needs 2.24.4 or newer.',
      remedy: 'Install Portside again, or install docker-compose.',
    },
    ko: {
      title: '이 컴퓨터에 Docker Compose가 없어요.',
      explanation: 'Portside 폴더, PATH, docker 플러그인 폴더에서 찾았어요. 2.24.4 이상이 필요해요.',
      remedy: 'Portside를 다시 설치하거나 docker-compose를 설치하세요.',
    },
  },
  'compose.no-file': {
    number: 'PS-47002',
    en: {
      title: 'There is no compose file {path}.',
      explanation: 'It does not exist, or it may not be read.',
      remedy: 'Give the full path of a compose file, or of a folder with a compose.yaml in it.',
    },
    ko: {
      title: '{path} Compose 파일이 없어요.',
      explanation: '파일이 없거나 읽을 수 없어요.',
      remedy: 'Compose 파일이나 compose.yaml이 있는 폴더의 전체 경로를 쓰세요.',
    },
  },
  'compose.bad-yaml': {
    number: 'PS-47003',
    en: {
      title: '{place} is no YAML: {problem}',
      explanation: 'Indentation uses spaces only, and things of one level stand in one column.',
      remedy: 'Correct the line and try again. Nothing was started.',
    },
    ko: {
      title: '{place}: YAML이 아니에요. {problem}',
      explanation: '들여쓰기에는 공백만 쓰고, 같은 단계는 같은 열에 맞춰야 해요.',
      remedy: '그 줄을 고친 뒤 다시 해 보세요. 아무것도 시작하지 않았어요.',
    },
  },
  'compose.unknown-key': {
    number: 'PS-47004',
    en: {
      title: '{place}: Compose does not know {key}.',
      explanation: 'It may be misspelt, or stand one level too high or too low.',
      remedy: 'Correct or remove it. Keys of your own start with x-.',
    },
    ko: {
      title: '{place}: Compose에는 {key:이라는/라는} 키가 없어요.',
      explanation: '철자가 틀렸거나 들여쓰기 단계가 잘못되었을 수 있어요.',
      remedy: '고치거나 지우세요. 직접 만든 키는 x-로 시작해야 해요.',
    },
  },
  'compose.invalid': {
    number: 'PS-47005',
    en: {
      title: '{place} is not as Compose needs it: {problem}',
      explanation: 'A value has the wrong form for its key.',
      remedy: 'Correct the value and try again. Nothing was started.',
    },
    ko: {
      title: '{place}: Compose가 읽을 수 없는 값이에요. {problem}',
      explanation: '키에 맞지 않는 형식의 값이에요.',
      remedy: '값을 고친 뒤 다시 해 보세요. 아무것도 시작하지 않았어요.',
    },
  },
  'compose.cycle': {
    number: 'PS-47006',
    en: {
      title: '{place}: services wait for each other in a circle: {services}',
      explanation: 'None of them could be the first to start.',
      remedy: 'Remove one of the depends_on entries on the way.',
    },
    ko: {
      title: '{place}: 서비스가 서로를 기다려요: {services}',
      explanation: '먼저 시작할 수 있는 서비스가 없어요.',
      remedy: '이 순환에 있는 depends_on 하나를 지우세요.',
    },
  },
  'compose.missing-variable': {
    number: 'PS-47007',
    en: {
      title: '{place}: {name} is not set. {words}',
      explanation: 'The file says that it cannot do without this variable.',
      remedy: 'Put {name}=… into the file .env beside the compose file.',
    },
    ko: {
      title: '{place}: {name:이/가} 설정되지 않았어요. {words}',
      explanation: '파일에서 꼭 필요하다고 정한 변수예요.',
      remedy: 'Compose 파일 옆의 .env 파일에 {name}=…을 쓰세요.',
    },
  },
  'compose.undefined': {
    number: 'PS-47008',
    en: {
      title: '{place}: {service} uses {name}, which the file does not define.',
      explanation: 'What a service uses must stand under {kind}.',
      remedy: 'Add {name} under {kind}, or correct the name.',
    },
    ko: {
      title: '{place}: {service:이/가} 쓰는 {name:이/가} 파일에 없어요.',
      explanation: '서비스가 쓰는 것은 {kind} 아래에 있어야 해요.',
      remedy: '{kind} 아래에 {name:을/를} 추가하거나 이름을 고치세요.',
    },
  },
  'compose.no-image': {
    number: 'PS-47009',
    en: {
      title: '{place}: {service} has neither image nor build.',
      explanation: 'A container is made from an image, or from one that is built first.',
      remedy: 'Add image: or build: to the service.',
    },
    ko: {
      title: '{place}: {service}에 image도 build도 없어요.',
      explanation: '컨테이너는 이미지로 만들어요. 이미지를 먼저 빌드할 수도 있어요.',
      remedy: '서비스에 image: 또는 build:를 추가하세요.',
    },
  },
  'compose.empty': {
    number: 'PS-47010',
    en: {
      title: '{place} is empty.',
      explanation: 'A compose file has at least one service.',
      remedy: 'Write a service into it, or open another file.',
    },
    ko: {
      title: '{place} 파일이 비어 있어요.',
      explanation: 'Compose 파일에는 서비스가 하나 이상 있어야 해요.',
      remedy: '서비스를 쓰거나 다른 파일을 여세요.',
    },
  },
  'compose.missing-file': {
    number: 'PS-47011',
    en: {
      title: 'The project names {path}, which is not there.',
      explanation: 'An env_file, include, extends or secret leads to this file.',
      remedy: 'Create the file, or correct its path. Paths start at the compose file.',
    },
    ko: {
      title: '프로젝트에 적힌 {path:이/가} 없어요.',
      explanation: 'env_file, include, extends, secret 중 하나가 이 파일을 가리켜요.',
      remedy: '파일을 만들거나 경로를 고치세요. 경로는 Compose 파일을 기준으로 해요.',
    },
  },
  'compose.file-too-large': {
    number: 'PS-47012',
    en: {
      title: '{path} is larger than 1 MB.',
      explanation: 'A compose file is a page or two; this is likely something else.',
      remedy: 'Open the compose file of the project.',
    },
    ko: {
      title: '{path} 파일이 1 MB보다 커요.',
      explanation: 'Compose 파일은 보통 한두 쪽이에요. 다른 파일일 수 있어요.',
      remedy: '프로젝트의 Compose 파일을 여세요.',
    },
  },
  'compose.missing-network': {
    number: 'PS-47013',
    en: {
      title: 'The network {name} does not exist.',
      explanation: 'The file calls it external, so Compose does not make it.',
      remedy: 'Create the network, or start the project that it belongs to.',
    },
    ko: {
      title: '{name} 네트워크가 없어요.',
      explanation: '파일에서 external로 정해서 Compose가 만들지 않아요.',
      remedy: '네트워크를 만들거나, 그 네트워크를 만드는 프로젝트를 시작하세요.',
    },
  },
  'compose.missing-volume': {
    number: 'PS-47014',
    en: {
      title: 'The volume {name} does not exist.',
      explanation: 'The file calls it external, so Compose does not make it.',
      remedy: 'Create the volume, or restore it from a copy.',
    },
    ko: {
      title: '{name} 볼륨이 없어요.',
      explanation: '파일에서 external로 정해서 Compose가 만들지 않아요.',
      remedy: '볼륨을 만들거나 복사본에서 되살리세요.',
    },
  },
  'compose.missing-image': {
    number: 'PS-47015',
    en: {
      title: 'The image {image} cannot be found.',
      explanation: 'It is neither here nor in its registry, or the registry does not show it to you.',
      remedy: 'Check the name and tag, or sign in to the registry.',
    },
    ko: {
      title: '{image} 이미지를 찾을 수 없어요.',
      explanation: '이 컴퓨터에도 레지스트리에도 없거나, 레지스트리가 보여 주지 않아요.',
      remedy: '이름과 태그를 확인하거나 레지스트리에 로그인하세요.',
    },
  },
  'compose.service-failed': {
    number: 'PS-47016',
    en: {
      title: '{service} ended with exit code {code}, and others wait for it.',
      explanation: 'A service that has to run to its end first did not end well.',
      remedy: 'Read its log, correct what it names, and bring the project up again.',
    },
    ko: {
      title: '{service:이/가} 종료 코드 {code:으로/로} 끝났어요. 다른 서비스가 기다리고 있어요.',
      explanation: '먼저 끝나야 하는 서비스가 제대로 끝나지 않았어요.',
      remedy: '로그를 보고 고친 뒤 프로젝트를 다시 시작하세요.',
    },
  },
  'compose.unhealthy': {
    number: 'PS-47017',
    en: {
      title: '{container} is not healthy, and others wait for it.',
      explanation: 'Its health check failed as often as it may.',
      remedy: 'Read its log and its health check, and bring the project up again.',
    },
    ko: {
      title: '{container:이/가} 정상이 아니에요. 다른 서비스가 기다리고 있어요.',
      explanation: '상태 확인이 정해진 횟수만큼 실패했어요.',
      remedy: '로그와 상태 확인 명령을 보고 프로젝트를 다시 시작하세요.',
    },
  },
  'compose.port-taken': {
    number: 'PS-47018',
    en: {
      title: 'Port {port} is already in use.',
      explanation: 'Another container or a program of this computer has it.',
      remedy: 'Check the project: a free port can be used on this computer, the file stays as it is.',
    },
    ko: {
      title: '{port} 포트를 이미 쓰고 있어요.',
      explanation: '다른 컨테이너나 이 컴퓨터의 프로그램이 쓰고 있어요.',
      remedy: '프로젝트를 점검하세요. 파일은 그대로 두고 이 컴퓨터에서만 빈 포트를 쓸 수 있어요.',
    },
  },
  'compose.no-service': {
    number: 'PS-47019',
    en: {
      title: 'The project has no service {name}.',
      explanation: 'It is not in the files, or in a profile that is not chosen.',
      remedy: 'Check the name and the profiles.',
    },
    ko: {
      title: '프로젝트에 {name} 서비스가 없어요.',
      explanation: '파일에 없거나, 고르지 않은 프로필에 있어요.',
      remedy: '이름과 프로필을 확인하세요.',
    },
  },
  'compose.failed': {
    number: 'PS-47020',
    en: {
      title: 'Compose could not do it.',
      explanation: 'Its own words are below.',
      remedy: 'Correct what it names and try again. What was made so far stays.',
    },
    ko: {
      title: 'Compose가 작업을 마치지 못했어요.',
      explanation: '아래에 Compose가 알려 준 내용이 있어요.',
      remedy: '내용을 보고 고친 뒤 다시 해 보세요. 지금까지 만든 것은 남아 있어요.',
    },
  },
})
