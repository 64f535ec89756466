// The Korean texts of the panel at the icon beside the clock.

export const ko = {
  'tray.open': 'Portside 열기',
  'tray.run': '실행…',
  'tray.settings': '설정',
  'tray.quit': 'Portside 종료',
  'tray.conflictOf': '{count}건 중 {number}번째',
  'tray.nextConflict': '다음 충돌',
  'tray.other': '기타',
  'tray.someRunning': '{count}개 중 {running}개',
  'tray.noneRunning': '중지됨',
  'tray.morePorts': '포트 {count}개 더 보기',
  'tray.empty': '아직 컨테이너가 없어요.',
} as const
