// The Korean texts of registries.

export const ko = {
  'registries.menu': '레지스트리…',
  'registries.title': '레지스트리',
  'registries.why':
    '레지스트리는 이미지를 보관하는 곳이에요. 로그인하면 비공개 이미지를 받고, 이미지를 올리고, 더 많이 받을 수 있어요.',
  'registries.list': '로그인한 레지스트리',
  'registries.byHelper': '비밀번호는 Docker 자격 증명 도우미 {name}에 보관해요.',
  'registries.keychain': '비밀번호는 이 컴퓨터의 키체인으로 암호화해서 보관해요.',
  'registries.none':
    '쓸 수 있는 키체인이 없어서 로그인을 보관할 수 없어요. 비밀번호를 일반 파일에 저장하지 않기 때문이에요. 먼저 Docker 자격 증명 도우미를 설치하세요.',
  'registries.test': '확인',
  'registries.works': '{name}에 로그인할 수 있어요',
  'registries.logOut': '로그아웃',
  'registries.loggedOut': '{name}에서 로그아웃했어요',
  'registries.address': '레지스트리',
  'registries.hubHint': 'Docker Hub라면 비워 두세요',
  'registries.username': '사용자 이름',
  'registries.password': '비밀번호 또는 액세스 토큰',
  'registries.tokenHint': '토큰은 비밀번호와 달리 권한을 제한하고 취소할 수 있어요.',
  'registries.logIn': '로그인',
  'registries.loggedIn': '{name}에 로그인했어요',
  'registries.notLimited': 'Docker Hub에서 이 계정의 받기 횟수를 세지 않아요.',
  'registries.pullsLeft': 'Docker Hub에서 {time} 동안 {limit}번 중 {remaining}번 더 받을 수 있어요.',
  'registries.moreByLogin': '로그인하거나 미러를 쓰면 더 받을 수 있어요.',
  'registries.moreByMirror': '엔진 설정에서 미러를 쓰면 아낄 수 있어요.',
} as const
