// What each setting is for, in Korean; the table of settings has the English.
import type { Language, Settings } from '../../preload/model'

const ko: Readonly<Record<keyof Settings, string>> = {
  language: '창의 언어',
  theme: '창의 모양',
  collapsedProjects: '컨테이너 목록에서 접어 둔 프로젝트',
  containerColumns: '컨테이너 목록의 열. 예: ["ports","state"]',
  containerOrder: '컨테이너 목록을 정렬하는 기준',
  containerOrderDescending: '큰 것부터 거꾸로 정렬할지',
  containersByProject: '컨테이너 목록을 프로젝트별로 묶을지',
  welcomeSeen: '첫 5분 안내를 보았거나 건너뛰었는지',
  foldersAsked: '첫 가상 머신을 만들어서 홈 폴더 공유를 물었는지',
  letterKeys: '컨테이너 목록에서 글자 하나로 조작할지',
  recentActions: '명령 팔레트에서 최근에 고른 것',
  rootTerminals: '마지막에 고른 대로 터미널을 root로 여는 이미지',
  cataloguePorts: '카탈로그의 서버가 대신 쓸 포트: [{"port":3306,"use":3307}]',
  cpus: '가상 머신의 프로세서 수',
  memoryBytes: '가상 머신의 메모리. 바이트 또는 6GiB처럼',
  diskBytes: '데이터 디스크의 크기. 바이트 또는 300GiB처럼. 늘릴 수만 있음',
  swapBytes: '쉬는 메모리를 옮길 데이터 디스크의 공간. 바이트 또는 2GiB처럼. 0이면 없음',
  sharedFolders: '컨테이너에 보이는 이 컴퓨터의 폴더: [{"path":"/home/me","writable":true}]',
  proxyMode: '다운로드에 쓸 프록시: 이 컴퓨터의 것, 아래에 적은 것, 없음',
  httpProxy: 'proxyMode가 manual일 때 쓸 http 프록시. 예: http://proxy.example:3128',
  httpsProxy: 'proxyMode가 manual일 때 쓸 https 프록시',
  noProxy: '프록시 없이 접속할 이름. 쉼표로 나눔',
  hostCertificates: '이 컴퓨터의 인증 기관을 엔진도 신뢰할지',
  sleepAfterMinutes: '쓰지 않을 때 엔진이 잠들기까지의 분. 예: 0.5. 0이면 잠들지 않음',
  startAtLogin: '로그인할 때 Portside를 숨겨서 시작할지',
  updates: 'Portside 새 버전을 찾고 내려받을지. 스스로 설치하지는 않음',
  onQuit: '끝낼 때 가상 머신을 종료할지, 상태를 보관할지, 그대로 둘지',
}

export const meaningOf = (name: keyof Settings, meaning: string, language: Language | undefined): string =>
  language === 'ko' ? ko[name] : meaning
