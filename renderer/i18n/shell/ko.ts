// The Korean texts of the frame of the window.

export const ko = {
  'app.name': 'Portside',
  'app.thisComputer': '이 컴퓨터',
  'app.connecting': 'Portside에 연결하고 있어요',
  'app.lost': 'Portside와 연결이 끊겼어요. 자동으로 다시 연결해요.',
  'app.lostNever': 'Portside에 연결할 수 없어요. Portside가 알려 준 주소로 다시 열어 주세요.',

  'nav.label': '메뉴',
  'nav.containers': '컨테이너',
  'nav.images': '이미지',
  'nav.volumes': '볼륨',
  'nav.networks': '네트워크',
  'nav.settings': '설정',

  'keys.title': '단축키',
  'keys.move': '목록에서 이동',
  'keys.select': '선택',
  'keys.extend': '선택 넓히기',
  'keys.startStop': '시작 또는 중지',
  'keys.restart': '다시 시작',
  'keys.pause': '일시 정지 또는 계속',
  'keys.rename': '이름 바꾸기',
  'keys.fold': '프로젝트 펼치기·접기',
  'keys.details': '자세히',
  'keys.logs': '로그',
  'keys.browser': '브라우저에서 열기',
  'keys.remove': '삭제',
  'keys.filter': '필터로 가기',
  'keys.confirm': '대화 상자 확인',
  'keys.close': '닫기, 그다음 선택 해제',

  'requests.unknown': 'Portside에 “{name}” 화면이 없어요.',
  'requests.noContainer': '“{name}” 컨테이너가 없어요.',
  'requests.noPath': '브라우저는 끌어 놓은 파일의 위치를 알려 주지 않아요. 데스크톱 앱에서 해 보세요.',
} as const
