// The Korean texts about the Windows Subsystem for Linux.

export const ko = {
  'wsl.askingTitle': 'Windows가 권한을 물어요',
  'wsl.askingWhy': 'Windows 창에서 "예"를 고르세요. 이 창 뒤에 있을 수 있어요.',
  'wsl.installing': 'Windows가 WSL을 설치하고 있어요',
  'wsl.updating': 'Windows가 WSL을 업데이트하고 있어요',
  'wsl.workingWhy': '몇 분 걸려요. 그만 기다려도 작업은 계속돼요.',
  'wsl.stopWaiting': '그만 기다리기',
} as const
