// The Korean texts of the settings.

export const ko = {
  'settings.language': '언어',
  'settings.theme': '화면 모드',
  'settings.system': '컴퓨터 설정 따르기',
  'settings.light': '밝게',
  'settings.dark': '어둡게',
} as const
