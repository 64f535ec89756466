// PS-22xxx: a project that is exported as a workspace.
import { errorFamily } from './error-text'

export const workspaceExportErrors = errorFamily({
  'workspace.no-project': {
    number: 'PS-22024',
    en: {
      title: '{project} cannot be exported.',
      explanation: 'It is no Compose project of this engine, or its files are not on this computer.',
      remedy: 'Start it with Compose from its files first.',
    },
    ko: {
      title: '{project:을/를} 내보낼 수 없어요.',
      explanation: '이 엔진의 Compose 프로젝트가 아니거나 파일이 이 컴퓨터에 없어요.',
      remedy: '먼저 파일로 Compose를 시작하세요.',
    },
  },
  'workspace.export-failed': {
    number: 'PS-22025',
    en: {
      title: 'The export did not come to its end.',
      explanation: 'The archive could not be written. Nothing of it was left.',
      remedy: 'Read the details, correct it and export again.',
    },
    ko: {
      title: '내보내기를 끝내지 못했어요.',
      explanation: '파일을 쓰지 못했어요. 남은 파일은 없어요.',
      remedy: '자세한 내용을 보고 고친 뒤 다시 내보내세요.',
    },
  },
  'workspace.export-unproven': {
    number: 'PS-22026',
    en: {
      title: 'The copy of {title} did not start.',
      explanation:
        'Before the file gets its name, a copy of it is started in isolation. That copy failed, so nobody else could use the file either. Nothing of it was left.',
      remedy:
        'Read in the details what failed. Often something that was left out is needed: keep it, or add its data.',
    },
    ko: {
      title: '{title}의 복사본이 시작되지 않았어요.',
      explanation:
        '파일을 만들기 전에 복사본을 따로 시작해 봐요. 복사본이 실패해서 다른 사람도 쓸 수 없어요. 남은 것은 없어요.',
      remedy:
        '무엇이 실패했는지 자세한 내용을 보세요. 뺀 것이 필요한 경우가 많아요. 그것을 넣거나 데이터를 더하세요.',
    },
  },
  'workspace.export-name': {
    number: 'PS-22027',
    en: {
      title: '{path} cannot be the name of an export.',
      explanation: 'It is a full path that ends in .portside, so that a double-click opens it.',
      remedy: 'Give a path such as /home/you/shop.portside.',
    },
    ko: {
      title: '{path:으로/로} 내보낼 수 없어요.',
      explanation: '두 번 눌러 열 수 있도록 .portside로 끝나는 전체 경로여야 해요.',
      remedy: '/home/you/shop.portside 같은 경로를 주세요.',
    },
  },
})
