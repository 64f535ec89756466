// The Korean texts of downloads.

export const ko = {
  'pull.title': '이미지 받기',
  'pull.what': '이미지',
  'pull.hint': 'nginx:1.27 같은 이름이나 레지스트리의 전체 주소를 쓰세요.',
  'pull.action': '받기',
  'pull.active': '{name} 받는 중',
  'pull.done': '{name:을/를} 받았어요',
  'pull.upToDate': '{name:은/는} 최신이에요',
  'pull.cancelled': '{name} 받기를 멈췄어요',
  'pull.failed': '{name:을/를} 받지 못했어요',
  'pull.asking': '레지스트리에 묻고 있어요',
  'pull.of': '{total} 중 {done}',
  'pull.speed': '초당 {speed}',
  'pull.left': '약 {time} 남음',
  'pull.took': '{time} 걸림',

  'layer.waiting': '대기',
  'layer.downloading': '받는 중',
  'layer.uploading': '올리는 중',
  'layer.downloaded': '받음',
  'layer.unpacking': '푸는 중',
  'layer.ready': '완료',
} as const
