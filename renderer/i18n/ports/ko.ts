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
  'ports.didNotStart': '시작 안 됨',
  'ports.notStarted': '중지됨',
  'ports.none': '열려 있는 포트가 없어요',
  'ports.noneWhy': '앱이나 컨테이너가 여는 포트가 여기에 나타나요.',
  'ports.legendConnected': '연결됨',
  'ports.legendConflict': '충돌',
  'ports.legendLater': '시작하면 충돌',
  'ports.legendReserved': '예약됨',
  'ports.legendColor': '색 = compose 프로젝트',
  'ports.table': '이 컴퓨터의 포트',
  'ports.moreInTable': { one: '표에 {count}개가 더 있어요.', other: '표에 {count}개가 더 있어요.' },
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

  'ports.failedTitle': '이 컴퓨터에서 {port} 포트를 열지 못했어요',
  'ports.noAddressTitle': '이 컴퓨터에는 {address} 주소가 없어요',
  'ports.reason': '이유: {reason}',

  'ports.whyReservedTitle': '시스템이 포트를 예약하는 이유',
  'ports.whyReservedText':
    'Windows는 가상 머신용으로 여러 포트를 예약해 두고, 다시 시작할 때마다 범위를 바꿔요. 아무도 쓰지 않아도 다른 프로그램은 그 포트를 열 수 없어요.',
  'ports.whyPrivilegedTitle': '관리자만 열 수 있는 포트가 있는 이유',
  'ports.whyPrivilegedText':
    '번호가 낮은 포트는 컴퓨터의 기본 서비스가 쓰는 자리라서 관리자만 열 수 있어요. Portside는 관리자 권한 없이 실행돼요. 컨테이너에는 더 높은 번호를 주면 돼요.',
  'ports.whyShadowedTitle': '두 프로그램이 같은 포트에서 응답하는 이유',
  'ports.whyShadowedText':
    '포트는 주소마다 따로 열 수 있어요. localhost는 127.0.0.1과 ::1을 모두 뜻하고 더 정확한 주소가 먼저라서, 둘 중 어느 쪽이든 응답할 수 있어요.',

  'ports.later': '나중에 충돌할 포트',
  'ports.laterNone': '중지된 컨테이너와 프로젝트를 지금 모두 시작할 수 있어요.',
  'ports.laterHeld':
    '중지되어 있는 {container} 컨테이너가 쓰려는 포트예요. 지금은 {holder:이/가} 쓰고 있어요.',
  'ports.laterReserved':
    '중지되어 있는 {container} 컨테이너가 쓰려는 포트예요. {first}–{last} 포트는 시스템이 예약해 두었어요.',
  'ports.laterPrivileged':
    '중지되어 있는 {container} 컨테이너가 쓰려는 포트예요. {port} 포트는 관리자만 열 수 있어요.',

  'ports.plannedHeld': '{name:이/가} 시작할 때 쓰려는 포트예요. 지금은 {holder:이/가} 쓰고 있어요.',
  'ports.plannedReserved':
    '{name:이/가} 시작할 때 쓰려는 포트예요. {first}–{last} 포트는 시스템이 예약해 두었어요.',
  'ports.plannedPrivileged': '{name:이/가} 시작할 때 쓰려는 포트예요. {port} 포트는 관리자만 열 수 있어요.',
  'ports.movedPlanned':
    '이 컴퓨터에서는 {name:을/를} localhost:{port}에서 쓸 수 있어요. 프로젝트 파일은 그대로예요.',

  'ports.find': '빈 포트 찾기',
  'ports.near': '근처',
  'ports.copy': '{port} 복사',
  'ports.findWhy': '앱, 컨테이너, 중지된 컨테이너, 시스템이 쓰는 포트는 건너뛰어요.',

  'ports.useInstead': '대신 {port} 쓰기',
  'ports.stopProcess': '{name}(PID {pid}) 종료',
  'ports.stopContainer': '{name} 컨테이너 중지',
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

  'ports.freeReserved': '{port} 포트 풀기',
  'ports.freed': '이제 {port} 포트를 쓸 수 있어요',
  'ports.freeTitle': '{port} 포트를 풀까요?',
  'ports.freeWhy':
    'Windows는 가상 머신용으로 여러 포트를 예약해 두고, 다시 시작할 때마다 범위를 바꿔요. 아래 세 단계를 거치면 이 포트는 더 이상 예약되지 않아요. Windows가 관리자 권한을 물어봐요.',
  'ports.freeStepStop': 'Windows NAT 서비스가 예약한 범위를 내려놓아요.',
  'ports.freeStepKeep': '{port} 포트를 예약하지 않을 포트 목록에 넣어요.',
  'ports.freeStepStart': '서비스를 다시 시작해요. 이 포트는 피해서 예약해요.',
  'ports.freeEffect': '가상 머신의 연결이 잠깐 끊길 수 있어요.',

  'holder.process': '{name}(PID {pid})',
  'holder.named': '{name}',
  'holder.container': '{name} 컨테이너',
  'holder.unknown': '다른 프로그램',
  'holder.ofUser': '{user} 사용자의 프로그램',
  'holder.otherUser': '다른 사용자의 프로그램',
  'holder.known': '{known}({name}, PID {pid})',
  'known.airplay': 'AirPlay 수신 모드',
  'known.iis': 'IIS',
  'known.mysql': 'MySQL',
  'known.postgresql': 'PostgreSQL',
  'known.redis': 'Redis',
  'known.mongodb': 'MongoDB',
  'known.sql-server': 'SQL Server',
  'known.docker-desktop': 'Docker Desktop',
  'known.rancher-desktop': 'Rancher Desktop',
  'known.orbstack': 'OrbStack',
  'known.podman': 'Podman',
  'known.lima': 'Lima',
  'known.portside': 'Portside',
  'known.wsl-relay': 'WSL',
  'known.windows-web': 'Windows 웹 서버',
  'known.windows-files': 'Windows 파일 공유',
  'known.windows-portproxy': 'Windows 포트 프록시',
  'ports.adviceAirplay': '시스템 설정의 일반 > AirDrop 및 Handoff에서 끌 수 있어요.',
  'ports.adviceWindowsWeb':
    'Windows가 IIS 같은 서비스 대신 직접 열어 둔 포트예요. “netsh http show servicestate” 명령으로 어떤 서비스인지 알 수 있어요.',
  'ports.adviceWslRelay': '다른 WSL 배포판의 프로그램이 이 포트를 쓰고 있어요.',
  'ports.adviceProxy': '“netsh interface portproxy show all” 명령으로 포트를 쓰는 규칙을 볼 수 있어요.',

  'reach.reached': 'localhost:{port}에서 {container} 컨테이너에 접속돼요',
  'reach.reachedBoth': 'localhost:{port}에서 IPv4와 IPv6 모두 {container} 컨테이너에 접속돼요',
  'reach.elsewhereIpv6': 'IPv6([::1]:{port})에서는 {container} 컨테이너가 아닌 다른 프로그램이 응답해요',
  'reach.answered': 'localhost:{port}에서 응답은 오지만 {container} 컨테이너의 응답인지는 알 수 없어요',
  'reach.elsewhere': 'localhost:{port}에서 {container} 컨테이너가 아닌 다른 프로그램이 응답해요',
  'reach.notListening': '{container} 컨테이너에 {port} 포트를 여는 프로그램이 없어요',
  'reach.loopbackOnly':
    '{container} 컨테이너의 프로그램이 127.0.0.1에서만 기다려요. 밖에서 접속하려면 0.0.0.0으로 바꾸세요.',
  'reach.listening':
    '{container} 컨테이너가 {port} 포트에서 데이터를 기다려요. UDP는 데이터가 도착했는지 알려 주지 않아요.',
  'reach.unknown': 'UDP는 데이터가 도착했는지 알려 주지 않아요',
  'reach.silent': '{container} 컨테이너의 {port} 포트에서 아직 응답이 없어요',
  'reach.refused': 'localhost:{port}에서 아무도 응답하지 않아요',
}
