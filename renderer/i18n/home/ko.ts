// The Korean texts of the first screen and of warnings.
import type { Text } from '../texts'
import type { en } from './en'

export const ko: Readonly<Record<keyof typeof en, Text>> = {
  'nav.home': '홈',
  'home.title': '홈',
  'home.runs': '컨테이너 {count}개가 실행 중이에요.',
  'home.needs': '확인할 일이 {count}가지 있어요.',
  'home.needsNothing': '확인할 일이 없어요.',
  'home.needsYou': '확인할 일',
  'home.projects': '프로젝트',
  'home.noProjects': '실행한 것이 주소와 함께 여기에 나타나요.',
  'home.review': '살펴보기',
  'home.reviewOf': '{name} 살펴보기',
  'home.services': '서비스 {count}개예요.',
  'home.servicesWithData': '서비스 {count}개와 예제 데이터예요.',
  'home.portsMove': '부딪히지 않게 포트 {count}개를 옮겨요.',
  'home.tookLast': '지난번에는 시작하는 데 {time} 걸렸어요',
  'home.wouldClash': '시작하면 {holder} 때문에 충돌해요',
  'home.takenBy': '{holder} 사용 중',
  'home.cpu': '이 컴퓨터의 CPU',
  'home.memory': '가상 머신의 메모리',
  'home.memoryComputer': '이 컴퓨터의 메모리',
  'home.recently': '최근 활동',
  'home.runNew': '새로 실행하기',
  'home.together': '함께 쓰는 서버',
  'home.anyImage': '다른 이미지…',
  'home.undo': '실행 취소',
  'home.undone': '되돌렸어요: {name}',
  'activity.container-run': '실행함: {name}',
  'activity.container-discarded': '컨테이너 삭제: {name}',
  'activity.container-removed': '컨테이너 삭제: {name}',
  'activity.image-built': '빌드함: {name}',
  'activity.port-fixed': '포트 문제 해결: {name}',
  'activity.memory-returned': '메모리 {size} 반환',
  'activity.disk-returned': '디스크 {size} 반환',
  'warning.raisedMachine': '다음에 시작할 때 가상 머신이 {size}를 받아요',
  'warning.later': '1시간 뒤에 다시 알리기',
  'warning.tomorrow': '내일 다시 알리기',
  'warning.dismiss': '다시 생길 때까지 치우기',
  'warning.whyOf': '왜 그런가요? {title}',
  'whyWarning.memory-pressure':
    '모든 컨테이너가 가상 머신의 메모리를 함께 써요. 부족해지면 Linux는 먼저 파일 캐시를 비우고, 그다음 프로그램을 기다리게 하고, 마지막에는 하나를 종료해요.',
  'whyWarning.out-of-memory':
    '종료 코드 137은 쓸 수 있는 것보다 많은 메모리를 요구해서 Linux가 밖에서 종료했다는 뜻이에요. 볼륨은 그대로지만, 저장하지 않은 내용은 사라졌어요.',
  'whyWarning.host-disk':
    '가상 머신의 디스크는 이 컴퓨터에 있는 파일이고, 채워지는 만큼 커져요. 이 컴퓨터에 공간이 없으면 컨테이너의 데이터베이스도 더 쓸 수 없어요.',
  'whyWarning.machine-disk':
    '이미지, 볼륨, 빌드 캐시, 로그가 이 디스크를 함께 써요. 가득 차면 아무것도 내려받을 수 없고 데이터베이스가 멈춰요.',
  'whyWarning.runaway-cpu':
    '같은 일을 끝없이 되풀이하는 프로그램은 코어를 헛되이 써요. 무엇을 하는지는 로그에 나와 있을 때가 많아요. 컨테이너 메뉴에서 제한을 두면 컴퓨터가 느려지지 않아요.',
  'whyWarning.log-growth':
    '컨테이너가 출력한 것은 컨테이너를 지울 때까지 파일에 쌓여요. 비우면 지난 기록만 사라져요.',
  'whyWarning.large-log':
    '컨테이너가 출력한 것은 컨테이너를 지울 때까지 파일에 쌓여요. 비우면 지난 기록만 사라져요.',
  'limitsCard.title': '가상 머신 제한',
  'limitsCard.peakCpu': '이번 주 최고: {count}코어',
  'limitsCard.peakMemory': '이번 주 최고: {size}',
  'limitsCard.belowPeak': '이번 주 최고({size})보다 적어요. 부족해질 수 있어요.',

  'home.learn': '해 보면서 배우기',
  'home.learnWelcome': '처음 5분',
  'home.learnContainer': '컨테이너가 무엇인지',
  'home.learnPort': '두 프로그램이 왜 포트를 두고 다투는지',
  'home.learnData': '데이터가 어디에 있는지',
}
