// The Korean texts of the images.

export const ko = {
  'images.title': '이미지',
  'images.inUse': '사용 중',
  'images.notUsed': '사용 안 함',
  'images.pull': '받기…',
  'images.run': '실행…',
  'images.runName': '{name} 실행',
  'images.remove': '삭제',
  'images.removed': '{name:을/를} 삭제했어요',
  'images.removeTitle': '{name:을/를} 삭제할까요?',
  'images.removeWhy': '레지스트리에 남아 있으면 다시 받을 수 있어요. 컨테이너는 그대로예요.',
  'images.keep': '그대로 두기',
  'images.copyName': '이름 복사',
  'images.untagged': '이름 없음',
  'images.containers': '컨테이너 {count}개',
  'images.moreTags': '같은 이미지: {tags}',
  'images.empty': '아직 이미지가 없어요',
  'images.emptyWhy': '이미지는 앱과 필요한 것을 모두 담은 꾸러미예요. 컨테이너는 이미지로 만들어요.',
  'images.emptyAction': '이미지 받기…',
  'images.noMatch': '여기에 해당하는 이미지가 없어요',
  'images.loading': '이미지를 불러오고 있어요',
} as const
