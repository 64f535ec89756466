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
