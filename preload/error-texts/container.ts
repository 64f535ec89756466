// PS-4xxx: containers and running them.
import { errorFamily } from './error-text'

export const containerErrors = errorFamily({
  'container.not-found': {
    number: 'PS-4001',
    en: {
      title: 'The container {container} does not exist any more.',
      explanation: 'It was removed, here or by another program.',
      remedy: 'Look for it in the list, or run its image again.',
    },
    ko: {
      title: '{container} 컨테이너가 더 이상 없어요.',
      explanation: '여기서 또는 다른 프로그램에서 삭제했어요.',
      remedy: '목록에서 찾아보거나 이미지를 다시 실행하세요.',
    },
  },
  'container.name-taken': {
    number: 'PS-4002',
    en: {
      title: 'Another container is already called {name}.',
      explanation: 'Every container has a name of its own, stopped ones too.',
      remedy: 'Choose another name, or remove the other container first.',
    },
    ko: {
      title: '{name:이라는/라는} 이름의 컨테이너가 이미 있어요.',
      explanation: '중지된 컨테이너를 포함해 이름이 겹칠 수 없어요.',
      remedy: '다른 이름을 고르거나, 그 컨테이너를 먼저 삭제하세요.',
    },
  },
  'container.bad-name': {
    number: 'PS-4003',
    en: {
      title: '“{name}” cannot be the name of a container.',
      explanation:
        'A name has two characters or more: letters, digits, and after the first one also _ . and -.',
      remedy: 'Change the name, or leave it empty to get one.',
    },
    ko: {
      title: '컨테이너 이름으로 쓸 수 없어요: “{name}”.',
      explanation: '이름은 두 글자 이상이고, 영문자와 숫자, 그리고 첫 글자 뒤에는 _ . -도 쓸 수 있어요.',
      remedy: '이름을 바꾸거나, 비워 두고 자동으로 정하게 하세요.',
    },
  },
  'container.bad-id': {
    number: 'PS-4004',
    en: {
      title: '“{id}” does not name a container.',
      explanation: 'A container is named by its ID or its name.',
      remedy: 'Check the ID and try again.',
    },
    ko: {
      title: '“{id}”에 해당하는 컨테이너를 알 수 없어요.',
      explanation: '컨테이너는 ID나 이름으로 가리켜요.',
      remedy: 'ID를 확인하고 다시 시도하세요.',
    },
  },
  'container.bad-variable': {
    number: 'PS-4005',
    en: {
      title: '“{name}” cannot be the name of an environment variable.',
      explanation: 'It must not be empty and must not contain = or a line break.',
      remedy: 'Change the name of the variable.',
    },
    ko: {
      title: '환경 변수 이름으로 쓸 수 없어요: “{name}”.',
      explanation: '비어 있거나, =나 줄바꿈이 들어 있으면 안 돼요.',
      remedy: '변수 이름을 바꾸세요.',
    },
  },
  'container.bad-volume': {
    number: 'PS-4006',
    en: {
      title: '“{name}” at “{path}” cannot be a volume.',
      explanation:
        'A volume has a name of letters, digits, _ . and -, and a path in the container that starts with /. Each path is used once.',
      remedy: 'Change the name or the path.',
    },
    ko: {
      title: '“{path}”에 연결할 “{name}” 볼륨을 만들 수 없어요.',
      explanation:
        '볼륨 이름에는 영문자, 숫자, _ . -를 쓰고, 컨테이너 안의 경로는 /로 시작해야 해요. 같은 경로는 한 번만 쓸 수 있어요.',
      remedy: '이름이나 경로를 바꾸세요.',
    },
  },
  'container.command-not-found': {
    number: 'PS-4007',
    en: {
      title: 'The image has no program called {command}.',
      explanation: 'The container was to start it, and it is not there. Nothing was left behind.',
      remedy: 'Check the command, or leave it empty to use that of the image.',
    },
    ko: {
      title: '이미지 안에 {command:이라는/라는} 프로그램이 없어요.',
      explanation: '컨테이너가 시작할 프로그램을 찾지 못했어요. 남은 것은 없어요.',
      remedy: '명령을 확인하거나, 비워 두고 이미지의 명령을 쓰세요.',
    },
  },
  'container.not-executable': {
    number: 'PS-4044',
    en: {
      title: '{command} in the image is not a program that may be run.',
      explanation: 'It is a folder, or a file without the right to be executed. Nothing was left behind.',
      remedy: 'Check the command, or make the file executable where the image is built: RUN chmod +x.',
    },
    ko: {
      title: '이미지 안의 {command:은/는} 실행할 수 있는 프로그램이 아니에요.',
      explanation: '폴더이거나 실행 권한이 없는 파일이에요. 남은 것은 없어요.',
      remedy: '명령을 확인하거나, 이미지를 빌드할 때 RUN chmod +x로 실행 권한을 주세요.',
    },
  },
  'container.no-gpu': {
    number: 'PS-4045',
    en: {
      title: 'The engine has no graphics card to hand over.',
      explanation:
        'The container asks for one, as by --gpus, and the engine knows of none that it could give it.',
      remedy: 'Run it without. Most programs then use the processor, only more slowly.',
    },
    ko: {
      title: '엔진에 컨테이너에 줄 그래픽 카드가 없어요.',
      explanation: '컨테이너가 --gpus처럼 그래픽 카드를 요구하지만, 엔진이 줄 수 있는 것이 없어요.',
      remedy: '그래픽 카드 없이 실행하세요. 대부분의 프로그램은 느리더라도 프로세서로 동작해요.',
    },
  },
  'container.running': {
    number: 'PS-4008',
    en: {
      title: 'The container {container} is running.',
      explanation: 'A running container is not removed without being stopped.',
      remedy: 'Stop it first, or remove it with force.',
    },
    ko: {
      title: '{container} 컨테이너가 실행 중이에요.',
      explanation: '실행 중인 컨테이너는 중지하기 전에 삭제하지 않아요.',
      remedy: '먼저 중지하거나, 강제로 삭제하세요.',
    },
  },
  'container.paused': {
    number: 'PS-4009',
    en: {
      title: 'The container {container} is paused.',
      explanation: 'Its processes are frozen, and this needs them to go on.',
      remedy: 'Resume it first.',
    },
    ko: {
      title: '{container} 컨테이너가 일시 정지되어 있어요.',
      explanation: '프로세스가 멈춰 있어서 할 수 없는 일이에요.',
      remedy: '먼저 다시 실행하세요.',
    },
  },
  'container.logs-unreadable': {
    number: 'PS-4010',
    en: {
      title: 'The logs of {container} cannot be read.',
      explanation: 'Its logging driver sends them elsewhere and keeps nothing on the engine.',
      remedy: 'Read them where they are sent, or run the container with the json-file logging driver.',
    },
    ko: {
      title: '{container} 컨테이너의 로그를 읽을 수 없어요.',
      explanation: '로그 드라이버가 로그를 다른 곳으로 보내고 엔진에는 남기지 않아요.',
      remedy: '로그를 보내는 곳에서 보거나, json-file 로그 드라이버로 다시 실행하세요.',
    },
  },
  'container.not-running': {
    number: 'PS-4011',
    en: {
      title: 'The container {container} is not running.',
      explanation: 'This needs its processes, and it has none now.',
      remedy: 'Start it first.',
    },
    ko: {
      title: '{container} 컨테이너가 실행 중이 아니에요.',
      explanation: '프로세스가 필요한 일인데 지금은 없어요.',
      remedy: '먼저 시작하세요.',
    },
  },
  'container.no-shell': {
    number: 'PS-4012',
    en: {
      title: 'The container {container} has no shell.',
      explanation: 'Its image holds the program and little else: neither bash, zsh, ash nor sh.',
      remedy: 'Look at its files and logs, or build the image on one that has a shell.',
    },
    ko: {
      title: '{container} 컨테이너에 셸이 없어요.',
      explanation: '이미지에 프로그램만 들어 있고 bash, zsh, ash, sh가 모두 없어요.',
      remedy: '파일과 로그를 살펴보거나, 셸이 있는 이미지를 바탕으로 다시 빌드하세요.',
    },
  },
  'container.unknown-user': {
    number: 'PS-4013',
    en: {
      title: 'The container {container} has no user called {user}.',
      explanation: 'Users are listed in its file /etc/passwd.',
      remedy: 'Choose another user, or give the number of one.',
    },
    ko: {
      title: '{container} 컨테이너에 {user} 사용자가 없어요.',
      explanation: '사용자는 컨테이너의 /etc/passwd 파일에 있어요.',
      remedy: '다른 사용자를 고르거나 사용자 번호를 쓰세요.',
    },
  },
  'container.recreate-failed': {
    number: 'PS-4021',
    en: {
      title: '{container} could not be made again with the changes.',
      explanation: 'Nothing was lost: the container is as it was before.',
      remedy: 'Look at the reason below, change what it names, and try again.',
    },
    ko: {
      title: '{container} 컨테이너를 바꾼 내용으로 다시 만들지 못했어요.',
      explanation: '잃은 것은 없어요. 컨테이너는 이전 그대로예요.',
      remedy: '아래의 이유를 보고 고친 다음 다시 시도하세요.',
    },
  },
  'container.removes-itself': {
    number: 'PS-4022',
    en: {
      title: '{container} is removed as soon as it stops.',
      explanation: 'To be made again it has to stop, and then there would be no way back.',
      remedy: 'Run its image anew with the settings that you want.',
    },
    ko: {
      title: '{container} 컨테이너는 중지하면 바로 삭제돼요.',
      explanation: '다시 만들려면 먼저 중지해야 하는데, 그러면 되돌릴 수 없어요.',
      remedy: '원하는 설정으로 이미지를 새로 실행하세요.',
    },
  },
  'container.joined-removes-itself': {
    number: 'PS-4041',
    en: {
      title: '{joined} uses the network or processes of {container}, and is removed as soon as it stops.',
      explanation: 'It would have to be made again with {container}, and then there would be no way back.',
      remedy: 'Stop {joined} first.',
    },
    ko: {
      title: '{joined} 컨테이너가 {container}의 네트워크나 프로세스를 쓰고 있는데, 중지하면 바로 삭제돼요.',
      explanation: '{container:과/와} 함께 다시 만들어야 하는데, 그러면 되돌릴 수 없어요.',
      remedy: '{joined} 컨테이너를 먼저 중지하세요.',
    },
  },
  'container.files-where-volume': {
    number: 'PS-4043',
    en: {
      title: '{container} has files at {path}, where the other image asks for a volume.',
      explanation: 'They cannot be carried into it while the container is to be changed in this way.',
      remedy: 'Keep {path} in a volume first, then change the rest.',
    },
    ko: {
      title: '{container} 컨테이너의 {path}에 파일이 있는데, 다른 이미지는 그곳에 볼륨을 요구해요.',
      explanation: '이렇게 바꾸면서 그 파일을 볼륨으로 옮길 수는 없어요.',
      remedy: '먼저 {path:을/를} 볼륨에 보관한 다음 나머지를 바꾸세요.',
    },
  },
  'container.change-unfinished': {
    number: 'PS-4042',
    en: {
      title: 'Making {container} again ended in the middle.',
      explanation:
        'Nothing was lost: what it was waits as {waiting}. It is put back when the engine answers again.',
      remedy: 'Make room if the disk is full. Wait until Portside is connected, or start it, then try again.',
    },
    ko: {
      title: '{container} 컨테이너를 다시 만들다가 중간에 끝났어요.',
      explanation:
        '잃은 것은 없어요. 이전 컨테이너가 {waiting:으로/로} 남아 있고, 엔진이 다시 응답하면 되돌려요.',
      remedy:
        '디스크가 가득 찼다면 공간을 만드세요. Portside가 연결될 때까지 기다리거나 시작한 다음 다시 시도하세요.',
    },
  },
  'container.other-processor': {
    number: 'PS-4023',
    en: {
      title: 'The program of {container} is made for another kind of processor.',
      explanation: 'The engine runs {platform}, and the image holds a program for another one.',
      remedy: 'Pull the image for {platform}, or build it for that platform, and run it again.',
    },
    ko: {
      title: '{container} 컨테이너의 프로그램은 다른 종류의 프로세서용이에요.',
      explanation: '엔진은 {platform}에서 실행되는데 이미지에는 다른 플랫폼용 프로그램이 들어 있어요.',
      remedy: '{platform}용 이미지를 받거나 그 플랫폼용으로 빌드한 다음 다시 실행하세요.',
    },
  },
  'container.removal-begun': {
    number: 'PS-4034',
    en: {
      title: 'The removal of {container} has begun.',
      explanation: 'Docker does nothing else with a container that it is removing.',
      remedy: 'Wait until it is gone. If it stays, remove it again.',
    },
    ko: {
      title: '{container} 컨테이너는 이미 삭제하기 시작했어요.',
      explanation: '삭제 중인 컨테이너로는 다른 작업을 할 수 없어요.',
      remedy: '사라질 때까지 기다리세요. 그대로 남아 있으면 다시 삭제하세요.',
    },
  },
  'container.folder-not-shared': {
    number: 'PS-4025',
    en: {
      title: 'Containers cannot see {path}: it is not shared.',
      explanation: 'They see no folders of this computer but those that you share with them.',
      remedy:
        'Share {folder}, then start the container again. Sharing restarts the engine, and with it what runs. Which folders are shared is chosen in the settings.',
    },
    ko: {
      title: '컨테이너에서 {path:을/를} 볼 수 없어요. 공유하지 않은 폴더예요.',
      explanation: '컨테이너는 이 컴퓨터에서 공유한 폴더만 볼 수 있어요.',
      remedy:
        '{folder:을/를} 공유한 다음 컨테이너를 다시 시작하세요. 공유하면 엔진과 실행 중인 컨테이너가 다시 시작돼요. 공유할 폴더는 설정에서 고를 수 있어요.',
    },
    action: {
      service: 'settings',
      method: 'shareFolder',
      args: ['folder'],
      label: { en: 'Share {folder} and restart', ko: '{folder} 공유하고 다시 시작' },
    },
  },
  'container.folder-missing': {
    number: 'PS-4024',
    en: {
      title: 'There is no folder {path} for the container.',
      explanation: 'The engine looks for it where it runs itself.',
      remedy: 'Make the folder, or choose another one.',
    },
    ko: {
      title: '컨테이너가 쓸 {path} 폴더가 없어요.',
      explanation: '엔진은 자신이 실행되는 컴퓨터에서 폴더를 찾아요.',
      remedy: '폴더를 만들거나 다른 폴더를 고르세요.',
    },
  },
  'container.least-memory': {
    number: 'PS-4046',
    en: {
      title: 'A container needs a memory limit of {least} or more.',
      explanation: 'With less than that the engine starts none. Nothing was left behind.',
      remedy: 'Type a larger limit, or leave the field empty for none.',
    },
    ko: {
      title: '컨테이너의 메모리 제한은 {least} 이상이어야 해요.',
      explanation: '그보다 적으면 엔진이 시작하지 않아요. 남은 것은 없어요.',
      remedy: '더 큰 제한을 쓰거나, 제한이 없게 하려면 비워 두세요.',
    },
  },
  'container.too-many-cpus': {
    number: 'PS-4047',
    en: {
      title: 'The engine has only {cpus} processors.',
      explanation: 'A limit can be from 0.01 to {cpus}. Nothing was left behind.',
      remedy: 'Type a smaller limit, or leave the field empty for none.',
    },
    ko: {
      title: '엔진의 프로세서는 {cpus}개뿐이에요.',
      explanation: '제한은 0.01부터 {cpus}까지 정할 수 있어요. 남은 것은 없어요.',
      remedy: '더 작은 제한을 쓰거나, 제한이 없게 하려면 비워 두세요.',
    },
  },
  'container.bad-working-folder': {
    number: 'PS-4048',
    en: {
      title: 'The working folder {path} does not start with /.',
      explanation: 'It is a folder inside the container, and needs its whole path. Nothing was left behind.',
      remedy: 'Type its whole path, as in /app.',
    },
    ko: {
      title: '작업 폴더 {path:이/가} /로 시작하지 않아요.',
      explanation: '컨테이너 안의 폴더이고 전체 경로가 필요해요. 남은 것은 없어요.',
      remedy: '/app처럼 전체 경로를 쓰세요.',
    },
  },
  'container.limit-range': {
    number: 'PS-4020',
    en: {
      title: 'These limits cannot be set.',
      explanation:
        'Memory can be from 6 to {memory} MB and CPU from 0.01 to {cpus} cores: that is all there is.',
      remedy: 'Choose numbers between these, or leave a field empty for no limit.',
    },
    ko: {
      title: '이 제한으로는 바꿀 수 없어요.',
      explanation:
        '메모리는 6MB부터 {memory}MB까지, CPU는 0.01부터 {cpus}코어까지 정할 수 있어요. 그게 전부예요.',
      remedy: '이 사이의 숫자를 고르거나, 제한이 없게 하려면 비워 두세요.',
    },
  },
  'container.restarting': {
    number: 'PS-4035',
    en: {
      title: '{container} is being started again.',
      explanation: 'Its program ended, and the engine waits a moment before it starts it once more.',
      remedy: 'Wait until it runs. When it ends each time, its log says why.',
    },
    ko: {
      title: '{container} 컨테이너가 다시 시작되는 중이에요.',
      explanation: '프로그램이 끝나서 엔진이 잠시 기다렸다가 다시 시작해요.',
      remedy: '실행될 때까지 기다리세요. 계속 끝난다면 로그에서 이유를 확인하세요.',
    },
  },
})
