// PS-22xxx: workspaces.
import { errorFamily } from './error-text'

export const workspaceErrors = errorFamily({
  'workspace.not-found': {
    number: 'PS-22001',
    en: {
      title: 'There is no workspace at {path}.',
      explanation: 'The file or folder does not exist, may not be read, or has no compose file.',
      remedy:
        'Give the full path of a compose file with x-portside, or of a .portside archive. A folder that was moved keeps its data: open it where it is now.',
    },
    ko: {
      title: '{path}에 워크스페이스가 없어요.',
      explanation: '파일이나 폴더가 없거나, 읽을 수 없거나, compose 파일이 없어요.',
      remedy:
        'x-portside가 있는 compose 파일이나 .portside 파일의 전체 경로를 쓰세요. 폴더를 옮겼다면 지금 있는 곳에서 여세요. 데이터는 그대로예요.',
    },
  },
  'workspace.bad-file': {
    number: 'PS-22002',
    en: {
      title: '{file} has a mistake at line {line}, column {column}.',
      explanation: 'It says there: {problem}',
      remedy: 'Correct the file at this place, or ask who made it.',
    },
    ko: {
      title: '{file} 파일의 {line}번째 줄 {column}번째 칸에 잘못된 곳이 있어요.',
      explanation: '문제: {problem}',
      remedy: '이 위치를 고치거나 파일을 만든 사람에게 알려 주세요.',
    },
  },
  'workspace.no-block': {
    number: 'PS-22003',
    en: {
      title: '{file} is not a workspace.',
      explanation: 'It has no x-portside block.',
      remedy: 'Open it under Compose, or add the block: docs/workspaces.md shows how.',
    },
    ko: {
      title: '{file:은/는} 워크스페이스가 아니에요.',
      explanation: 'x-portside 블록이 없어요.',
      remedy: 'Compose 화면에서 열거나 docs/workspaces.md를 보고 블록을 추가하세요.',
    },
  },
  'workspace.bad-archive': {
    number: 'PS-22004',
    en: {
      title: 'The archive {file} is refused.',
      explanation:
        'It is damaged, too large when unpacked, or holds files that would end up elsewhere ({reason}).',
      remedy: 'Ask who made it for a new one. Nothing of it was kept.',
    },
    ko: {
      title: '{file} 파일을 열지 않았어요.',
      explanation: '파일이 손상되었거나, 풀면 너무 크거나, 다른 곳에 쓰려는 파일이 들어 있어요({reason}).',
      remedy: '만든 사람에게 새 파일을 받으세요. 남겨진 것은 없어요.',
    },
  },
  'workspace.refused': {
    number: 'PS-22005',
    en: {
      title: 'This workspace reads something outside its own folder: {subject}',
      explanation: 'Compose would read or fetch it before anybody could agree ({reason}).',
      remedy: 'Ask who made it to put the file into the folder of the workspace.',
    },
    ko: {
      title: '이 워크스페이스가 자기 폴더 밖의 것을 읽으려고 해요: {subject}',
      explanation: '동의를 받기 전에 Compose가 읽거나 내려받게 돼요({reason}).',
      remedy: '만든 사람에게 파일을 워크스페이스 폴더 안에 넣어 달라고 하세요.',
    },
  },
  'workspace.too-much': {
    number: 'PS-22034',
    en: {
      title: 'The file asks for {count} under {key}.',
      explanation:
        'At most {most} are taken: more would only keep this computer busy. Nothing was started or kept.',
      remedy: 'Check the number, or ask who made it.',
    },
    ko: {
      title: '파일이 {key}에서 {count}개를 요구해요.',
      explanation: '{most}개까지만 받아요. 더 많으면 컴퓨터만 바빠져요. 시작하거나 남긴 것은 없어요.',
      remedy: '숫자를 확인하거나 만든 사람에게 물어보세요.',
    },
  },
  'workspace.git-silent': {
    number: 'PS-22035',
    en: {
      title: '{remote} could not be asked for what is new.',
      explanation: 'The network may be away, or git may need a sign-in. The folder is as it was.',
      remedy: 'Try again when the network is back, or run git fetch in the folder yourself.',
    },
    ko: {
      title: '{remote}에 새로운 것이 있는지 물어볼 수 없었어요.',
      explanation: '네트워크가 끊겼거나 git에 로그인이 필요할 수 있어요. 폴더는 그대로예요.',
      remedy: '네트워크가 돌아오면 다시 시도하거나 폴더에서 git fetch를 실행하세요.',
    },
  },
  'workspace.bad-link': {
    number: 'PS-22006',
    en: {
      title: 'This link is not opened: {subject}',
      explanation:
        'Links may lead to https addresses on the Internet or to one file of this computer, and to nothing else.',
      remedy: 'Check where the link comes from, or download the file and open it.',
    },
    ko: {
      title: '이 링크를 열지 않았어요: {subject}',
      explanation: '링크는 인터넷의 https 주소나 이 컴퓨터의 파일 하나만 가리킬 수 있어요.',
      remedy: '링크가 어디서 왔는지 확인하거나, 파일을 내려받아 여세요.',
    },
  },
  'workspace.download-failed': {
    number: 'PS-22007',
    en: {
      title: 'The workspace could not be downloaded from {host}.',
      explanation: 'The server did not answer, answered something else, or sent too much.',
      remedy: 'Check the connection and the link, then try again.',
    },
    ko: {
      title: '{host}에서 워크스페이스를 내려받지 못했어요.',
      explanation: '서버가 응답하지 않았거나, 다른 것을 보냈거나, 너무 많이 보냈어요.',
      remedy: '연결과 링크를 확인한 뒤 다시 시도하세요.',
    },
  },
  'workspace.review-gone': {
    number: 'PS-22008',
    en: {
      title: 'This review has ended.',
      explanation: 'Reviews are kept for 30 minutes and until Portside ends.',
      remedy: 'Open the workspace again.',
    },
    ko: {
      title: '검토가 끝났어요.',
      explanation: '검토는 30분 동안, Portside가 실행되는 동안만 유지돼요.',
      remedy: '워크스페이스를 다시 여세요.',
    },
  },
  'workspace.not-allowed': {
    number: 'PS-22009',
    en: {
      title: '{title} asks for more than its own folder.',
      explanation: 'Nobody has allowed this yet: {danger}',
      remedy: 'Look at each red line and allow it by itself, or leave the workspace closed.',
    },
    ko: {
      title: '{title:이/가} 자기 폴더보다 많은 것을 요구해요.',
      explanation: '아직 허용하지 않았어요: {danger}',
      remedy: '빨간 줄을 하나씩 확인하고 허용하거나, 열지 마세요.',
    },
  },
  'workspace.unknown': {
    number: 'PS-22010',
    en: {
      title: 'There is no workspace {id}.',
      explanation: 'It was left or removed meanwhile.',
      remedy: 'Open its file again.',
    },
    ko: {
      title: '{id} 워크스페이스가 없어요.',
      explanation: '그사이에 나갔거나 삭제했어요.',
      remedy: '파일을 다시 여세요.',
    },
  },
  'workspace.changed': {
    number: 'PS-22012',
    en: {
      title: 'The team changed {title}.',
      explanation: 'Nothing starts from a file that you have not seen.',
      remedy: 'Look at the changes and update.',
    },
    ko: {
      title: '팀이 {title:을/를} 바꿨어요.',
      explanation: '확인하지 않은 파일로는 시작하지 않아요.',
      remedy: '바뀐 내용을 보고 업데이트하세요.',
    },
  },
  'workspace.not-ready': {
    number: 'PS-22013',
    en: {
      title: '{title} cannot start here yet. It lacks {reason}.',
      explanation: 'Nothing was started.',
      remedy: 'Settle what is listed and start again.',
    },
    ko: {
      title: '{title:을/를} 아직 시작할 수 없어요. 부족한 것: {reason}',
      explanation: '아무것도 시작하지 않았어요.',
      remedy: '표시된 것을 해결한 뒤 다시 시작하세요.',
    },
  },
  'workspace.no-room': {
    number: 'PS-22029',
    en: {
      title: '{title} needs {needed} of disk, and {available} is free.',
      explanation: 'Nothing was started.',
      remedy: 'Make room under Resources, and start again.',
    },
    ko: {
      title: '{title}에 디스크 {needed:이/가} 필요한데 {available} 남아 있어요.',
      explanation: '아무것도 시작하지 않았어요.',
      remedy: '리소스에서 공간을 비운 뒤 다시 시작하세요.',
    },
  },
  'workspace.busy': {
    number: 'PS-22014',
    en: {
      title: '{title} is busy.',
      explanation: 'It is being started, stopped or changed.',
      remedy: 'Wait until that has ended, or cancel it.',
    },
    ko: {
      title: '{title} 작업이 진행 중이에요.',
      explanation: '시작하거나 중지하거나 바꾸고 있어요.',
      remedy: '끝날 때까지 기다리거나 취소하세요.',
    },
  },
  'workspace.given-up': {
    number: 'PS-22028',
    en: {
      title: 'The start of {title} was given up.',
      explanation: 'Somebody cancelled or stopped it. What is done stays.',
      remedy: 'Start it again: it goes on where it stopped.',
    },
    ko: {
      title: '{title} 시작을 취소했어요.',
      explanation: '누군가 취소하거나 중지했어요. 끝난 단계는 그대로 있어요.',
      remedy: '다시 시작하면 멈춘 곳부터 이어서 해요.',
    },
  },
  'workspace.cancelled': {
    number: 'PS-22015',
    en: {
      title: 'The download was cancelled.',
      explanation: 'Somebody ended it under Images.',
      remedy: 'Go on with the start.',
    },
    ko: {
      title: '다운로드가 취소되었어요.',
      explanation: '이미지 화면에서 취소했어요.',
      remedy: '시작을 이어서 하세요.',
    },
  },
  'workspace.service-ended': {
    number: 'PS-22016',
    en: {
      title: '{service} ended with exit code {exitCode}.',
      explanation: 'It did not stay up after its start.',
      remedy: 'Read its logs, then go on or roll back.',
    },
    ko: {
      title: '{service:이/가} 종료 코드 {exitCode:으로/로} 끝났어요.',
      explanation: '시작한 뒤 계속 실행되지 못했어요.',
      remedy: '로그를 확인한 뒤 이어서 하거나 되돌리세요.',
    },
  },
  'workspace.unhealthy': {
    number: 'PS-22017',
    en: {
      title: '{service} does not get healthy.',
      explanation: 'Its own health check fails.',
      remedy: 'Read its logs, then go on or roll back.',
    },
    ko: {
      title: '{service:이/가} 정상 상태가 되지 않아요.',
      explanation: '컨테이너의 상태 검사가 실패해요.',
      remedy: '로그를 확인한 뒤 이어서 하거나 되돌리세요.',
    },
  },
  'workspace.too-slow': {
    number: 'PS-22018',
    en: {
      title: '{project} did not come up in time.',
      explanation: 'A service is still not ready after 15 minutes.',
      remedy: 'Read the logs, then go on or roll back.',
    },
    ko: {
      title: '{project:이/가} 제때 준비되지 않았어요.',
      explanation: '15분이 지나도 준비되지 않은 서비스가 있어요.',
      remedy: '로그를 확인한 뒤 이어서 하거나 되돌리세요.',
    },
  },
  'workspace.no-answer': {
    number: 'PS-22019',
    en: {
      title: '{service} does not answer at localhost:{port}.',
      explanation: 'It was asked for {seconds} s.',
      remedy: 'Read its logs, then go on or roll back.',
    },
    ko: {
      title: '{service:이/가} localhost:{port}에서 응답하지 않아요.',
      explanation: '{seconds}초 동안 확인했어요.',
      remedy: '로그를 확인한 뒤 이어서 하거나 되돌리세요.',
    },
  },
  'workspace.not-published': {
    number: 'PS-22020',
    en: {
      title: '{service} does not publish port {port}.',
      explanation: 'The file says that it answers there, but this computer cannot reach it.',
      remedy: 'Add the port to the service in the compose file.',
    },
    ko: {
      title: '{service:이/가} {port} 포트를 공개하지 않아요.',
      explanation: '파일에는 여기서 응답한다고 되어 있지만 이 컴퓨터에서 접속할 수 없어요.',
      remedy: 'compose 파일의 서비스에 포트를 추가하세요.',
    },
  },
  'workspace.seed-failed': {
    number: 'PS-22021',
    en: {
      title: 'Loading “{seed}” failed with exit code {exitCode}.',
      explanation: 'The command in {service} did not do its work.',
      remedy: 'Read what it printed, then go on or roll back.',
    },
    ko: {
      title: '“{seed}” 데이터를 불러오지 못했어요(종료 코드 {exitCode}).',
      explanation: '{service}에서 실행한 명령이 실패했어요.',
      remedy: '출력된 내용을 확인한 뒤 이어서 하거나 되돌리세요.',
    },
  },
  'workspace.git-diverged': {
    number: 'PS-22022',
    en: {
      title: '{folder} cannot be brought forward.',
      explanation: 'It has commits or changes of its own, or the remote does not answer.',
      remedy: 'Merge it with git, then update again.',
    },
    ko: {
      title: '{folder} 폴더를 최신으로 만들 수 없어요.',
      explanation: '이 폴더에만 있는 커밋이나 변경이 있거나, 원격 저장소가 응답하지 않아요.',
      remedy: 'git으로 합친 뒤 다시 업데이트하세요.',
    },
  },
  'workspace.snapshot-used': {
    number: 'PS-22030',
    en: {
      title: 'The snapshot is still being put back.',
      explanation: 'The start of {title} that loads it has not come to its end.',
      remedy: 'Go on with the start, or reset {title}; then remove the snapshot.',
    },
    ko: {
      title: '스냅샷을 아직 되돌려 놓고 있어요.',
      explanation: '이 스냅샷을 불러오는 {title} 시작이 끝나지 않았어요.',
      remedy: '시작을 이어서 하거나 {title:을/를} 초기화한 뒤 스냅샷을 삭제하세요.',
    },
  },
  'workspace.no-snapshot': {
    number: 'PS-22023',
    en: {
      title: 'There is no snapshot {snapshot}.',
      explanation: 'It was removed, or its folder is damaged.',
      remedy: 'Choose another one.',
    },
    ko: {
      title: '{snapshot} 스냅샷이 없어요.',
      explanation: '삭제했거나 폴더가 손상되었어요.',
      remedy: '다른 스냅샷을 고르세요.',
    },
  },
})
