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
})
