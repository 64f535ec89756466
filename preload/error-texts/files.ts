// PS-17xxx: files that a person chose to read or to write.
import { errorFamily } from './error-text'

export const filesErrors = errorFamily({
  'files.gone': {
    number: 'PS-17001',
    en: {
      title: 'The chosen file is not available any more.',
      explanation: 'It was used already, or the window did not hand it over in time.',
      remedy: 'Choose the file again.',
    },
    ko: {
      title: '고른 파일을 더 이상 쓸 수 없어요.',
      explanation: '이미 썼거나, 창이 제때 파일을 넘겨주지 않았어요.',
      remedy: '파일을 다시 고르세요.',
    },
  },
  'files.refused': {
    number: 'PS-17002',
    en: {
      title: '{file} cannot be read or written.',
      explanation: 'The system refuses access to it, or it is gone.',
      remedy: 'Choose another place, or change who may use this one.',
    },
    ko: {
      title: '{file} 파일을 읽거나 쓸 수 없어요.',
      explanation: '시스템이 접근을 막았거나 파일이 없어졌어요.',
      remedy: '다른 위치를 고르거나 접근 권한을 바꾸세요.',
    },
  },
  'files.missing': {
    number: 'PS-17004',
    en: {
      title: 'There is no file {file}.',
      explanation:
        'It is looked for in the folder where the command is typed, unless its whole path is given.',
      remedy: 'Check its name, or give its whole path.',
    },
    ko: {
      title: '{file} 파일이 없어요.',
      explanation: '전체 경로를 적지 않으면 명령을 입력한 폴더에서 찾아요.',
      remedy: '이름을 확인하거나 전체 경로를 적어 주세요.',
    },
  },
  'files.bad-variables': {
    number: 'PS-17005',
    en: {
      title: 'Line {line} of {file} holds no variable: {text}',
      explanation: 'Docker takes NAME=value in each line; a name has no spaces in it and is not empty.',
      remedy: 'Correct the line, or begin it with # to leave it out.',
    },
    ko: {
      title: '{file} 파일의 {line}번째 줄은 변수가 아니에요: {text}',
      explanation: 'Docker는 줄마다 이름=값을 읽어요. 이름은 비어 있거나 공백이 들어가면 안 돼요.',
      remedy: '줄을 고치거나, 쓰지 않으려면 줄 앞에 #을 붙이세요.',
    },
  },
  'files.no-space': {
    number: 'PS-17003',
    en: {
      title: 'There is not enough space for {file}.',
      explanation: 'The disk of this computer is full. The unfinished file was removed.',
      remedy: 'Free some space or choose another disk.',
    },
    ko: {
      title: '{file} 파일을 저장할 공간이 부족해요.',
      explanation: '이 컴퓨터의 디스크가 가득 찼어요. 쓰던 파일은 지웠어요.',
      remedy: '공간을 비우거나 다른 디스크를 고르세요.',
    },
  },
})
