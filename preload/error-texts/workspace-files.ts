// PS-22xxx: what goes wrong with the files that a workspace came with.
import { errorFamily } from './error-text'

export const workspaceFileErrors = errorFamily({
  'workspace.lone-file': {
    number: 'PS-22032',
    en: {
      title: '{file} cannot be opened from the browser alone.',
      explanation:
        'A compose file needs what lies beside it, and a browser hands over one file without its folder. Nothing was kept.',
      remedy: 'Give its full path under Workspaces, or choose a .portside archive.',
    },
    ko: {
      title: '브라우저에서는 {file} 파일만 따로 열 수 없어요.',
      explanation:
        'Compose 파일에는 옆에 있는 파일들도 필요한데, 브라우저는 폴더 없이 파일 하나만 넘겨줘요. 남은 것은 없어요.',
      remedy: '워크스페이스에서 전체 경로를 적거나 .portside 파일을 고르세요.',
    },
  },
  'workspace.file-again': {
    number: 'PS-22033',
    en: {
      title: '{file} has to be chosen again.',
      explanation:
        'It came through the browser, which does not tell where it lies: Portside cannot read it anew.',
      remedy: 'Choose the new file under Workspaces.',
    },
    ko: {
      title: '{file} 파일을 다시 골라 주세요.',
      explanation: '브라우저로 열어서 파일이 어디에 있는지 몰라요. Portside가 다시 읽을 수 없어요.',
      remedy: '워크스페이스에서 새 파일을 고르세요.',
    },
  },
  'workspace.files-refused': {
    number: 'PS-22036',
    en: {
      title: 'The files of the update cannot be put in their place.',
      explanation:
        '{path} cannot be written. What the update had already brought stays, and so do your own files.',
      remedy: 'Make it writable for you, then look at the workspace again: the rest follows.',
    },
    ko: {
      title: '업데이트한 파일을 제자리에 넣지 못했어요.',
      explanation: '{path:을/를} 쓸 수 없어요. 이미 넣은 파일과 내 파일은 그대로 있어요.',
      remedy: '쓸 수 있게 바꾼 다음 워크스페이스를 다시 열면 나머지를 넣어요.',
    },
  },
  'workspace.moved': {
    number: 'PS-22045',
    en: {
      title: 'This may be {title}, whose folder was {path}.',
      explanation: 'Nobody has said yet whether it is to have the data and secrets of that one.',
      remedy:
        'Say that it is the same one, or that it is another one; `takeover` or `anew` on the command line.',
    },
    ko: {
      title: '{path} 폴더에 있던 {title}일 수 있어요.',
      explanation: '그 워크스페이스의 데이터와 비밀 값을 이어받을지 아직 정하지 않았어요.',
      remedy: '같은 것인지 다른 것인지 고르세요. 명령줄에서는 `takeover` 또는 `anew`를 붙이세요.',
    },
  },
  'workspace.image-taken': {
    number: 'PS-22046',
    en: {
      title: 'This workspace brings another image under the name of one that is here: {image}',
      explanation: 'Whatever else runs {image} here would start with the other one. Nothing was loaded.',
      remedy: 'Open the workspace again and allow it, or give your image another name first.',
    },
    ko: {
      title: '이 컴퓨터에 있는 이미지와 이름이 같은 다른 이미지가 들어 있어요: {image}',
      explanation: '여기서 {image:을/를} 쓰는 다른 프로젝트도 그 이미지로 시작하게 돼요. 불러온 것은 없어요.',
      remedy: '워크스페이스를 다시 열어 허용하거나, 먼저 내 이미지의 이름을 바꾸세요.',
    },
  },
  'workspace.foreign-image': {
    number: 'PS-22037',
    en: {
      title: 'This workspace brings an image under a name that another image has here: {image}',
      explanation: 'None of its services runs it, and it would take that name away. Nothing was loaded.',
      remedy: 'Ask who made it to export it anew with the images of its own services only.',
    },
    ko: {
      title: '이 컴퓨터의 다른 이미지와 이름이 같은 이미지가 들어 있어요: {image}',
      explanation: '이 워크스페이스의 서비스가 쓰지 않는데도 그 이름을 가져가게 돼요. 불러온 것은 없어요.',
      remedy: '만든 사람에게 자기 서비스의 이미지만 넣어 다시 내보내 달라고 하세요.',
    },
  },
  'workspace.unsteady': {
    number: 'PS-22047',
    en: {
      title: '{file} changed while it was being used.',
      explanation:
        'What starts has to be what was looked at. What had begun meanwhile was stopped; data stays as it is.',
      remedy: 'Once nothing writes to {file} any more, start again.',
    },
    ko: {
      title: '{file:을/를} 쓰는 동안 내용이 바뀌었어요.',
      explanation: '확인한 내용 그대로만 시작해요. 그사이 시작된 것은 멈췄고 데이터는 그대로예요.',
      remedy: '{file} 파일이 더 바뀌지 않을 때 다시 시작하세요.',
    },
  },
  'workspace.elsewhere': {
    number: 'PS-22048',
    en: {
      title: 'Another Portside looks after {project} on this engine.',
      explanation:
        'It keeps its state in {home}. Two at once would stop, fill and remove each other’s containers and data.',
      remedy: 'End the other one or leave the workspace there, then try again.',
    },
    ko: {
      title: '이 엔진에서 다른 Portside가 {project:을/를} 맡고 있어요.',
      explanation:
        '그 상태 폴더는 {home:이에요/예요}. 둘이 함께 다루면 서로의 컨테이너와 데이터를 바꾸거나 지우게 돼요.',
      remedy: '다른 Portside를 끝내거나 거기서 워크스페이스를 나간 다음 다시 시도하세요.',
    },
  },
})
