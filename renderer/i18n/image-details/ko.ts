// The Korean texts of one image in detail.

export const ko = {
  'imageDetails.title': '{name} 이미지',
  'imageDetails.close': '이미지 닫기',
  'imageDetails.facts': '{size} · {time} 만듦 · {platform}',
  'imageDetails.usedBy': '사용하는 컨테이너',
  'imageDetails.unused': '이 이미지를 쓰는 컨테이너가 없어요.',
  'imageDetails.tags': '태그',
  'imageDetails.noTags': '이름이 없어요. 새 이미지가 이름을 가져갔거나 이름을 지웠어요.',
  'imageDetails.digests': '다이제스트',
  'imageDetails.noDigests': '없어요. 이 컴퓨터에서 만들었고 아직 올리지 않았어요.',
  'imageDetails.copyDigest': '다이제스트 복사',
  'imageDetails.layers': '레이어',
  'imageDetails.layerCount': '레이어 {count}개, 오래된 단계부터',
  'imageDetails.from': '레이어 {count}개를 {name:과/와} 함께 써요',
  'imageDetails.showSteps': '단계 {count}개 보기',
  'imageDetails.hideSteps': '단계 숨기기',
  'imageDetails.unknownStep': '알 수 없음',

  'waste.title': '낭비된 공간',
  'waste.explain':
    '나중 레이어가 바꾸거나 지운 파일도 함께 내려받고 저장돼요. 모든 레이어를 한 번 읽어서 찾아요.',
  'waste.look': '낭비된 공간 찾기',
  'waste.again': '다시 찾기',
  'waste.preparing': '엔진이 레이어를 묶고 있어요',
  'waste.reading': '레이어를 읽고 있어요. 약 {total} 중 {done}',
  'waste.progress': '레이어 읽기',
  'waste.none': '낭비된 공간이 없어요. 나중 레이어가 가린 파일이 없어요.',
  'waste.found': '{total} 중 파일 {count}개, {size}만큼 낭비되고 있어요.',
  'waste.overwritten': '바뀜',
  'waste.deleted': '지워짐',
  'waste.by': '{instruction} 단계에서',
  'waste.largest': '가장 큰 파일',
  'waste.hint':
    '파일을 만든 단계에서 바로 지우고, 필요한 파일만 복사하세요. .dockerignore 파일이 도움이 돼요.',
} as const
