// PS-205x and PS-207x: what this Windows lacks or forbids before WSL can run, and setting WSL up.
import { errorFamily } from './error-text'

const install = { service: 'wsl', method: 'install' } as const
const tryAgain = { service: 'machine', method: 'start', label: { en: 'Try again', ko: '다시 시도' } } as const

export const wslSetupErrors = errorFamily({
  'machine.wsl-platform-missing': {
    number: 'PS-2050',
    en: {
      title: 'A part of Windows that runs Linux is switched off.',
      explanation: 'It is called Virtual Machine Platform. The code is {code}.',
      remedy:
        'Let Portside switch it on. Windows asks for permission once, and the computer has to restart afterwards.',
    },
    ko: {
      title: 'Linux를 실행하는 Windows 기능이 꺼져 있어요.',
      explanation: '"가상 머신 플랫폼"이라는 기능이에요. 코드: {code}',
      remedy: 'Portside에서 켜세요. Windows가 권한을 한 번 묻고, 그다음 컴퓨터를 다시 시작해야 해요.',
    },
    action: { ...install, label: { en: 'Switch it on', ko: '기능 켜기' } },
  },
  'machine.wsl-policy': {
    number: 'PS-2051',
    en: {
      title: 'The Windows Subsystem for Linux is blocked on this computer.',
      explanation: 'A rule of your organization does not allow it, and Portside runs Docker in it.',
      remedy: 'Ask the people who look after this computer to allow WSL, then try again.',
    },
    ko: {
      title: '이 컴퓨터에서는 WSL 사용이 막혀 있어요.',
      explanation: '조직의 정책이 허용하지 않아요. Portside는 WSL에서 Docker를 실행해요.',
      remedy: '컴퓨터를 관리하는 담당자에게 WSL을 허용해 달라고 한 뒤 다시 시도하세요.',
    },
    action: tryAgain,
  },
  'machine.wsl-service-off': {
    number: 'PS-2052',
    en: {
      title: 'The Windows service that runs Linux is disabled.',
      explanation: 'It is called WSL Service, and somebody or some program has disabled it.',
      remedy: 'Open Services, set WSL Service to Automatic, start it, then try again.',
    },
    ko: {
      title: 'Linux를 실행하는 Windows 서비스가 꺼져 있어요.',
      explanation: 'WSL Service라는 서비스이고, 누군가 또는 어떤 프로그램이 사용 안 함으로 바꿨어요.',
      remedy: '"서비스" 앱에서 WSL Service를 자동으로 바꾸고 시작한 뒤 다시 시도하세요.',
    },
    action: tryAgain,
  },
  'machine.wsl-windows-old': {
    number: 'PS-2053',
    en: {
      title: 'This version of Windows is too old to run Docker.',
      explanation: 'The Windows Subsystem for Linux needs Windows 10 version 2004 or newer.',
      remedy: 'Update Windows in Settings, then try again.',
    },
    ko: {
      title: 'Windows 버전이 낮아서 Docker를 실행할 수 없어요.',
      explanation: 'WSL은 Windows 10 버전 2004 이상에서 쓸 수 있어요.',
      remedy: '설정에서 Windows를 업데이트한 뒤 다시 시도하세요.',
    },
    action: tryAgain,
  },
  'machine.wsl-disk-full': {
    number: 'PS-2054',
    en: {
      title: 'This computer has too little free disk space for Linux.',
      explanation: 'Windows could not write {file}. What is in it already is unharmed.',
      remedy: 'Free some space on that drive, then try again.',
    },
    ko: {
      title: '디스크 공간이 부족해서 Linux를 설치하거나 실행할 수 없어요.',
      explanation: 'Windows가 {file:을/를} 쓰지 못했어요. 이미 들어 있는 내용은 그대로예요.',
      remedy: '그 드라이브의 공간을 비운 뒤 다시 시도하세요.',
    },
    action: tryAgain,
  },
  'machine.wsl-compact-failed': {
    number: 'PS-2072',
    en: {
      title: 'Windows could not make the file of the disk smaller.',
      explanation: 'diskpart ended with code {code} on {file}. Nothing in it has changed.',
      remedy: 'Close what may hold the file, such as a backup or a virus scanner, then try again.',
    },
    ko: {
      title: 'Windows가 디스크 파일을 줄이지 못했어요.',
      explanation: 'diskpart가 {file} 작업 중 코드 {code:으로/로} 끝났어요. 파일 내용은 그대로예요.',
      remedy: '백업이나 백신처럼 파일을 쓰고 있을 수 있는 프로그램을 닫은 뒤 다시 시도하세요.',
    },
  },
  'machine.wsl-folder-taken': {
    number: 'PS-2073',
    en: {
      title: 'There is a disk already where Linux is to be put.',
      explanation:
        '{file} exists, but Windows knows no distribution of Portside’s. It may hold data of before.',
      remedy: 'Move that file to another place to keep it, then try again.',
    },
    ko: {
      title: 'Linux를 설치할 자리에 이미 디스크가 있어요.',
      explanation:
        '{file} 파일이 있는데 Windows에는 Portside의 배포판이 없어요. 예전 데이터가 들어 있을 수 있어요.',
      remedy: '그 파일을 다른 곳으로 옮겨 보관한 뒤 다시 시도하세요.',
    },
    action: tryAgain,
  },
  'machine.wsl-access-denied': {
    number: 'PS-2075',
    en: {
      title: 'Windows does not let Linux reach its files.',
      explanation:
        '"{command}" was refused (code {code}). Your account may lack rights on {file}, or a program that guards this computer blocks it.',
      remedy:
        'Check that the folder of the file belongs to your account and that no virus scanner or "controlled folder access" blocks wsl.exe, then try again.',
    },
    ko: {
      title: 'Windows가 Linux 파일에 접근하지 못하게 했어요.',
      explanation:
        '"{command}" 명령이 거부됐어요(코드 {code}). 내 계정에 {file} 파일의 권한이 없거나 보안 프로그램이 막고 있을 수 있어요.',
      remedy:
        '파일이 있는 폴더가 내 계정 것인지, 백신이나 "제어된 폴더 액세스"가 wsl.exe를 막지 않는지 확인한 뒤 다시 시도하세요.',
    },
    action: tryAgain,
  },
  'machine.wsl-import-failed': {
    number: 'PS-2076',
    en: {
      title: 'Windows could not set up the Linux that Docker runs in.',
      explanation:
        'It did not take the archive that Portside made for it (code {code}). No data was there yet.',
      remedy:
        'Restart the computer and try again: WSL leaves a half-made distribution only until then. If it happens again, update WSL in Settings.',
    },
    ko: {
      title: 'Docker를 실행할 Linux를 설치하지 못했어요.',
      explanation:
        'Portside가 만든 파일을 Windows가 받아들이지 않았어요(코드 {code}). 아직 데이터는 없었어요.',
      remedy: '컴퓨터를 다시 시작한 뒤 다시 시도하세요. 또 일어나면 설정에서 WSL을 업데이트하세요.',
    },
    action: tryAgain,
  },
  'machine.wsl-name-in-use': {
    number: 'PS-2077',
    en: {
      title: 'Windows is still busy with a Linux distribution of the same name.',
      explanation: 'It was being installed or removed when "{command}" was asked for (code {code}).',
      remedy: 'Wait a minute and try again. If it stays so, restart the computer.',
    },
    ko: {
      title: 'Windows가 같은 이름의 Linux 배포판을 아직 처리하고 있어요.',
      explanation: '설치하거나 지우는 중에 "{command}" 명령을 실행했어요(코드 {code}).',
      remedy: '잠시 기다렸다가 다시 시도하세요. 계속 그러면 컴퓨터를 다시 시작하세요.',
    },
    action: tryAgain,
  },
  'machine.wsl-distribution-gone': {
    number: 'PS-2078',
    en: {
      title: 'The Linux distribution that Docker runs in is gone.',
      explanation:
        'Windows no longer knows it (code {code}), so another program may have removed or moved it just now.',
      remedy:
        'Try again. Portside then says whether {file} is still there, and makes no new disk in its place.',
    },
    ko: {
      title: 'Docker를 실행하던 Linux 배포판이 없어졌어요.',
      explanation: 'Windows에 더는 없어요(코드 {code}). 다른 프로그램이 방금 지웠거나 옮겼을 수 있어요.',
      remedy: '다시 시도하세요. {file} 파일이 남아 있는지 Portside가 확인하고, 새 디스크로 바꾸지는 않아요.',
    },
    action: tryAgain,
  },
  'machine.wsl-offline': {
    number: 'PS-2074',
    en: {
      title: 'Windows could not download the Windows Subsystem for Linux.',
      explanation: 'It comes from Microsoft over the internet. The code is {code}.',
      remedy: 'Check the connection, and the proxy if there is one, then try again.',
    },
    ko: {
      title: 'Windows가 WSL을 내려받지 못했어요.',
      explanation: 'WSL은 인터넷을 통해 Microsoft에서 받아요. 코드: {code}',
      remedy: '인터넷 연결과 프록시 설정을 확인한 뒤 다시 시도하세요.',
    },
    action: tryAgain,
  },
  'machine.wsl-config': {
    number: 'PS-2055',
    en: {
      title: 'The settings of the Windows Subsystem for Linux name a file that is missing.',
      explanation:
        'The file .wslconfig in your user folder names a kernel or a system of its own. The code is {code}.',
      remedy: 'Correct or remove that line in .wslconfig, then try again.',
    },
    ko: {
      title: 'WSL 설정에 적힌 파일이 없어요.',
      explanation: '사용자 폴더의 .wslconfig 파일에 적힌 커널이나 시스템 파일을 찾을 수 없어요. 코드: {code}',
      remedy: '.wslconfig에서 그 줄을 고치거나 지운 뒤 다시 시도하세요.',
    },
    action: tryAgain,
  },
  'machine.wsl-not-allowed': {
    number: 'PS-2056',
    en: {
      title: 'Windows was not allowed to make the change.',
      explanation:
        'It needs an administrator’s permission, which was declined or is not given on this computer.',
      remedy:
        'Try again and allow it. Without administrator rights, ask the people who look after this computer.',
    },
    ko: {
      title: 'Windows가 변경할 권한을 받지 못했어요.',
      explanation: '관리자의 허용이 필요한데, 거절했거나 이 컴퓨터에서는 줄 수 없어요.',
      remedy: '다시 시도해서 허용하세요. 관리자 권한이 없다면 컴퓨터를 관리하는 담당자에게 부탁하세요.',
    },
  },
  'machine.wsl-setup-failed': {
    number: 'PS-2057',
    en: {
      title: 'Windows could not finish the installation.',
      explanation: '"{command}" ended with code {code}. Nothing of yours was changed.',
      remedy:
        'Check the internet connection and Windows Update, then try again. The same command in Terminal says more.',
    },
    ko: {
      title: 'Windows가 설치를 끝내지 못했어요.',
      explanation: '"{command}" 명령이 코드 {code:으로/로} 끝났어요. 내 데이터는 바뀌지 않았어요.',
      remedy:
        '인터넷 연결과 Windows 업데이트를 확인한 뒤 다시 시도하세요. 터미널에서 같은 명령을 실행하면 더 자세히 알 수 있어요.',
    },
  },
  'machine.wsl-config-changed': {
    number: 'PS-2059',
    en: {
      title: 'The settings of WSL were changed by another program in the meantime.',
      explanation: '{file} is not what was shown before, so nothing was written.',
      remedy: 'Look at the change again and then confirm it.',
    },
    ko: {
      title: '그사이에 다른 프로그램이 WSL 설정을 바꿨어요.',
      explanation: '{file} 내용이 보여 드린 것과 달라서 아무것도 쓰지 않았어요.',
      remedy: '바뀔 내용을 다시 확인한 뒤 적용하세요.',
    },
  },
  'machine.wsl-config-unwritable': {
    number: 'PS-2071',
    en: {
      title: 'The settings of WSL cannot be read or written.',
      explanation: 'The file is {file}.',
      remedy: 'Close programs that have it open and check that it is not write-protected, then try again.',
    },
    ko: {
      title: 'WSL 설정을 읽거나 쓸 수 없어요.',
      explanation: '파일: {file}',
      remedy: '파일을 열어 둔 프로그램을 닫고 쓰기 금지가 아닌지 확인한 뒤 다시 시도하세요.',
    },
  },
  'machine.wsl-integration-failed': {
    number: 'PS-2070',
    en: {
      title: 'The distribution {name} could not be connected to the engine or disconnected from it.',
      explanation:
        'It did not do what it was asked for. Other distributions and the engine are not affected.',
      remedy: 'Open {name} once to see whether it works, then try again. The details say what it printed.',
    },
    ko: {
      title: '{name} 배포판을 엔진에 연결하거나 연결을 끊지 못했어요.',
      explanation: '배포판이 요청을 처리하지 못했어요. 다른 배포판과 엔진에는 영향이 없어요.',
      remedy: '{name:을/를} 열어서 잘 되는지 확인한 뒤 다시 시도하세요. 자세한 내용에서 출력을 볼 수 있어요.',
    },
  },
  'machine.wsl-unavailable': {
    number: 'PS-2058',
    en: {
      title: 'This computer has no Windows Subsystem for Linux.',
      explanation: 'It is a part of Windows, and Portside runs its own virtual machine here instead.',
      remedy: 'Nothing has to be done.',
    },
    ko: {
      title: '이 컴퓨터에는 WSL이 없어요.',
      explanation: 'WSL은 Windows의 기능이에요. 여기서는 Portside가 가상 머신을 직접 실행해요.',
      remedy: '따로 할 일은 없어요.',
    },
  },
})
