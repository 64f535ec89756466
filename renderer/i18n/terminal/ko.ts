// Korean texts of terminals in containers.
import type { en } from './en'
import type { Text } from '../texts'

export const ko: Readonly<Record<keyof typeof en, Text>> = {
  'details.terminal': '터미널',
  'details.expand': '창 전체로 보기',
  'details.shrink': '목록 옆으로 되돌리기',
  'containers.terminal': '터미널 열기',
  'keys.terminal': '터미널',
  'terminal.label': '{name} 안의 터미널',
  'terminal.tabs': '열린 터미널',
  'terminal.as': '{shell}, {user}',
  'terminal.close': '{name} 닫기',
  'terminal.new': '새 셸',
  'terminal.newOwn': '컨테이너의 사용자로',
  'terminal.newRoot': 'root로',
  'terminal.none': '열린 터미널이 없어요',
  'terminal.noneWhy': '터미널은 컨테이너 안에서 쓰는 셸이에요. 닫아도 컨테이너는 멈추지 않아요.',
  'terminal.opening': '셸을 여는 중…',
  'terminal.open': '컨테이너 안이에요',
  'terminal.leave': 'F6을 누르면 터미널에서 나와요',
  'terminal.ended': '셸이 종료 코드 {code:으로/로} 끝났어요.',
  'terminal.lost': '셸과 연결이 끊어졌어요.',
  'terminal.containerStopped': '컨테이너가 멈췄어요. 다시 시작하면 새 셸이 열려요.',
}
