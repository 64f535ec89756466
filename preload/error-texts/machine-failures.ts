// PS-2xxx, continued: starts that fail on the way, and engines to attach to that are none.
import { errorFamily } from './error-text'

const tryAgain = { service: 'machine', method: 'start', label: { en: 'Try again', ko: '다시 시도' } } as const

export const machineFailures = errorFamily({
  'machine.step-timeout': {
    number: 'PS-2020',
    en: {
      title: 'Starting took too long: {waitingFor} did not answer within {seconds} s.',
      explanation: 'The virtual machine was stopped again. Your containers and volumes stay as they are.',
      remedy: 'Close programs that keep this computer busy, then try again.',
    },
    ko: {
      title: '시작이 너무 오래 걸려요. {waitingFor:이/가} {seconds}초 안에 응답하지 않았어요.',
      explanation: '가상 머신을 다시 멈췄어요. 컨테이너와 볼륨은 그대로예요.',
      remedy: '컴퓨터를 바쁘게 하는 프로그램을 닫고 다시 시도하세요.',
    },
    action: tryAgain,
  },
  'machine.start-failed': {
    number: 'PS-2021',
    en: {
      title: 'The virtual machine could not be started.',
      explanation: '{program} ended by {reason} before Linux was up.',
      remedy: 'Try again. If it happens again, the details below say what {program} printed.',
    },
    ko: {
      title: '가상 머신을 시작하지 못했어요.',
      explanation: 'Linux가 켜지기 전에 {program} 프로그램이 끝났어요({reason}).',
      remedy: '다시 시도하세요. 또 일어나면 아래 내용에서 {program:이/가} 출력한 메시지를 확인하세요.',
    },
    action: tryAgain,
  },
  'machine.engine-ends': {
    number: 'PS-2029',
    en: {
      title: 'Docker Engine ends as soon as it starts.',
      explanation:
        'It was started {times} times. Most often this is a setting in daemon.json that it does not take.',
      remedy:
        'Its own words are below. Change what they name in the settings under “Docker Engine”, then start again.',
    },
    ko: {
      title: 'Docker Engine이 시작하자마자 끝나요.',
      explanation: '{times}번 시작했어요. 대부분 daemon.json에 엔진이 받아들이지 못하는 설정이 있어서예요.',
      remedy: '엔진이 남긴 메시지는 아래에 있어요. 설정의 “Docker Engine”에서 고친 다음 다시 시작하세요.',
    },
    action: tryAgain,
  },
  'machine.network-failed': {
    number: 'PS-2022',
    en: {
      title: 'The connection between this computer and the virtual machine ended.',
      explanation: 'gvproxy ended by {reason}, so the virtual machine was shut down in order.',
      remedy: 'Start it again. Your containers and volumes stay as they are.',
    },
    ko: {
      title: '컴퓨터와 가상 머신 사이의 연결이 끊겼어요.',
      explanation: 'gvproxy가 끝나서({reason}) 가상 머신을 안전하게 종료했어요.',
      remedy: '다시 시작하세요. 컨테이너와 볼륨은 그대로예요.',
    },
    action: { ...tryAgain, label: { en: 'Start again', ko: '다시 시작' } },
  },
  'machine.engine-not-found': {
    number: 'PS-2023',
    en: {
      title: 'No Docker Engine answers at {socket}.',
      explanation: 'Portside was asked to attach to that engine instead of running its own.',
      remedy: 'Check the address and that the engine runs, or start Portside without --engine and --context.',
    },
    ko: {
      title: '{socket}에서 Docker Engine이 응답하지 않아요.',
      explanation: 'Portside의 가상 머신 대신 이 엔진에 연결하라고 했어요.',
      remedy:
        '주소가 맞는지, 엔진이 실행 중인지 확인하세요. 또는 --engine과 --context 없이 Portside를 시작하세요.',
    },
    action: tryAgain,
  },
  'machine.context-missing': {
    number: 'PS-2089',
    en: {
      title: 'There is no docker context {context}.',
      explanation: 'Portside was asked to attach to its engine.',
      remedy: 'Start Portside with one of these, or without --context: {known}.',
    },
    ko: {
      title: '{context:이라는/라는} docker 컨텍스트가 없어요.',
      explanation: '그 엔진에 연결하라고 했어요.',
      remedy: '다음 중 하나로, 또는 --context 없이 Portside를 시작하세요: {known}.',
    },
  },
  'machine.context-unreadable': {
    number: 'PS-2093',
    en: {
      title: 'The docker context {context} cannot be read.',
      explanation: 'Its file {file} is not as docker writes it.',
      remedy: 'Make it anew with docker context create, or start Portside without --context.',
    },
    ko: {
      title: 'docker 컨텍스트 {context:을/를} 읽을 수 없어요.',
      explanation: '{file} 파일의 내용이 docker가 쓰는 형식과 달라요.',
      remedy: 'docker context create로 다시 만들거나, --context 없이 Portside를 시작하세요.',
    },
    action: tryAgain,
  },
  'machine.context-elsewhere': {
    number: 'PS-2094',
    en: {
      title: 'The docker context {context} leads to another computer.',
      explanation:
        'Its engine is at {host}. Portside shows ports and folders of this computer, so it attaches to engines on it only: by a socket, a pipe, or tcp://localhost.',
      remedy: 'Start Portside with another context, or without --context.',
    },
    ko: {
      title: 'docker 컨텍스트 {context:은/는} 다른 컴퓨터를 가리켜요.',
      explanation:
        '엔진 주소는 {host:이에요/예요}. Portside는 이 컴퓨터의 포트와 폴더를 보여 주므로, 소켓이나 파이프, tcp://localhost로 닿는 이 컴퓨터의 엔진에만 연결해요.',
      remedy: '다른 컨텍스트로, 또는 --context 없이 Portside를 시작하세요.',
    },
  },
  'machine.not-running': {
    number: 'PS-2024',
    en: {
      title: 'The virtual machine is not running.',
      explanation: 'This needs Docker Engine, which runs in it.',
      remedy: 'Start the virtual machine, then try again.',
    },
    ko: {
      title: '가상 머신이 실행 중이 아니에요.',
      explanation: '가상 머신 안의 Docker Engine이 있어야 할 수 있는 일이에요.',
      remedy: '가상 머신을 시작한 뒤 다시 시도하세요.',
    },
    action: { ...tryAgain, label: { en: 'Start', ko: '시작' } },
  },
  'machine.pause-failed': {
    number: 'PS-2026',
    en: {
      title: 'The virtual machine could not be paused or resumed.',
      explanation: 'It did not answer to that. Your containers and volumes stay as they are.',
      remedy: 'Try again. If it happens again, stop the engine and start it.',
    },
    ko: {
      title: '가상 머신을 일시 정지하거나 다시 시작하지 못했어요.',
      explanation: '가상 머신이 응답하지 않았어요. 컨테이너와 볼륨은 그대로예요.',
      remedy: '다시 시도하세요. 또 일어나면 엔진을 중지한 뒤 시작하세요.',
    },
  },
  'machine.pause-unsupported': {
    number: 'PS-2027',
    en: {
      title: 'This machine cannot be paused.',
      explanation: 'Only a virtual machine that Portside runs by itself can.',
      remedy: 'Stop the engine instead, if it is Portside’s.',
    },
    ko: {
      title: '이 가상 머신은 일시 정지할 수 없어요.',
      explanation: 'Portside가 직접 실행하는 가상 머신만 일시 정지할 수 있어요.',
      remedy: 'Portside의 엔진이라면 대신 중지하세요.',
    },
  },
  'machine.not-ours': {
    number: 'PS-2083',
    en: {
      title: 'This engine is not Portside’s.',
      explanation:
        'Portside is attached to an engine that was there before. It neither repairs nor erases it.',
      remedy: 'Use the program that runs this engine.',
    },
    ko: {
      title: 'Portside가 만든 엔진이 아니에요.',
      explanation: '이미 있던 엔진에 연결했기 때문에 복구하거나 지우지 않아요.',
      remedy: '이 엔진을 실행하는 프로그램에서 하세요.',
    },
  },
  'machine.erase-unconfirmed': {
    number: 'PS-2084',
    en: {
      title: 'Nothing was erased.',
      explanation: 'Erasing deletes all images, containers and volumes, so it asks for the word {word}.',
      remedy: 'Write {word} if that is what you want.',
    },
    ko: {
      title: '아무것도 지우지 않았어요.',
      explanation: '이미지, 컨테이너, 볼륨을 모두 삭제하기 때문에 {word}라는 단어를 확인해요.',
      remedy: '정말 지우려면 {word:을/를} 적으세요.',
    },
  },
  'machine.reclaim-failed': {
    number: 'PS-2028',
    en: {
      title: 'The virtual machine could not give memory or disk space back.',
      explanation: 'Linux did not do what it was asked for. Nothing of yours was changed.',
      remedy: 'Try again, or restart the engine, which gives all of its memory back.',
    },
    ko: {
      title: '가상 머신이 메모리나 디스크 공간을 돌려주지 못했어요.',
      explanation: 'Linux가 요청을 처리하지 못했어요. 내 데이터는 바뀌지 않았어요.',
      remedy: '다시 시도하거나 엔진을 다시 시작하세요. 다시 시작하면 메모리를 모두 돌려줘요.',
    },
  },
  'machine.vfkit-missing': {
    number: 'PS-2080',
    en: {
      title: 'vfkit, which runs the virtual machine on a Mac, is missing.',
      explanation: 'It was looked for in {places}.',
      remedy: 'Install Portside again, or run "brew install vfkit", then try again.',
    },
    ko: {
      title: 'Mac에서 가상 머신을 실행하는 vfkit이 없어요.',
      explanation: '{places}에서 찾았어요.',
      remedy: 'Portside를 다시 설치하거나 "brew install vfkit"을 실행한 뒤 다시 시도하세요.',
    },
    action: tryAgain,
  },
  'machine.vfkit-not-entitled': {
    number: 'PS-2081',
    en: {
      title: 'macOS does not let {program} run virtual machines.',
      explanation: 'The program lacks the entitlement com.apple.security.virtualization in its signature.',
      remedy:
        'Install Portside or vfkit again: a copied or re-signed program loses it. With QEMU installed ("brew install qemu"), Portside uses that when it is started again.',
    },
    ko: {
      title: 'macOS가 {program}의 가상 머신 실행을 허용하지 않아요.',
      explanation: '프로그램 서명에 com.apple.security.virtualization 권한이 없어요.',
      remedy:
        'Portside나 vfkit을 다시 설치하세요. 복사하거나 다시 서명한 프로그램은 권한을 잃어요. QEMU를 설치하면("brew install qemu") 다시 시작할 때 QEMU를 사용해요.',
    },
    action: tryAgain,
  },
  'machine.vfkit-path': {
    number: 'PS-2082',
    en: {
      title: 'The path {path} has a character that vfkit does not take.',
      explanation:
        'vfkit, which runs the virtual machine, takes no comma and no quotation mark, and in the path of a socket no space and no letters but English ones.',
      remedy: 'Set PORTSIDE_HOME to a folder without these characters, then start Portside again.',
    },
    ko: {
      title: '{path} 경로에 vfkit이 받지 않는 문자가 있어요.',
      explanation:
        '가상 머신을 실행하는 vfkit은 경로에 쉼표와 따옴표를 받지 않고, 소켓 경로에는 공백과 영문이 아닌 글자도 받지 않아요.',
      remedy: 'PORTSIDE_HOME을 이런 문자가 없는 폴더로 정한 뒤 Portside를 다시 시작하세요.',
    },
  },
  'machine.vfkit-unsupported': {
    number: 'PS-2085',
    en: {
      title: 'This Mac does not let {program} run virtual machines.',
      explanation: 'Its macOS is too old for it, or it is a virtual machine itself.',
      remedy:
        'Install QEMU with "brew install qemu", then start Portside again: it uses QEMU instead, with the same data.',
    },
    ko: {
      title: '이 Mac에서는 {program} 프로그램이 가상 머신을 실행할 수 없어요.',
      explanation: 'macOS가 오래됐거나, 이 Mac이 가상 머신이에요.',
      remedy:
        '"brew install qemu"로 QEMU를 설치한 뒤 Portside를 다시 시작하세요. 같은 데이터를 QEMU로 실행해요.',
    },
    action: tryAgain,
  },
  'machine.rosetta-missing': {
    number: 'PS-2086',
    en: {
      title: 'Images made for Intel processors cannot run: Rosetta is not installed.',
      explanation: 'This Mac has an Apple processor. Images made for it (arm64) run as usual.',
      remedy: 'Run "softwareupdate --install-rosetta" in a terminal, then restart the engine.',
    },
    ko: {
      title: 'Rosetta가 설치되지 않아 Intel 프로세서용 이미지를 실행할 수 없어요.',
      explanation: '이 Mac에는 Apple 프로세서가 있어요. 이 프로세서용(arm64) 이미지는 평소처럼 작동해요.',
      remedy: '터미널에서 "softwareupdate --install-rosetta"를 실행한 뒤 엔진을 다시 시작하세요.',
    },
  },
  'machine.rosetta-failed': {
    number: 'PS-2087',
    en: {
      title: 'Images made for Intel processors cannot run: Rosetta could not be set up.',
      explanation: 'Images made for Apple processors (arm64) run as usual.',
      remedy: 'Restart the engine. If it happens again, the details below say what went wrong.',
    },
    ko: {
      title: 'Rosetta를 준비하지 못해 Intel 프로세서용 이미지를 실행할 수 없어요.',
      explanation: 'Apple 프로세서용(arm64) 이미지는 평소처럼 작동해요.',
      remedy: '엔진을 다시 시작하세요. 다시 생기면 무엇이 잘못됐는지는 아래에 있어요.',
    },
  },
  'machine.record-unreadable': {
    number: 'PS-2025',
    en: {
      title: 'The file that describes the virtual machine cannot be read.',
      explanation: '{file} is damaged, so Portside does not know which disk belongs to this machine.',
      remedy: 'Put the file back from a backup. Nothing was changed on the disk beside it.',
    },
    ko: {
      title: '가상 머신 정보 파일을 읽을 수 없어요.',
      explanation: '{file} 파일이 손상돼서 어떤 디스크가 이 가상 머신의 것인지 알 수 없어요.',
      remedy: '백업에서 파일을 되돌려 놓으세요. 옆에 있는 디스크는 바꾸지 않았어요.',
    },
    action: tryAgain,
  },
})
