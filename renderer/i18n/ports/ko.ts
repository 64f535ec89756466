// The Korean texts of the ports.
import type { en } from './en'
import type { Text } from '../texts'

export const ko: Readonly<Record<keyof typeof en, Text>> = {
  'nav.ports': '포트',
  'nav.portConflicts': { one: '포트, 충돌 {count}개', other: '포트, 충돌 {count}개' },

  'ports.title': '포트',
  'ports.subtitle': '이 컴퓨터의 포트마다 누가 응답하는지 보여요',
  'ports.search': '포트나 이름',
  'ports.others': '다른 앱',
  'ports.view': '보기',
  'ports.viewMap': '지도',
  'ports.viewTable': '표',
  'ports.thisComputer': '이 컴퓨터',
  'ports.vm': 'Linux 가상 머신',
  'ports.containers': '컨테이너',
  'ports.system': '시스템',
  'ports.reserved': '예약됨',
  'ports.unknownProgram': '알 수 없는 프로그램',
  'ports.notReachable': '접속 안 됨',
  'ports.notStarted': '멈춤',
  'ports.none': '열려 있는 포트가 없어요',
  'ports.noneWhy': '앱이나 컨테이너가 여는 포트가 여기에 나타나요.',
  'ports.legendConnected': '연결됨',
  'ports.legendConflict': '충돌',
  'ports.legendLater': '시작하면 충돌',
  'ports.legendReserved': '예약됨',
  'ports.legendColor': '색 = compose 프로젝트',
  'ports.table': '이 컴퓨터의 포트',
  'ports.columnPort': '포트',
  'ports.columnAddress': '주소',
  'ports.columnHolder': '쓰는 곳',
  'ports.columnLeads': '이어지는 곳',
  'ports.columnState': '상태',
  'jack.connected': '연결됨',
  'jack.held': '앱이 쓰는 중',
  'jack.broken': '충돌',
  'jack.planned': '시작하면 충돌',
  'jack.reserved': '시스템이 예약함',
  'ports.port': '{port} 포트',

  'ports.taken': '{holder:이/가} 이미 {port} 포트를 쓰고 있어요',
  'ports.reaches': '그래서 localhost:{port:으로/로} 접속하면 {container} 대신 {holder}에 연결돼요.',
  'ports.couldNotStart': '그래서 {container} 컨테이너를 시작하지 못했어요.',
  'ports.oneContainer': '포트 하나는 한 번에 한 컨테이너로만 이어져요.',
  'ports.unreachable': '그래서 {port} 포트로 {container} 컨테이너에 접속할 수 없어요.',
  'ports.reservedTitle': '{first}–{last} 포트는 시스템이 예약해 두었어요',
  'ports.privilegedTitle': '{port} 포트는 관리자만 열 수 있어요',
  'ports.shadowedTitle': '{holder}도 {port} 포트에서 응답해요',
  'ports.shadowedText':
    'localhost:{port:으로/로} 접속하면 {container} 대신 {holder}에 먼저 연결될 수 있어요.',

  'ports.later': '나중에 충돌할 포트',
  'ports.laterNone': '멈춘 컨테이너를 지금 모두 시작할 수 있어요.',
  'ports.laterHeld': '멈춰 있는 {container} 컨테이너가 쓰려는 포트예요. 지금은 {holder:이/가} 쓰고 있어요.',
  'ports.laterReserved':
    '멈춰 있는 {container} 컨테이너가 쓰려는 포트예요. {first}–{last} 포트는 시스템이 예약해 두었어요.',
  'ports.laterPrivileged':
    '멈춰 있는 {container} 컨테이너가 쓰려는 포트예요. {port} 포트는 관리자만 열 수 있어요.',

  'ports.find': '빈 포트 찾기',
  'ports.near': '근처',
  'ports.copy': '{port} 복사',
  'ports.findWhy': '앱, 컨테이너, 멈춘 컨테이너, 시스템이 쓰는 포트는 건너뛰어요.',

  'ports.useInstead': '대신 {port} 쓰기',
  'ports.stopProcess': '{name}(PID {pid}) 종료',
  'ports.stopContainer': '{name} 컨테이너 멈추기',
  'ports.otherFixes': '다른 방법',
  'ports.effectRestart':
    '{container} 컨테이너를 다시 시작해요. 그다음 localhost:{port:으로/로} 접속하세요. 데이터는 그대로예요.',
  'ports.effectStart': 'localhost:{port}에서 {container} 컨테이너를 시작해요. 데이터는 그대로예요.',
  'ports.effectLater': '{container} 컨테이너에 {port} 포트를 줘요. 데이터는 그대로예요.',
  'ports.moved': '이제 localhost:{port}에서 {container} 컨테이너에 접속할 수 있어요',
  'ports.stopped': '멈췄어요: {name}',
  'ports.stopTitle': '{name}(PID {pid}) 프로그램을 종료할까요?',
  'ports.stopWhy':
    'Portside 밖에서, 이 컴퓨터에서 실행 중인 프로그램이에요. 저장하지 않은 내용은 사라질 수 있어요.',
  'ports.stopGone': '이제 포트를 막고 있지 않아요.',
  'ports.startedAs': '시작한 명령',

  'holder.process': '{name}(PID {pid})',
  'holder.named': '{name}',
  'holder.container': '{name} 컨테이너',
  'holder.unknown': '다른 프로그램',
}
