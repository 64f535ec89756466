// PS-9xxx: bugs, broken connections and calls that do not fit the contract.
import { errorFamily } from './error-text'

export const internalErrors = errorFamily({
  'internal.bug': {
    number: 'PS-9001',
    en: {
      title: 'Portside made a mistake.',
      explanation: 'Something happened that Portside did not expect. It is written to the log.',
      remedy: 'Try again. If it happens again, report it with the details below.',
    },
    ko: {
      title: 'Portside에 문제가 생겼어요.',
      explanation: '예상하지 못한 일이 일어났어요. 로그에 기록해 두었어요.',
      remedy: '다시 시도해 보세요. 또 일어나면 아래 내용과 함께 알려 주세요.',
    },
  },
  'internal.disconnected': {
    number: 'PS-9002',
    en: {
      title: 'The window lost its connection to Portside.',
      explanation: 'The app was closed or is restarting.',
      remedy: 'The window connects again by itself. If it does not, start Portside again.',
    },
    ko: {
      title: 'Portside와 연결이 끊겼어요.',
      explanation: '앱이 종료되었거나 다시 시작하고 있어요.',
      remedy: '자동으로 다시 연결해요. 연결되지 않으면 Portside를 다시 시작하세요.',
    },
  },
  'internal.invalid-call': {
    number: 'PS-9003',
    en: {
      title: '{service}.{method} was called with something it does not accept.',
      explanation: 'The call did not fit what Portside expects, so nothing was done.',
      remedy: 'Check the value and try again.',
    },
    ko: {
      title: '{service}.{method} 호출에 맞지 않는 값이 들어왔어요.',
      explanation: '예상한 형식과 달라서 아무것도 하지 않았어요.',
      remedy: '값을 확인하고 다시 시도하세요.',
    },
  },
  'internal.too-busy': {
    number: 'PS-9004',
    en: {
      title: 'Too many requests are under way at once.',
      explanation: 'Portside allows {limit} at a time from one window.',
      remedy: 'Wait for some to finish, then try again.',
    },
    ko: {
      title: '한꺼번에 처리 중인 요청이 너무 많아요.',
      explanation: '창 하나에서 동시에 {limit}개까지 처리해요.',
      remedy: '일부가 끝난 뒤 다시 시도하세요.',
    },
  },
  'internal.message-too-large': {
    number: 'PS-9005',
    en: {
      title: 'A message from the window was refused.',
      explanation: 'It is larger than {limit} MB, or not what Portside sends. Nothing was done.',
      remedy: 'Try again with less at once.',
    },
    ko: {
      title: '창에서 보낸 메시지를 받지 않았어요.',
      explanation: '{limit} MB보다 크거나 Portside가 보내는 형식이 아니에요. 아무것도 하지 않았어요.',
      remedy: '한 번에 더 적게 보내서 다시 시도하세요.',
    },
  },
})
