// The Korean explanations of words, and what stands in their pictures.

export const ko = {
  'why.mark': '이게 뭔가요?',
  'why.image': '이미지가 뭔가요?',
  'why.imageText':
    '이미지는 앱과 실행에 필요한 파일, 라이브러리, 설정을 모두 담은 꾸러미예요. 바뀌지 않아서 누구에게나 똑같이 실행돼요. 컨테이너는 모두 이미지에서 시작해요.',
  'why.layer': '레이어가 뭔가요?',
  'why.layerText':
    '이미지는 레이어를 쌓은 것이고, 레이어마다 빌드 한 단계에서 더해진 것이 들어 있어요. 같은 레이어를 쓰는 이미지는 디스크와 다운로드를 함께 써요. 그래서 비슷한 이미지는 두 번째부터 빨리 받아요.',
  'why.container': '컨테이너가 뭔가요?',
  'why.containerText':
    '컨테이너는 다른 것과 분리되어 실행되는 이미지예요. 컨테이너가 쓴 내용은 자기만의 얇은 레이어에 들어가고, 컨테이너를 삭제하면 함께 사라져요. 이미지 하나로 몇 개든 실행할 수 있어요.',
  'why.portMapping': '포트는 무슨 일을 하나요?',
  'why.portMappingText':
    '컨테이너는 네트워크가 따로 있어서 안의 80번 포트는 이 컴퓨터의 80번이 아니에요. 포트를 연결하면 localhost:8080이 안의 80으로 이어져요. 이 컴퓨터의 포트는 한 번에 한 프로그램만 쓸 수 있어요.',
  'why.volume': '볼륨이 뭔가요?',
  'why.volumeText':
    '볼륨은 컨테이너 밖에 있는 저장 공간이고, 안에서는 폴더로 보여요. 컨테이너를 삭제하거나 다시 만들어도 그대로 남아요. 데이터베이스는 데이터를 볼륨에 저장해요.',
  'why.network': '네트워크가 뭔가요?',
  'why.networkText':
    '같은 네트워크에 있는 컨테이너는 이름으로 서로 접속해요. web이 db:3306을 부르는 식이에요. 이때 이 컴퓨터의 포트는 필요 없고, 네트워크가 다르면 서로 보이지 않아요.',
  'why.dockerfile': 'Dockerfile이 뭔가요?',
  'why.dockerfileText':
    'Dockerfile은 이미지를 만드는 방법을 한 줄에 한 단계씩 적은 파일이에요. 단계마다 레이어가 되어 보관돼요. 한 줄을 바꾸면 그 단계부터만 다시 실행해요.',
  'why.registry': '레지스트리가 뭔가요?',
  'why.registryText':
    '레지스트리는 Docker Hub처럼 이미지를 함께 쓰려고 모아 두는 곳이에요. 받아 오는 것이 pull, 올리는 것이 push예요. 비공개 레지스트리는 로그인이 필요해요.',
  'why.vm': '왜 가상 머신이 있나요?',
  'why.vmText':
    '컨테이너는 Linux 하나를 함께 쓰는 Linux 프로그램이에요. 이 컴퓨터에는 그런 Linux가 없어서 Portside가 작은 Linux를 실행해요. 모든 컨테이너가 그 하나를 함께 쓰기 때문에 금방 시작돼요.',
  'why.compose': 'Compose가 뭔가요?',
  'why.composeText':
    'compose 파일에는 함께 쓰는 컨테이너 여러 개와 네트워크, 볼륨이 적혀 있어요. 클릭 한 번으로 모두 시작하거나 내릴 수 있어요. 팀이 파일 하나를 함께 써요.',
  'why.restart': '재시작 정책은 무슨 일을 하나요?',
  'why.restartText':
    '컨테이너의 프로그램이 끝났을 때 어떻게 할지 정해요. 실패했을 때만, 항상, 또는 절대 다시 시작하지 않게 할 수 있어요. “직접 중지할 때까지”는 엔진이 켜질 때도 다시 시작하지만 직접 중지한 뒤에는 시작하지 않아요.',
  'why.command': '명령은 무슨 일을 하나요?',
  'why.commandText':
    '컨테이너가 실행하는 프로그램 하나예요. 따로 정하지 않으면 이미지에 적힌 것을 써요. 이 프로그램이 끝나면 컨테이너도 중지돼요.',
  'why.user': '누가 프로그램을 실행하나요?',
  'why.userText':
    '컨테이너 안의 프로그램은 그 안의 사용자로 실행돼요. root는 안에서 무엇이든 할 수 있고, 다른 사용자는 자기 파일에만 쓸 수 있어요. 연결한 폴더의 파일도 같은 사용자 번호로 보여요.',
  'why.health': '상태 검사가 뭔가요?',
  'why.healthText':
    'Docker가 컨테이너 안에서 가끔 실행하는 명령이에요. 성공하는 동안은 컨테이너가 정상이에요. 실행 중인데도 응답하지 않는 프로그램을 이렇게 알아내요.',
  'why.memoryLimit': '제한을 넘으면 어떻게 되나요?',
  'why.memoryLimitText':
    '컨테이너가 쓸 수 있는 메모리의 최대 크기예요. 더 달라고 하는 프로그램은 바로 중지되고 종료 코드 137이 남아요. 제한이 없으면 가상 머신의 메모리를 다 쓸 수도 있어요.',
  'why.otherNames': '다른 이름이 뭔가요?',
  'why.otherNamesText':
    '같은 네트워크에서는 컨테이너 이름뿐 아니라 이 이름들로도 찾을 수 있어요. Compose는 서비스 이름을 붙여 줘요. 그래서 web은 어디서 실행되든 api를 부를 수 있어요.',
  'why.fullControl': '전체 제어가 뭔가요?',
  'why.fullControlText':
    '전체 제어 권한이 있는 컨테이너는 모든 장치를 쓰고 바깥의 Linux까지 바꿀 수 있어요. Docker 안의 Docker처럼 꼭 필요한 프로그램은 드물어요. 믿을 수 있는 이미지에만 주세요.',

  'why.reach': '워크스페이스는 어디까지 볼 수 있나요?',
  'why.reachText':
    '컨테이너는 믿기 전에 확인한 이미지, 포트, 폴더만 쓰고, 이 컴퓨터의 다른 폴더는 보지 못해요. 나중에 파일이 더 요구하면 다시 물어봐요.',
  'why.pic.image': '이미지',
  'why.pic.app': '앱',
  'why.pic.libraries': '라이브러리',
  'why.pic.files': '시스템 파일',
  'why.pic.container': '컨테이너',
  'why.pic.shared': '함께 쓰는 부분',
  'why.pic.imageFixed': '이미지, 바뀌지 않음',
  'why.pic.changes': '바뀐 내용',
  'why.pic.computer': '이 컴퓨터',
  'why.pic.removed': '삭제됨',
  'why.pic.new': '다시 만듦',
  'why.pic.volume': '볼륨',
  'why.pic.network': '네트워크',
  'why.pic.layer': '레이어 {number}',
  'why.pic.registry': '레지스트리',
  'why.pic.colleague': '동료 컴퓨터',
  'why.pic.vm': '가상 머신',
  'why.pic.hardware': '가상 하드웨어',
  'why.pic.oneLinux': 'Linux 하나를 함께',
  'why.pic.database': '데이터베이스',
  'why.pic.runs': '실행 중',
  'why.pic.runsAgain': '다시 실행',
  'why.pic.ends': '종료',
  'why.pic.process': '프로세스 {number}',
  'why.pic.ownFiles': '자기 파일',
  'why.pic.check': '검사',
  'why.pic.answers': '응답함',
  'why.pic.silent': '응답 없음',
  'why.pic.memory': '메모리',
  'why.pic.devices': '장치',
  'why.pic.workspaceFolder': '팀 폴더',
  'why.pic.otherFolders': '다른 폴더',
} as const
