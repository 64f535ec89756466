// PS-15xxx: building images.
import { errorFamily } from './error-text'

export const buildErrors = errorFamily({
  'build.no-folder': {
    number: 'PS-15001',
    en: {
      title: 'There is no folder {folder}.',
      explanation: 'It does not exist, or it may not be read.',
      remedy: 'Give the full path of a folder on this computer.',
    },
    ko: {
      title: '{folder} 폴더가 없어요.',
      explanation: '폴더가 없거나 읽을 수 없어요.',
      remedy: '이 컴퓨터에 있는 폴더의 전체 경로를 쓰세요.',
    },
  },
  'build.no-dockerfile': {
    number: 'PS-15002',
    en: {
      title: '{folder} has no {dockerfile}.',
      explanation: 'A Dockerfile lists the steps that make an image.',
      remedy: 'Name the Dockerfile of the folder, or write one first.',
    },
    ko: {
      title: '{folder}에 {dockerfile} 파일이 없어요.',
      explanation: 'Dockerfile에는 이미지를 만드는 단계가 적혀 있어요.',
      remedy: '폴더에 있는 Dockerfile의 이름을 쓰거나 먼저 만드세요.',
    },
  },
  'build.step-failed': {
    number: 'PS-15003',
    en: {
      title: 'A step of the build failed: {step}',
      explanation: 'The command of this step ended with exit code {code}.',
      remedy: 'Read what the step printed last, correct the Dockerfile or the files, and build again.',
    },
    ko: {
      title: '빌드 단계가 실패했어요: {step}',
      explanation: '이 단계의 명령이 종료 코드 {code:으로/로} 끝났어요.',
      remedy: '단계가 마지막에 출력한 내용을 보고 Dockerfile이나 파일을 고친 뒤 다시 빌드하세요.',
    },
  },
  'build.bad-dockerfile': {
    number: 'PS-15004',
    en: {
      title: 'The Dockerfile cannot be read.',
      explanation: 'One of its lines is no instruction, or an instruction lacks something.',
      remedy: 'Correct the line that is shown and build again.',
    },
    ko: {
      title: 'Dockerfile을 읽을 수 없어요.',
      explanation: '명령이 아닌 줄이 있거나, 명령에 빠진 것이 있어요.',
      remedy: '표시된 줄을 고친 뒤 다시 빌드하세요.',
    },
  },
  'build.file-not-found': {
    number: 'PS-15005',
    en: {
      title: 'A step copies {path}, which is not there.',
      explanation: 'The file is missing in the folder, or .dockerignore leaves it out.',
      remedy: 'Check the path, relative to the folder that is built, and .dockerignore.',
    },
    ko: {
      title: '복사하려는 {path:이/가} 없어요.',
      explanation: '폴더에 없거나 .dockerignore가 제외했어요.',
      remedy: '빌드하는 폴더를 기준으로 한 경로와 .dockerignore를 확인하세요.',
    },
  },
  'build.bad-target': {
    number: 'PS-15006',
    en: {
      title: 'The Dockerfile has no stage {target}.',
      explanation: 'A stage gets its name by FROM … AS name.',
      remedy: 'Choose one of the stages, or leave the field empty for the last one.',
    },
    ko: {
      title: 'Dockerfile에 {target} 단계가 없어요.',
      explanation: 'FROM … AS 이름으로 단계의 이름을 정해요.',
      remedy: '있는 단계를 고르거나, 마지막 단계까지 빌드하려면 비워 두세요.',
    },
  },
  'build.failed': {
    number: 'PS-15007',
    en: {
      title: 'The build failed.',
      explanation: 'The engine says why below.',
      remedy: 'Correct what it names and build again.',
    },
    ko: {
      title: '빌드하지 못했어요.',
      explanation: '아래에 엔진이 알려 준 이유가 있어요.',
      remedy: '이유를 보고 고친 뒤 다시 빌드하세요.',
    },
  },
  'build.dockerfile-exists': {
    number: 'PS-15008',
    en: {
      title: '{folder} has a Dockerfile already.',
      explanation: 'It was left as it is.',
      remedy: 'Build with it, or give it another name first.',
    },
    ko: {
      title: '{folder}에 이미 Dockerfile이 있어요.',
      explanation: '있던 파일은 그대로 두었어요.',
      remedy: '그 파일로 빌드하거나, 먼저 이름을 바꾸세요.',
    },
  },
  'build.folder-not-writable': {
    number: 'PS-15009',
    en: {
      title: 'Portside may not write in {folder}.',
      explanation: 'The folder, or the file in it, belongs to somebody else or is read-only.',
      remedy: 'Copy the project to a folder of your own and try again.',
    },
    ko: {
      title: '{folder}에 쓸 수 없어요.',
      explanation: '폴더나 그 안의 파일이 다른 사람의 것이거나 읽기 전용이에요.',
      remedy: '프로젝트를 내 폴더로 복사한 뒤 다시 하세요.',
    },
  },
  'build.not-found': {
    number: 'PS-15010',
    en: {
      title: 'This build is no longer listed.',
      explanation: 'Portside keeps the last 50 builds that nobody dismissed.',
      remedy: 'Start the build from its folder again.',
    },
    ko: {
      title: '이 빌드는 목록에 없어요.',
      explanation: 'Portside는 닫지 않은 최근 빌드 50개를 보관해요.',
      remedy: '폴더에서 빌드를 다시 시작하세요.',
    },
  },
  'build.no-secret-file': {
    number: 'PS-15011',
    en: {
      title: 'There is no file {path}.',
      explanation: 'A secret or a key of this build is to come from it.',
      remedy: 'Give the full path of a file on this computer.',
    },
    ko: {
      title: '{path} 파일이 없어요.',
      explanation: '이 빌드의 비밀 값이나 키를 이 파일에서 읽어야 해요.',
      remedy: '이 컴퓨터에 있는 파일의 전체 경로를 쓰세요.',
    },
  },
  'build.no-buildx': {
    number: 'PS-15012',
    en: {
      title: 'This build needs docker-buildx.',
      explanation:
        'Secrets, SSH keys and several platforms are handed over by it. None from version 0.13 on was found.',
      remedy: 'Install docker-buildx, or install Portside again: it brings one along.',
    },
    ko: {
      title: '이 빌드에는 docker-buildx가 필요해요.',
      explanation: '비밀 값, SSH 키, 여러 플랫폼은 docker-buildx로 전달해요. 버전 0.13 이상을 찾지 못했어요.',
      remedy: 'docker-buildx를 설치하거나, 함께 들어 있는 Portside를 다시 설치하세요.',
    },
  },
  'build.secret-missing': {
    number: 'PS-15013',
    en: {
      title: 'A step needs the secret {id}.',
      explanation:
        'The Dockerfile asks for it by --mount=type=secret, and the build was given none of this name.',
      remedy: 'Build again and give the secret {id}, from a file or typed.',
    },
    ko: {
      title: '{id} 비밀 값이 필요한 단계가 있어요.',
      explanation: 'Dockerfile이 --mount=type=secret으로 요청하지만 이 이름의 비밀 값을 받지 못했어요.',
      remedy: '{id} 비밀 값을 파일이나 직접 입력으로 지정하고 다시 빌드하세요.',
    },
  },
  'build.no-ssh-agent': {
    number: 'PS-15014',
    en: {
      title: 'No SSH agent runs on this computer.',
      explanation: 'A step asks for your SSH key, and Portside was not given the file of one.',
      remedy: 'Give the file of a private key, or start ssh-agent and then Portside.',
    },
    ko: {
      title: '이 컴퓨터에서 실행 중인 SSH 에이전트가 없어요.',
      explanation: 'SSH 키가 필요한 단계가 있지만 키 파일을 지정하지 않았어요.',
      remedy: '개인 키 파일을 지정하거나, ssh-agent를 시작한 뒤 Portside를 여세요.',
    },
  },
  'build.bad-ssh-key': {
    number: 'PS-15015',
    en: {
      title: 'The SSH key cannot be used.',
      explanation: 'The file is no private key, or it is locked with a passphrase.',
      remedy: 'Add the key to ssh-agent and leave the file empty, or name another file.',
    },
    ko: {
      title: 'SSH 키를 쓸 수 없어요.',
      explanation: '개인 키 파일이 아니거나 암호로 잠겨 있어요.',
      remedy: '키를 ssh-agent에 추가하고 파일을 비워 두거나, 다른 파일을 지정하세요.',
    },
  },
  'build.ssh-missing': {
    number: 'PS-15016',
    en: {
      title: 'A step needs an SSH key.',
      explanation: 'The Dockerfile asks for it by --mount=type=ssh, and the build was given none.',
      remedy: 'Build again and turn on the SSH key.',
    },
    ko: {
      title: 'SSH 키가 필요한 단계가 있어요.',
      explanation: 'Dockerfile이 --mount=type=ssh로 요청하지만 키를 받지 못했어요.',
      remedy: 'SSH 키를 켜고 다시 빌드하세요.',
    },
  },
  'build.one-platform-only': {
    number: 'PS-15017',
    en: {
      title: 'This engine keeps images for one platform only.',
      explanation: 'Images for several platforms need the image store of containerd.',
      remedy:
        'Turn on the containerd image store in the engine settings, or build for one platform after the other.',
    },
    ko: {
      title: '이 엔진은 한 플랫폼의 이미지만 보관해요.',
      explanation: '여러 플랫폼의 이미지에는 containerd 이미지 저장소가 필요해요.',
      remedy: '엔진 설정에서 containerd 이미지 저장소를 켜거나, 플랫폼마다 따로 빌드하세요.',
    },
  },
  'build.secrets-forgotten': {
    number: 'PS-15018',
    en: {
      title: 'This build cannot be run again as it was.',
      explanation: 'It had a password or another secret. Portside does not keep those when it ends.',
      remedy: 'Begin a new build of the folder, and give the secret there.',
    },
    ko: {
      title: '이 빌드는 그대로 다시 실행할 수 없어요.',
      explanation: '비밀번호 같은 비밀 값이 있던 빌드예요. Portside는 종료할 때 비밀 값을 남기지 않아요.',
      remedy: '폴더를 새로 빌드하면서 비밀 값을 다시 입력하세요.',
    },
  },
  'build.unreadable': {
    number: 'PS-15019',
    en: {
      title: '{path} cannot be read.',
      explanation: 'You have no right to read it, and the build would have to send it.',
      remedy: 'Give yourself the right to read it, or leave it out by a line in .dockerignore.',
    },
    ko: {
      title: '{path:을/를} 읽을 수 없어요.',
      explanation: '빌드로 보내야 하지만 읽을 권한이 없어요.',
      remedy: '읽을 권한을 주거나 .dockerignore에 한 줄을 써서 제외하세요.',
    },
  },
  'build.not-a-folder': {
    number: 'PS-15020',
    en: {
      title: '{path} is a file.',
      explanation: 'A build is made of a folder, with the Dockerfile and everything that it copies.',
      remedy: 'Give the folder in which the file lies.',
    },
    ko: {
      title: '{path:은/는} 파일이에요.',
      explanation: 'Dockerfile과 복사할 파일이 모두 있는 폴더로 빌드해요.',
      remedy: '이 파일이 있는 폴더를 쓰세요.',
    },
  },
  'build.no-base': {
    number: 'PS-15021',
    en: {
      title: 'FROM {name} names no image.',
      explanation:
        'An argument in it has no value. For FROM only those count that stand above the first FROM, as ARG NAME=value.',
      remedy: 'Declare the argument there with a value, or give it one when you build.',
    },
    ko: {
      title: 'FROM {name}에 이미지 이름이 없어요.',
      explanation: '인자에 값이 없어요. FROM에는 첫 FROM보다 위에 ARG 이름=값으로 적은 인자만 쓸 수 있어요.',
      remedy: '그 자리에 인자와 값을 적거나, 빌드할 때 값을 주세요.',
    },
  },
  'build.unknown-stage': {
    number: 'PS-15022',
    en: {
      title: 'The Dockerfile has no stage {stage}.',
      explanation:
        'A step copies from it by --from. Without a stage of this name an image was looked for, and there is none either.',
      remedy: 'Give the stage that is meant this name, by FROM … AS {stage}, or correct the name in --from.',
    },
    ko: {
      title: 'Dockerfile에 {stage} 단계가 없어요.',
      explanation: '--from으로 복사하는 단계가 없어서 같은 이름의 이미지를 찾았지만 그것도 없어요.',
      remedy: '복사할 단계에 FROM … AS {stage:으로/로} 이름을 주거나 --from의 이름을 고치세요.',
    },
  },
  'build.bad-ignore-rule': {
    number: 'PS-15023',
    en: {
      title: '.dockerignore has a line that is no rule: {rule}',
      explanation:
        'Nothing closes a bracket in it, or nothing follows its last sign. Docker builds nothing with such a line.',
      remedy: 'Correct the line or remove it. A sign that is meant as itself has a \\ before it.',
    },
    ko: {
      title: '.dockerignore에 규칙이 아닌 줄이 있어요: {rule}',
      explanation:
        '대괄호가 닫히지 않았거나 마지막 기호 뒤에 아무것도 없어요. 이런 줄이 있으면 Docker가 빌드하지 않아요.',
      remedy: '그 줄을 고치거나 지우세요. 기호를 글자 그대로 쓰려면 앞에 \\를 붙이세요.',
    },
  },
})
