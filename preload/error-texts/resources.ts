// PS-19xxx: warnings of what Docker takes from this computer.
import { errorFamily } from './error-text'

export const resourcesErrors = errorFamily({
  'resources.warning-gone': {
    number: 'PS-19001',
    en: {
      title: 'This warning is over.',
      explanation: 'What it told of changed meanwhile.',
      remedy: 'Look at what is shown now.',
    },
    ko: {
      title: '이 경고는 이미 끝났어요.',
      explanation: '경고한 내용이 그사이에 바뀌었어요.',
      remedy: '지금 보이는 내용을 확인하세요.',
    },
  },
})
