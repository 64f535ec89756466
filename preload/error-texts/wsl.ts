// PS-204x and PS-205x: the Windows Subsystem for Linux, in which the engine runs on Windows.
import { errorFamily } from './error-text'
import { wslSetupErrors } from './wsl-setup'

const install = { service: 'wsl', method: 'install' } as const
const tryAgain = { service: 'machine', method: 'start', label: { en: 'Try again', ko: '다시 시도' } } as const

export const wslErrors = {
  ...wslSetupErrors,
  ...errorFamily({
    'machine.wsl-missing': {
      number: 'PS-2040',
      en: {
        title: 'The Windows Subsystem for Linux is not installed.',
        explanation: 'Portside runs Docker in it. It is a part of Windows, and Windows installs it itself.',
        remedy:
          'Let Portside install it. Windows asks for permission once, and afterwards the computer may have to restart.',
      },
      ko: {
        title: 'Linux용 Windows 하위 시스템(WSL)이 설치되어 있지 않아요.',
        explanation:
          'Portside는 WSL에서 Docker를 실행해요. Windows에 들어 있는 기능이라 Windows가 직접 설치해요.',
        remedy:
          'Portside에서 설치하세요. Windows가 권한을 한 번 묻고, 설치가 끝나면 컴퓨터를 다시 시작해야 할 수 있어요.',
      },
      action: { ...install, label: { en: 'Install WSL', ko: 'WSL 설치' } },
    },
    'machine.wsl-old': {
      number: 'PS-2041',
      en: {
        title: 'The Windows Subsystem for Linux is too old.',
        explanation: 'Version {have} is installed, and Portside needs {least} or newer.',
        remedy: 'Update it. Windows asks for permission once, and your own distributions stay as they are.',
      },
      ko: {
        title: 'Linux용 Windows 하위 시스템(WSL)의 버전이 낮아요.',
        explanation: '설치된 버전은 {have}이고, {least} 이상이 필요해요.',
        remedy: '업데이트하세요. Windows가 권한을 한 번 묻고, 원래 있던 배포판은 그대로예요.',
      },
      action: { service: 'wsl', method: 'update', label: { en: 'Update WSL', ko: 'WSL 업데이트' } },
    },
    'machine.wsl-reboot': {
      number: 'PS-2042',
      en: {
        title: 'Windows has to be restarted before Docker can run.',
        explanation: 'A part of Windows was just installed and takes effect after a restart.',
        remedy: 'Restart the computer. Portside opens again by itself afterwards; if it does not, open it.',
      },
      ko: {
        title: 'Docker를 실행하려면 Windows를 다시 시작해야 해요.',
        explanation: '방금 설치한 Windows 기능은 다시 시작한 뒤부터 쓸 수 있어요.',
        remedy: '컴퓨터를 다시 시작하세요. 그러면 Portside가 저절로 열려요. 열리지 않으면 직접 여세요.',
      },
      action: tryAgain,
    },
    'machine.virtualization-off': {
      number: 'PS-2043',
      en: {
        title: 'Virtualization is switched off on this computer.',
        explanation: 'Without it Windows cannot run Linux. The code is {code}.',
        remedy:
          'Switch on virtualization (Intel VT-x, AMD SVM) in the firmware settings of this computer, then try again.',
      },
      ko: {
        title: '이 컴퓨터의 가상화가 꺼져 있어요.',
        explanation: '가상화가 켜져 있어야 Windows에서 Linux를 실행할 수 있어요. 코드: {code}',
        remedy: '컴퓨터의 펌웨어(BIOS) 설정에서 가상화(Intel VT-x, AMD SVM)를 켠 뒤 다시 시도하세요.',
      },
      action: tryAgain,
    },
    'machine.wsl-elevation': {
      number: 'PS-2044',
      en: {
        title: 'Portside runs with other rights than the Linux part of Windows.',
        explanation: 'Linux was started as an administrator and Portside was not, or the other way round.',
        remedy: 'Quit Portside and start it as you usually start programs, not as administrator.',
      },
      ko: {
        title: 'Portside와 WSL이 서로 다른 권한으로 실행되고 있어요.',
        explanation: '한쪽은 관리자 권한으로, 다른 쪽은 일반 권한으로 시작됐어요.',
        remedy: 'Portside를 종료하고 관리자 권한 없이 평소처럼 다시 시작하세요.',
      },
      action: tryAgain,
    },
    'machine.wsl-disk-corrupted': {
      number: 'PS-2045',
      en: {
        title: 'The disk with your images, containers and volumes cannot be opened.',
        explanation: 'Windows says that its file system is damaged. Nothing was changed or deleted.',
        remedy: 'Make a copy of {file} first. Then restart the computer and try again.',
      },
      ko: {
        title: '이미지, 컨테이너, 볼륨이 든 디스크를 열 수 없어요.',
        explanation: 'Windows가 파일 시스템이 손상됐다고 해요. 바꾸거나 지운 것은 없어요.',
        remedy: '먼저 {file} 파일을 복사해 두세요. 그다음 컴퓨터를 다시 시작하고 다시 시도하세요.',
      },
      action: tryAgain,
    },
    'machine.wsl-crashed': {
      number: 'PS-2046',
      en: {
        title: 'The Linux part of Windows stopped responding.',
        explanation: 'Its virtual machine ended or did not answer. The code is {code}.',
        remedy: 'Try again. If it happens again, restart the computer.',
      },
      ko: {
        title: 'WSL이 응답하지 않아요.',
        explanation: 'WSL의 가상 머신이 끝났거나 응답하지 않았어요. 코드: {code}',
        remedy: '다시 시도하세요. 또 일어나면 컴퓨터를 다시 시작하세요.',
      },
      action: tryAgain,
    },
    'machine.wsl-disk-held': {
      number: 'PS-2047',
      en: {
        title: 'Another program holds the disk with your images, containers and volumes.',
        explanation: 'A backup or a virus scanner may have {file} open.',
        remedy: 'Wait until it is done, or close it, then try again.',
      },
      ko: {
        title: '이미지, 컨테이너, 볼륨이 든 디스크를 다른 프로그램이 쓰고 있어요.',
        explanation: '백업이나 백신 프로그램이 {file} 파일을 열고 있을 수 있어요.',
        remedy: '그 프로그램이 끝날 때까지 기다리거나 닫은 뒤 다시 시도하세요.',
      },
      action: tryAgain,
    },
    'machine.wsl-holder-ended': {
      number: 'PS-2088',
      en: {
        title: 'The program that keeps Linux running was ended.',
        explanation: '{program} ended by {reason}. Portside starts Linux again, once in a minute at most.',
        remedy:
          'If it happens again, see what ends wsl.exe: a task manager, or a program that guards this computer.',
      },
      ko: {
        title: 'Linux를 계속 실행하는 프로그램이 종료됐어요.',
        explanation:
          '{program} 프로그램이 끝났어요({reason}). Portside가 Linux를 다시 시작해요. 1분에 한 번까지만요.',
        remedy: '다시 일어나면 작업 관리자나 보안 프로그램이 wsl.exe를 끝내는지 확인하세요.',
      },
      action: tryAgain,
    },
    'machine.wsl-windows-unreachable': {
      number: 'PS-2095',
      en: {
        title: 'Containers do not reach programs on Windows.',
        explanation:
          'The name host.docker.internal leads nowhere from containers. Everything else works as usual.',
        remedy: 'Update WSL and stop and start the engine. The details below say what stood in the way.',
      },
      ko: {
        title: '컨테이너에서 Windows의 프로그램에 연결할 수 없어요.',
        explanation:
          '컨테이너에서 host.docker.internal 이름이 어디로도 이어지지 않아요. 나머지는 모두 평소처럼 작동해요.',
        remedy: 'WSL을 업데이트하고 엔진을 껐다 켜세요. 무엇이 막았는지는 아래 자세한 내용에 있어요.',
      },
    },
    'machine.wsl-failed': {
      number: 'PS-2048',
      en: {
        title: 'The Windows Subsystem for Linux reported an error.',
        explanation: 'The command was "{command}" and the code is {code}.',
        remedy: 'Try again. The details below say what Windows printed.',
      },
      ko: {
        title: 'Linux용 Windows 하위 시스템(WSL)에서 오류가 났어요.',
        explanation: '실행한 명령: "{command}", 코드: {code}',
        remedy: '다시 시도하세요. 아래 내용에서 Windows가 출력한 메시지를 볼 수 있어요.',
      },
      action: tryAgain,
    },
    'machine.wsl-name-taken': {
      number: 'PS-2049',
      en: {
        title: 'There already is a Linux distribution named {name} on this computer.',
        explanation: 'Portside did not make it, or no longer knows it, so nothing in it was touched.',
        remedy:
          'If it is left from an earlier Portside, put {record} back from a backup. Otherwise export and rename it, then try again.',
      },
      ko: {
        title: '이 컴퓨터에 {name:이라는/라는} 이름의 Linux 배포판이 이미 있어요.',
        explanation: 'Portside가 만든 것인지 확인할 수 없어서 아무것도 건드리지 않았어요.',
        remedy:
          '이전 Portside에서 남은 것이라면 백업에서 {record} 파일을 되돌려 놓으세요. 아니면 내보내서 다른 이름으로 바꾼 뒤 다시 시도하세요.',
      },
      action: tryAgain,
    },
  }),
}
