// PS-46xx: files in containers.
import { errorFamily } from './error-text'

export const containerFileErrors = errorFamily({
  'file.not-found': {
    number: 'PS-4601',
    en: {
      title: 'There is no {path} in {container}.',
      explanation: 'It was moved or deleted, or a link leads to nowhere.',
      remedy: 'Look into the folder above.',
    },
    ko: {
      title: '{container} 컨테이너에 {path:이/가} 없어요.',
      explanation: '옮겼거나 삭제했거나, 링크가 가리키는 곳이 없어요.',
      remedy: '상위 폴더를 살펴보세요.',
    },
  },
  'file.bad-path': {
    number: 'PS-4602',
    en: {
      title: '“{path}” is no place in a container.',
      explanation: 'A path begins with a slash, and a file name has none.',
      remedy: 'Change the path.',
    },
    ko: {
      title: '컨테이너 안의 경로로 쓸 수 없어요: “{path}”.',
      explanation: '경로는 /로 시작하고, 파일 이름에는 /가 들어가지 않아요.',
      remedy: '경로를 바꾸세요.',
    },
  },
  'file.not-a-folder': {
    number: 'PS-4603',
    en: {
      title: '{path} is not a folder.',
      explanation: 'Only a folder has files in it.',
      remedy: 'Open the folder that it is in.',
    },
    ko: {
      title: '{path:은/는} 폴더가 아니에요.',
      explanation: '폴더 안에만 파일이 있어요.',
      remedy: '그것이 들어 있는 폴더를 여세요.',
    },
  },
  'file.not-a-file': {
    number: 'PS-4604',
    en: {
      title: '{path} is not a plain file.',
      explanation: 'Folders, devices and sockets have no text to show.',
      remedy: 'Download it instead, or open a terminal.',
    },
    ko: {
      title: '{path:은/는} 일반 파일이 아니에요.',
      explanation: '폴더, 장치, 소켓에는 보여 줄 내용이 없어요.',
      remedy: '내려받거나 터미널을 여세요.',
    },
  },
  'file.too-large': {
    number: 'PS-4605',
    en: {
      title: '{path} is too large to be shown here.',
      explanation: 'Files of up to 1 MB can be read and edited in the window.',
      remedy: 'Download it instead.',
    },
    ko: {
      title: '{path:은/는} 여기서 보기에 너무 커요.',
      explanation: '1 MB까지의 파일만 창에서 보고 고칠 수 있어요.',
      remedy: '대신 내려받으세요.',
    },
  },
  'file.changed': {
    number: 'PS-4606',
    en: {
      title: '{path} was changed by something else meanwhile.',
      explanation: 'Saving now would undo that change, so nothing was written.',
      remedy: 'Copy your text, open the file again, and put your change into it.',
    },
    ko: {
      title: '그동안 다른 프로그램이 {path:을/를} 바꿨어요.',
      explanation: '지금 저장하면 그 변경이 사라지므로 쓰지 않았어요.',
      remedy: '글을 복사해 두고 파일을 다시 연 다음 고치세요.',
    },
  },
  'file.exists': {
    number: 'PS-4607',
    en: {
      title: '{path} exists already.',
      explanation: 'Nothing was replaced.',
      remedy: 'Replace it on purpose, or give the file another name.',
    },
    ko: {
      title: '{path:이/가} 이미 있어요.',
      explanation: '아무것도 바꾸지 않았어요.',
      remedy: '일부러 바꾸거나, 파일 이름을 다르게 하세요.',
    },
  },
  'file.read-only': {
    number: 'PS-4608',
    en: {
      title: 'Nothing can be written at {path}.',
      explanation: 'The container was made so that this place can only be read.',
      remedy: 'Run it again with that place writable.',
    },
    ko: {
      title: '{path}에는 쓸 수 없어요.',
      explanation: '컨테이너를 만들 때 이곳을 읽기 전용으로 정했어요.',
      remedy: '이곳에 쓸 수 있게 다시 실행하세요.',
    },
  },
  'file.upload-cut': {
    number: 'PS-4609',
    en: {
      title: 'The upload of {path} was cut off.',
      explanation: 'Not all of the file arrived, so it was not put there.',
      remedy: 'Upload it again.',
    },
    ko: {
      title: '{path} 올리기가 중단됐어요.',
      explanation: '파일이 다 도착하지 않아서 넣지 않았어요.',
      remedy: '다시 올리세요.',
    },
  },
  'file.not-here': {
    number: 'PS-4610',
    en: {
      title: '{path} is not on this computer.',
      explanation: 'It is in the container, in a volume, or on the computer that the engine is on.',
      remedy: 'Copy it out, and open the copy.',
    },
    ko: {
      title: '{path:은/는} 이 컴퓨터에 없어요.',
      explanation: '컨테이너나 볼륨, 또는 엔진이 있는 컴퓨터에 있어요.',
      remedy: '꺼내서 사본을 여세요.',
    },
  },
  'file.mounted': {
    number: 'PS-4611',
    en: {
      title: '{path} is mounted into the container and cannot be replaced.',
      explanation:
        'Such a file is written by the container’s own programs. It does not run, or has none for that. The file is as it was.',
      remedy: 'Start the container and save again, or change the file where it comes from.',
    },
    ko: {
      title: '{path:은/는} 컨테이너에 마운트된 파일이라 바꿔 넣을 수 없어요.',
      explanation:
        '이런 파일은 컨테이너 안의 프로그램으로 써야 하는데, 컨테이너가 멈춰 있거나 그런 프로그램이 없어요. 파일은 그대로예요.',
      remedy: '컨테이너를 시작하고 다시 저장하거나, 원본 파일을 고치세요.',
    },
  },
  'file.running': {
    number: 'PS-4612',
    en: {
      title: '{path} is a program that runs now.',
      explanation: 'Linux lets nobody write into it meanwhile. The file is as it was.',
      remedy: 'Stop the container and save again.',
    },
    ko: {
      title: '{path:은/는} 지금 실행 중인 프로그램이에요.',
      explanation: '실행되는 동안에는 파일에 쓸 수 없어요. 파일은 그대로예요.',
      remedy: '컨테이너를 중지하고 다시 저장하세요.',
    },
  },
  'file.engine-unsafe': {
    number: 'PS-4613',
    en: {
      title: 'The files of {container} are not opened on this Docker Engine.',
      explanation:
        'An engine before version 25 can empty the volumes and folders of a container that is removed in the very moment in which somebody looks at its files. With a container that is nearly empty itself, as this one is, Portside cannot rule that out.',
      remedy: 'Update Docker Engine to 25 or newer, or open the files of the volume in the Volumes list.',
    },
    ko: {
      title: '이 Docker Engine에서는 {container} 컨테이너의 파일을 열지 않아요.',
      explanation:
        '25보다 오래된 엔진은 파일을 보는 바로 그 순간에 컨테이너가 삭제되면, 마운트된 볼륨과 폴더를 비워 버릴 수 있어요. 이 컨테이너처럼 자체 파일이 거의 없으면 Portside가 그것을 막을 수 없어요.',
      remedy: 'Docker Engine을 25 이상으로 업데이트하거나, 볼륨 목록에서 볼륨의 파일을 여세요.',
    },
  },
  'file.not-saved': {
    number: 'PS-4614',
    en: {
      title: '{path} could not be saved.',
      explanation:
        'The engine said that it is written, but it is not there: Portside looked twice. The file is as it was before.',
      remedy: 'Save it again. If that does not help, restart the container or Docker.',
    },
    ko: {
      title: '{path:을/를} 저장하지 못했어요.',
      explanation: '엔진은 썼다고 했지만 두 번 확인해도 내용이 들어 있지 않았어요. 파일은 이전 그대로예요.',
      remedy: '다시 저장하세요. 그래도 안 되면 컨테이너나 Docker를 다시 시작하세요.',
    },
  },
  'file.upload-half': {
    number: 'PS-4616',
    en: {
      title: '{path} was not uploaded whole.',
      explanation: 'The engine said that it took the file, but what is there now is something else.',
      remedy: 'Upload it again.',
    },
    ko: {
      title: '{path} 파일을 끝까지 올리지 못했어요.',
      explanation: '엔진은 파일을 받았다고 했지만, 지금 그곳에 있는 내용이 달라요.',
      remedy: '다시 올리세요.',
    },
  },
  'file.replaced-kept': {
    number: 'PS-4617',
    en: {
      title: '{path} could not be replaced, and may be half written.',
      explanation:
        'What was in it could not be put back either. Portside kept it as a tar archive on this computer: {file}',
      remedy: 'Upload the file again, or unpack that archive and upload what is in it.',
    },
    ko: {
      title: '{path:을/를} 바꾸지 못했고, 파일이 일부만 쓰였을 수 있어요.',
      explanation:
        '파일에 있던 내용을 되돌려 놓지도 못했어요. Portside가 그 내용을 이 컴퓨터에 tar 파일로 보관했어요: {file}',
      remedy: '파일을 다시 올리거나, 그 tar 파일을 풀어 안에 있는 것을 올리세요.',
    },
  },
  'file.half-saved': {
    number: 'PS-4615',
    en: {
      title: '{path} was not saved, and may be half written.',
      explanation:
        'Neither what you saved nor what was in the file before could be written whole. Portside keeps what was in it, and puts it back when it connects to the engine the next time.',
      remedy: 'Keep a copy of your text. Make room if the disk is full, then save it again.',
    },
    ko: {
      title: '{path:을/를} 저장하지 못했고, 파일이 일부만 쓰였을 수 있어요.',
      explanation:
        '저장한 내용도, 파일에 있던 내용도 끝까지 쓰지 못했어요. Portside가 파일에 있던 내용을 보관하고 있다가 다음에 엔진에 연결될 때 되돌려 놓아요.',
      remedy: '글의 사본을 보관하세요. 디스크가 가득 찼다면 공간을 만든 뒤 다시 저장하세요.',
    },
  },
})
