// PS-26xx: fixes of what keeps this computer from running the engine.
import { errorFamily } from './error-text'

export const readinessErrors = errorFamily({
  'readiness.fix-gone': {
    number: 'PS-2601',
    en: {
      title: 'This fix is not offered any more.',
      explanation: 'What it was for has changed since the computer was checked.',
      remedy: 'Check again and choose from what is offered then.',
    },
    ko: {
      title: '이제는 이 방법을 쓸 수 없어요.',
      explanation: '컴퓨터를 확인한 뒤로 상태가 바뀌었어요.',
      remedy: '다시 확인하고 그때 나오는 방법을 고르세요.',
    },
  },
  'readiness.fix-failed': {
    number: 'PS-2602',
    en: {
      title: '{what} could not be changed.',
      explanation: 'The system refused: {reason}',
      remedy: 'Nothing else was changed. Check that you may write there, then try again.',
    },
    ko: {
      title: '{what:을/를} 바꾸지 못했어요.',
      explanation: '시스템이 거절했어요: {reason}',
      remedy: '다른 것은 바뀌지 않았어요. 쓰기 권한을 확인하고 다시 시도하세요.',
    },
  },
  'readiness.no-own-folder': {
    number: 'PS-2604',
    en: {
      title: 'No folder of PATH is yours.',
      explanation: 'docker is put into a folder of yours that terminals look through, and there is none.',
      remedy: 'Add {folder} to PATH in the settings of your shell, then try again.',
    },
    ko: {
      title: 'PATH에 내 폴더가 없어요.',
      explanation: '터미널이 찾는 폴더 가운데 내 폴더에 docker를 넣는데, 그런 폴더가 없어요.',
      remedy: '셸 설정에서 PATH에 {folder} 폴더를 추가한 뒤 다시 시도하세요.',
    },
  },
  'readiness.no-answer': {
    number: 'PS-2603',
    en: {
      title: 'Nothing answered in time.',
      explanation: 'This computer was asked, and took longer than half a minute.',
      remedy: 'Check again.',
    },
    ko: {
      title: '제시간에 응답이 없었어요.',
      explanation: '컴퓨터에 물어봤지만 30초가 넘게 걸렸어요.',
      remedy: '다시 확인하세요.',
    },
  },
})
