// PS-4702x: projects of Compose in Portside: their list, their files, what is under way.
import { errorFamily } from './error-text'

export const composeProjectErrors = errorFamily({
  'compose.busy': {
    number: 'PS-47021',
    en: {
      title: '{project} is busy: {verb} is under way.',
      explanation: 'Two things at once would get in each other’s way.',
      remedy: 'Wait for it, or cancel it first.',
    },
    ko: {
      title: '{project}에서 {verb} 작업이 진행 중이에요.',
      explanation: '두 작업을 동시에 하면 서로 방해해요.',
      remedy: '끝날 때까지 기다리거나 먼저 취소하세요.',
    },
  },
  'compose.no-project': {
    number: 'PS-47022',
    en: {
      title: 'There is no project {project}.',
      explanation: 'It has no containers and was not opened, or was taken from the list.',
      remedy: 'Open its compose file.',
    },
    ko: {
      title: '{project} 프로젝트가 없어요.',
      explanation: '컨테이너도 없고 연 적도 없거나, 목록에서 지웠어요.',
      remedy: 'Compose 파일을 여세요.',
    },
  },
  'compose.files-gone': {
    number: 'PS-47023',
    en: {
      title: 'The files of {project} are not on this computer: {path}',
      explanation:
        'They were moved or deleted, or its containers come from elsewhere. It can still be stopped and removed.',
      remedy: 'Open the compose file where it is now.',
    },
    ko: {
      title: '이 컴퓨터에 {project}의 파일이 없어요: {path}',
      explanation: '옮겼거나 지웠거나, 컨테이너를 다른 곳에서 만들었어요. 멈추거나 삭제할 수는 있어요.',
      remedy: '파일이 지금 있는 곳에서 여세요.',
    },
  },
  'compose.finding-gone': {
    number: 'PS-47024',
    en: {
      title: 'This is no longer so.',
      explanation: 'What the check found has changed meanwhile.',
      remedy: 'Check again.',
    },
    ko: {
      title: '지금은 상황이 달라졌어요.',
      explanation: '점검한 뒤에 내용이 바뀌었어요.',
      remedy: '다시 점검하세요.',
    },
  },
  'compose.not-its-file': {
    number: 'PS-47025',
    en: {
      title: '{path} is no file of this project.',
      explanation: 'Only the files that the project is made of can be opened here.',
      remedy: 'Open the project with this file first.',
    },
    ko: {
      title: '{path:은/는} 이 프로젝트의 파일이 아니에요.',
      explanation: '여기서는 프로젝트를 이루는 파일만 열 수 있어요.',
      remedy: '이 파일로 프로젝트를 먼저 여세요.',
    },
  },
  'compose.outside-folder': {
    number: 'PS-47026',
    en: {
      title: '{path} is a link that leads out of the project: {target}',
      explanation: 'What is written there would change something else.',
      remedy: 'Open the file itself, or put a copy into the project.',
    },
    ko: {
      title: '{path:은/는} 프로젝트 밖을 가리키는 링크예요: {target}',
      explanation: '여기에 쓰면 다른 것이 바뀌어요.',
      remedy: '원본 파일을 열거나 프로젝트에 복사하세요.',
    },
  },
  'compose.file-changed': {
    number: 'PS-47027',
    en: {
      title: '{path} was changed by another program.',
      explanation: 'Saving now would undo that change.',
      remedy: 'Load it again, and make your change once more.',
    },
    ko: {
      title: '다른 프로그램이 {path:을/를} 바꿨어요.',
      explanation: '지금 저장하면 그 변경이 사라져요.',
      remedy: '파일을 다시 불러와서 수정하세요.',
    },
  },
  'compose.file-refused': {
    number: 'PS-47028',
    en: {
      title: '{path} cannot be written.',
      explanation: 'The folder may be read-only, or the disk full. The file is as it was.',
      remedy: 'Check the rights of the folder and the room on the disk.',
    },
    ko: {
      title: '{path:을/를} 쓸 수 없어요.',
      explanation: '폴더가 읽기 전용이거나 디스크가 가득 찼을 수 있어요. 파일은 그대로예요.',
      remedy: '폴더 권한과 디스크 공간을 확인하세요.',
    },
  },
  'compose.name-taken': {
    number: 'PS-47029',
    en: {
      title: 'Another project is called {project}: {path}',
      explanation: 'Compose tells projects apart by their name alone, and would take one for the other.',
      remedy: 'Give this one another name.',
    },
    ko: {
      title: '{project:이라는/라는} 프로젝트가 이미 있어요: {path}',
      explanation: 'Compose는 이름으로만 프로젝트를 구별해서, 서로 같은 것으로 여겨요.',
      remedy: '이 프로젝트에 다른 이름을 주세요.',
    },
  },
  'compose.cancelled': {
    number: 'PS-47030',
    en: {
      title: 'The {verb} was cancelled.',
      explanation: 'What was made so far stays.',
      remedy: 'Do it again to go on from there, or bring the project down.',
    },
    ko: {
      title: '{verb} 작업을 취소했어요.',
      explanation: '지금까지 만든 것은 남아 있어요.',
      remedy: '다시 실행하면 이어서 진행하고, 프로젝트를 내리면 정리돼요.',
    },
  },
  'compose.reads-outside': {
    number: 'PS-47031',
    en: {
      title: '{file} reads something outside its folder: {subject}',
      explanation:
        'Compose would read or fetch it as soon as it looks at the file. Of a file that was dropped or double-clicked nobody knows yet who wrote it. Nothing was read.',
      remedy: 'If you trust the file, open it under Containers with “Open compose file…”.',
    },
    ko: {
      title: '{file} 파일이 자기 폴더 밖의 것을 읽으려고 해요: {subject}',
      explanation:
        'Compose가 파일을 보자마자 읽거나 내려받게 돼요. 끌어다 놓거나 두 번 누른 파일은 누가 만들었는지 아직 몰라요. 아무것도 읽지 않았어요.',
      remedy: '믿을 수 있는 파일이면 컨테이너에서 “Compose 파일 열기…”로 여세요.',
    },
  },
  'compose.would-stop': {
    number: 'PS-47032',
    en: {
      title: '{project} would not come up: {reason}',
      explanation: 'This was found before anything was started or made.',
      remedy:
        'Mend it, or take the way out that is told, here or on the page of the project. Then do it again.',
    },
    ko: {
      title: '{project:을/를} 올릴 수 없어요: {reason}',
      explanation: '아무것도 시작하거나 만들기 전에 찾았어요.',
      remedy: '고치거나, 여기나 프로젝트 페이지에서 알려 주는 방법을 쓴 뒤 다시 하세요.',
    },
  },
})
