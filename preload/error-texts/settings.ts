// PS-7xxx: settings.
import { errorFamily } from './error-text'

export const settingsErrors = errorFamily({
  'settings.unwritable': {
    number: 'PS-7001',
    en: {
      title: 'The settings could not be saved.',
      explanation: 'Portside cannot write {file}. The settings are as they were.',
      remedy: 'Check that the folder belongs to you and that the disk has space.',
    },
    ko: {
      title: '설정을 저장하지 못했어요.',
      explanation: '{file}에 쓸 수 없어요. 설정은 그대로예요.',
      remedy: '폴더의 권한과 디스크의 남은 공간을 확인하세요.',
    },
  },
  'settings.bad-value': {
    number: 'PS-7002',
    en: {
      title: 'The setting {setting} cannot have this value.',
      explanation: 'Nothing was changed.',
      remedy: 'Choose one of the offered values.',
    },
    ko: {
      title: '{setting} 설정에 쓸 수 없는 값이에요.',
      explanation: '아무것도 바꾸지 않았어요.',
      remedy: '제시된 값 중에서 고르세요.',
    },
  },
  'settings.bad-daemon-config': {
    number: 'PS-7003',
    en: {
      title: 'Docker Engine cannot use the settings in {file}.',
      explanation: 'The engine was not started, so that it does not run with other settings than yours.',
      remedy: 'Correct the file or move it away, then start again.',
    },
    ko: {
      title: 'Docker Engine이 {file}의 설정을 쓸 수 없어요.',
      explanation: '원하지 않는 설정으로 실행되지 않도록 엔진을 시작하지 않았어요.',
      remedy: '파일을 고치거나 다른 곳으로 옮긴 뒤 다시 시작하세요.',
    },
    action: { service: 'machine', method: 'start', label: { en: 'Start again', ko: '다시 시작' } },
  },
  'settings.out-of-range': {
    number: 'PS-7004',
    en: {
      title: 'This computer cannot give that much: {setting} may be from {least} to {most}.',
      explanation: 'Nothing was changed.',
      remedy: 'Choose a value between the two.',
    },
    ko: {
      title: '{setting} 설정은 {least}에서 {most} 사이여야 해요.',
      explanation: '이 컴퓨터에서 쓸 수 있는 범위를 벗어나 아무것도 바꾸지 않았어요.',
      remedy: '범위 안의 값을 고르세요.',
    },
  },
})
