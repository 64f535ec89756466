// The Korean texts of new versions of Portside.

export const ko = {
  'update.title': '새 버전',
  'update.note': '여기서 켜지 않으면 어디에도 묻지 않고, 저절로 설치하지도 않아요. 데이터는 그대로예요.',
  'update.unsupported': '소스에서 실행했거나 패키지 관리자로 설치했어요. 같은 방법으로 업데이트하세요.',
  'update.setting': '새 버전 확인',
  'update.off': '안 함',
  'update.check': '알려 주기',
  'update.download': '내려받기까지',
  'update.notAsked': '아직 확인하지 않았어요',
  'update.newest': '최신 버전이에요.',
  'update.look': '지금 확인',
  'update.found': '{version} 버전이 나왔어요',
  'update.get': '내려받기',
  'update.downloading': '새 버전을 내려받고 있어요',
  'update.install': '설치하고 다시 열기',
  'update.previous': '{version} 버전을 남겨 두었어요',
  'update.previousWhy': '새 버전에 문제가 있을 때 쓰세요. 데이터는 그대로예요.',
  'update.goBack': '이 버전으로 돌아가기',
  'update.stopTitle': '실행 중인 컨테이너를 중지할까요?',
  'update.stopText': '컨테이너 {count}개가 실행 중이라 중지돼요. 데이터는 남아요.',
  'update.later': '나중에',
} as const
