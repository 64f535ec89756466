// The Korean texts around well-known servers.

export const ko = {
  'catalogue.connect': '프로그램 연결하기',
  'catalogue.for': '어디에 쓸 줄인가요',
  'catalogue.copy': '복사',
} as const
