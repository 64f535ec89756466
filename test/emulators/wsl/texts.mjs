// What wsl.exe says, in English and Korean. Only the codes, the table's head and the states are the same in both.
// Where the sentences come from stands in test/fixtures/wsl/README.md.

/** Why a command failed: the sentence's key, and where the code is said to have come from. */
export const failures = {
  notFound: { text: 'notFound', code: 'Wsl/Service/WSL_E_DISTRO_NOT_FOUND' },
  exists: { text: 'exists', code: 'Wsl/Service/RegisterDistro/ERROR_ALREADY_EXISTS' },
  folderUsed: { text: 'folderUsed', code: 'Wsl/Service/RegisterDistro/ERROR_FILE_EXISTS' },
  noFile: { text: 'noFile', code: 'Wsl/ERROR_FILE_NOT_FOUND' },
  importFailed: { text: 'importFailed', code: 'Wsl/Service/RegisterDistro/WSL_E_IMPORT_FAILED' },
  notLinux: { text: 'notLinux', code: 'Wsl/Service/RegisterDistro/WSL_E_NOT_A_LINUX_DISTRO' },
  virtualisation: {
    text: 'virtualisation',
    code: 'Wsl/Service/CreateInstance/CreateVm/HCS/HCS_E_HYPERV_NOT_INSTALLED',
  },
  elevation: { text: 'elevation', code: 'Wsl/Service/AttachDisk/WSL_E_ELEVATION_NEEDED_TO_MOUNT_DISK' },
  diskFull: { text: 'diskFull', code: 'Wsl/Service/RegisterDistro/ERROR_DISK_FULL' },
  corrupted: { text: 'corrupted', code: 'Wsl/Service/CreateInstance/MountDisk/WSL_E_DISK_CORRUPTED' },
  notStopped: { text: 'notStopped', code: 'Wsl/Service/WSL_E_DISTRO_NOT_STOPPED' },
  busy: { text: 'busy', code: 'Wsl/Service/CreateInstance/MountDisk/ERROR_SHARING_VIOLATION' },
  crashed: { text: 'crashed', code: 'Wsl/Service/CreateInstance/CreateVm/WSL_E_VM_CRASHED' },
  higherIntegrity: { text: 'higherIntegrity', code: 'Wsl/Service/WSL_E_HIGHER_INTEGRITY' },
  policy: { text: 'policy', code: 'Wsl/ERROR_ACCESS_DISABLED_BY_POLICY' },
  serviceOff: { text: 'serviceOff', code: 'Wsl/0x80070422' },
  restartNeeded: { text: 'reboot', code: 'Wsl/Service/CreateInstance/ERROR_SUCCESS_REBOOT_REQUIRED' },
  offline: { text: 'offline', code: 'Wsl/UpdatePackage/WININET_E_NAME_NOT_RESOLVED' },
  accessDenied: { text: 'accessDenied', code: 'Wsl/Service/RegisterDistro/E_ACCESSDENIED' },
  usage: { text: 'usage', code: undefined },
  noneRunning: { text: 'noneRunning', code: undefined },
  noneInstalled: { text: 'noneInstalled', code: undefined },
}

const en = {
  notFound: 'There is no distribution with the supplied name.',
  exists: 'A distribution with the supplied name already exists. Use --name to choose a different name.',
  folderUsed: 'The supplied install location is already in use.',
  noFile: 'The system cannot find the file specified.',
  importFailed: 'Importing the distribution failed.',
  notLinux: 'The imported file is not a valid Linux distribution.',
  virtualisation:
    'WSL2 is unable to start since virtualization is not enabled on this machine.\nPlease ensure the "Virtual Machine Platform" optional component is enabled and virtualization is turned on in your computer\'s firmware settings.\n\nEnable "Virtual Machine Platform" by running: wsl.exe --install --no-distribution\n\nFor information please visit https://aka.ms/enablevirtualization',
  elevation: 'Administrator access is needed to mount a disk.',
  busy: 'The process cannot access the file because it is being used by another process.',
  crashed: 'The WSL2 Virtual Machine crashed.',
  higherIntegrity:
    'Cannot launch because another instance is running un-elevated.  Elevated and un-elevated instances are not permitted to run simultaneously.',
  policy: 'This program is blocked by group policy. For more information, contact your system administrator.',
  serviceOff:
    'The service cannot be started, either because it is disabled or because it has no enabled devices associated with it.',
  accessDenied: 'Access is denied.',
  offline: 'The server name or address could not be resolved',
  notInstalled:
    "The Windows Subsystem for Linux is not installed. You can install by running 'wsl.exe --install'.\nFor more information please visit https://aka.ms/wslinstall",
  checking: 'Checking for updates.',
  updating: 'Updating Windows Subsystem for Linux to version: ',
  installingPart: 'Installing Windows optional component: ',
  refused: 'This command cannot be run due to the error: The operation was canceled by the user.',
  registryRefused:
    'Exception calling "OpenSubKey" with "2" argument(s): "Requested registry access is not allowed."',
  diskFull: 'There is not enough space on the disk.',
  corrupted: 'The disk could not be mounted because it is corrupted.',
  notStopped: 'The operation requires the distribution to be stopped.',
  usage: 'Invalid command line argument. Use wsl.exe --help for help.',
  noneRunning: 'There are no running distributions.',
  noneInstalled: 'Windows Subsystem for Linux has no installed distributions.',
  done: 'The operation completed successfully.',
  errorCode: 'Error code: ',
  listHead: 'Windows Subsystem for Linux Distributions:',
  defaultMark: '(Default)',
  defaultDistribution: 'Default Distribution: ',
  defaultVersion: 'Default Version: ',
  versions: [
    'WSL version',
    'Kernel version',
    'WSLg version',
    'MSRDC version',
    'Direct3D version',
    'DXCore version',
    'Windows version',
  ],
  reboot:
    'The requested operation is successful. Changes will not be effective until the system is rebooted.',
  newest: 'The most recent version of Windows Subsystem for Linux is already installed.',
}

const ko = {
  notFound: '제공된 이름의 배포가 없습니다.',
  exists: '제공된 이름의 배포가 이미 있습니다. 다른 이름을 선택하려면 --name 를 사용하세요.',
  folderUsed: '제공된 설치 위치가 이미 사용 중입니다.',
  noFile: '지정된 파일을 찾을 수 없습니다.',
  importFailed: '배포를 가져오지 못했습니다.',
  notLinux: '가져온 파일은 올바른 Linux 배포가 아닙니다.',
  virtualisation:
    '가상화가 활성화되지 않은 이 컴퓨터에서는 WSL2를 시작할 수 없습니다.\n컴퓨터의 펌웨어 설정에서 ‘가상 머신 플랫폼’ 선택적 구성 요소가 활성화되고, 가상화가 켜져 있는지 확인하세요.\n\n‘가상 머신 플랫폼’을 활성화기 위해 다음 명령 실행: wsl.exe --install --no-distribution\n\n자세한 내용을 알아보려면 https://aka.ms/enablevirtualization을 방문하세요.',
  elevation: '디스크를 탑재하려면 관리자 액세스 권한이 필요합니다.',
  busy: '다른 프로세스가 파일을 사용 중이기 때문에 프로세스가 액세스 할 수 없습니다.',
  crashed: 'WSL2 가상 머신이 충돌했습니다.',
  higherIntegrity:
    '또 다른 인스턴스가 관리자 권한 없이 실행 중이므로 시작할 수 없습니다. 관리자 권한으로 실행하는 인스턴스는 관리자 권한 없이 실행 중인 인스턴스와 동시에 실행할 수 없습니다.',
  policy: '이 프로그램은 그룹 정책에 의해 차단되었습니다. 자세한 내용은 시스템 관리자에게 문의하십시오.',
  serviceOff: '서비스를 사용할 수 없도록 설정했거나 연결된 장치가 없으므로 서비스를 시작할 수 없습니다.',
  accessDenied: '액세스가 거부되었습니다.',
  offline: '서버 이름이나 주소를 확인할 수 없습니다.',
  notInstalled:
    "Linux용 Windows 하위 시스템이 설치되어 있지 않습니다. 'wsl.exe --install'을 실행하여 설치할 수 있습니다.\n자세한 내용은 https://aka.ms/wslinstall을 참조하세요.",
  checking: '업데이트 확인 중입니다.',
  updating: 'Linux용 Windows 하위 시스템 버전을 업데이트하는 중입니다: ',
  installingPart: 'Windows 선택적 구성 요소 설치 중: ',
  refused: '다음 오류로 인해 이 명령을 실행할 수 없습니다. 사용자가 작업을 취소했습니다.',
  registryRefused:
    '"2"개의 인수가 있는 "OpenSubKey"을(를) 호출하는 동안 예외가 발생했습니다. "요청한 레지스트리 액세스가 허용되지 않습니다."',
  diskFull: '디스크 공간이 부족합니다.',
  corrupted: '디스크가 손상되어 탑재할 수 없습니다.',
  notStopped: '이 작업을 수행하려면 배포를 중지해야 합니다.',
  usage: '명령줄 인수가 잘못되었습니다. 도움말을 보려면 wsl.exe --help를 사용하세요.',
  noneRunning: '실행 중인 배포가 없습니다.',
  noneInstalled: 'Linux용 Windows 하위 시스템에 설치된 배포가 없습니다.',
  done: '작업을 완료했습니다.',
  errorCode: '오류 코드: ',
  listHead: 'Linux용 Windows 하위 시스템 배포:',
  defaultMark: '(기본값)',
  defaultDistribution: '기본 배포: ',
  defaultVersion: '기본 버전: ',
  versions: [
    'WSL 버전',
    '커널 버전',
    'WSLg 버전',
    'MSRDC 버전',
    'Direct3D 버전',
    'DXCore 버전',
    'Windows 버전',
  ],
  reboot: '요청한 작업이 잘 실행되었습니다. 시스템을 다시 시작하면 변경 사항이 적용됩니다.',
  newest: '최신 버전의 Linux용 Windows 하위 시스템이 이미 설치되어 있습니다.',
}

/** @param {string} language `en` or `ko` */
export const textsOf = (language) => (language === 'ko' ? ko : en)

/** wsl.exe fails with -1, which Windows shows as 4294967295. A Linux process has only a byte: this is the one place. */
export const failureExit = 255

/**
 * As wsl.exe prints: UTF-8 when WSL_UTF8 is 1 and the version knows it, UTF-16LE otherwise; lines end in CR LF.
 * @param {string} text
 * @param {{ utf8: boolean }} options
 */
export const encode = (text, { utf8 }) =>
  Buffer.from(text.replaceAll(/\r?\n/g, '\r\n'), utf8 ? 'utf8' : 'utf16le')
