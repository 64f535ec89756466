// PS-22xxx: what goes wrong with the secrets that a workspace asks for.
import { errorFamily } from './error-text'

export const workspaceSecretErrors = errorFamily({
  'workspace.unknown-secret': {
    number: 'PS-22011',
    en: {
      title: 'The workspace does not ask for {name}.',
      explanation: 'Its file may have changed.',
      remedy: 'Look at the secrets that it asks for now.',
    },
    ko: {
      title: '워크스페이스가 {name:을/를} 요구하지 않아요.',
      explanation: '파일이 바뀌었을 수 있어요.',
      remedy: '지금 요구하는 비밀 값을 확인하세요.',
    },
  },
  'workspace.secret-argument': {
    number: 'PS-22038',
    en: {
      title: 'The value of {name} must not stand among the words of a command.',
      explanation:
        'The shell keeps them in its history, and other programs see them in the list of processes.',
      remedy:
        'Write secret={name}: its value is asked for, or read from standard input. Change the value if it was a real one.',
    },
    ko: {
      title: '{name}의 값을 명령에 적으면 안 돼요.',
      explanation: '셸 기록에 남고, 다른 프로그램이 프로세스 목록에서 볼 수 있어요.',
      remedy:
        'secret={name:으로/로} 적으면 값을 물어보거나 표준 입력에서 읽어요. 진짜 값이었다면 그 값을 바꾸세요.',
    },
  },
  'workspace.secret-missing': {
    number: 'PS-22039',
    en: {
      title: 'There was no value for {name}.',
      explanation: 'Nothing was typed, and nothing came from standard input.',
      remedy: 'Type it when you are asked, or pass it on: portside workspace secret … {name} < file.',
    },
    ko: {
      title: '{name}의 값이 없어요.',
      explanation: '아무것도 입력하지 않았고, 표준 입력에서도 오지 않았어요.',
      remedy: '물어볼 때 입력하거나 파일에서 넘기세요: portside workspace secret … {name} < file',
    },
  },
})
