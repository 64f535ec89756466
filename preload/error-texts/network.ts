// PS-81xx: networks.
import { errorFamily } from './error-text'

export const networkErrors = errorFamily({
  'network.in-use': {
    number: 'PS-8101',
    en: {
      title: '{container} is attached to the network {network}, so it stays.',
      explanation: 'A network stays as long as a container is attached to it, running or stopped.',
      remedy: 'Detach the container first.',
    },
    ko: {
      title: '{container} 컨테이너가 {network} 네트워크에 연결되어 있어서 삭제하지 않았어요.',
      explanation: '실행 중이든 멈췄든, 컨테이너가 연결된 네트워크는 삭제하지 않아요.',
      remedy: '컨테이너 연결을 먼저 끊으세요.',
    },
  },
  'network.in-trash': {
    number: 'PS-8110',
    en: {
      title: '{container} in the Trash is attached to the network {network}, so it stays.',
      explanation:
        'A removed container is kept for seven days, and could not start again without its network.',
      remedy: 'Open Containers, then Trash, and delete {container} for good. Then remove the network.',
    },
    ko: {
      title: '휴지통의 {container} 컨테이너가 {network} 네트워크에 연결되어 있어서 삭제하지 않았어요.',
      explanation: '삭제한 컨테이너는 7일 동안 보관하는데, 네트워크가 없으면 다시 시작할 수 없어요.',
      remedy: '컨테이너 화면의 휴지통에서 {container:을/를} 완전히 삭제한 뒤 네트워크를 삭제하세요.',
    },
  },
  'network.not-found': {
    number: 'PS-8102',
    en: {
      title: 'There is no network {network}.',
      explanation: 'It was removed, perhaps by another program.',
      remedy: 'Check the name in the list of networks.',
    },
    ko: {
      title: '{network} 네트워크가 없어요.',
      explanation: '다른 프로그램이 삭제했을 수 있어요.',
      remedy: '네트워크 목록에서 이름을 확인하세요.',
    },
  },
  'network.name-taken': {
    number: 'PS-8103',
    en: {
      title: 'A network named {network} exists already.',
      explanation: 'Names of networks are unique in Portside.',
      remedy: 'Choose another name, or use the network that is there.',
    },
    ko: {
      title: '{network} 네트워크가 이미 있어요.',
      explanation: '네트워크 이름은 겹칠 수 없어요.',
      remedy: '다른 이름을 고르거나, 있는 네트워크를 쓰세요.',
    },
  },
  'network.bad-name': {
    number: 'PS-8104',
    en: {
      title: '“{network}” cannot be the name of a network.',
      explanation: 'A name starts with a letter or digit; letters, digits, _ . and - follow.',
      remedy: 'Type another name.',
    },
    ko: {
      title: '네트워크 이름으로 쓸 수 없어요: “{network}”.',
      explanation: '영문자나 숫자로 시작하고, 영문자, 숫자, _ . -를 쓸 수 있어요.',
      remedy: '다른 이름을 입력하세요.',
    },
  },
  'network.bad-subnet': {
    number: 'PS-8105',
    en: {
      title: '“{subnet}” is not a subnet.',
      explanation: 'A subnet looks like 172.28.0.0/16: an address, a slash, and how many bits are fixed.',
      remedy: 'Correct it, or leave it empty to let the engine choose.',
    },
    ko: {
      title: '서브넷이 아니에요: “{subnet}”.',
      explanation: '서브넷은 172.28.0.0/16처럼 주소, 빗금, 고정할 비트 수로 써요.',
      remedy: '고치거나, 비워 두면 엔진이 골라요.',
    },
  },
  'network.subnet-overlaps': {
    number: 'PS-8106',
    en: {
      title: 'The subnet {subnet} overlaps with another network.',
      explanation: 'Each network needs addresses of its own.',
      remedy: 'Choose another subnet, or leave it empty to let the engine choose.',
    },
    ko: {
      title: '{subnet} 서브넷이 다른 네트워크와 겹쳐요.',
      explanation: '네트워크마다 주소가 달라야 해요.',
      remedy: '다른 서브넷을 고르거나, 비워 두면 엔진이 골라요.',
    },
  },
  'network.no-room': {
    number: 'PS-8111',
    en: {
      title: 'There is no range of addresses left for another network.',
      explanation: 'Docker gives each network a range of its own, and has about thirty of them.',
      remedy: 'Remove networks that nothing uses, or give the new one a subnet yourself.',
    },
    ko: {
      title: '새 네트워크에 줄 주소 범위가 남아 있지 않아요.',
      explanation: 'Docker는 네트워크마다 주소 범위를 따로 주는데, 그 수가 30개 정도예요.',
      remedy: '쓰지 않는 네트워크를 지우거나 서브넷을 직접 정하세요.',
    },
  },
  'network.built-in': {
    number: 'PS-8107',
    en: {
      title: '{network} comes with Docker Engine and stays.',
      explanation: 'The engine needs bridge, host and none, and does not let them change.',
      remedy: 'Make a network of your own instead.',
    },
    ko: {
      title: '{network} 네트워크는 Docker 엔진에 기본으로 있어서 바꿀 수 없어요.',
      explanation: '엔진에 bridge, host, none이 필요해요.',
      remedy: '새 네트워크를 만들어 쓰세요.',
    },
  },
  'network.already-attached': {
    number: 'PS-8108',
    en: {
      title: '{container} is attached to {network} already.',
      explanation: 'A container has one place on a network.',
      remedy: 'There is nothing to do.',
    },
    ko: {
      title: '{container} 컨테이너는 이미 {network} 네트워크에 연결되어 있어요.',
      explanation: '한 네트워크에는 한 번만 연결해요.',
      remedy: '그대로 쓰면 돼요.',
    },
  },
  'network.unknown-driver': {
    number: 'PS-8109',
    en: {
      title: 'Docker Engine has no network driver {driver}.',
      explanation: 'The engine brings bridge, macvlan and ipvlan; others come from plugins.',
      remedy: 'Use bridge, or install the plugin.',
    },
    ko: {
      title: 'Docker 엔진에 {driver} 네트워크 드라이버가 없어요.',
      explanation: '엔진에는 bridge, macvlan, ipvlan이 있고 나머지는 플러그인이 필요해요.',
      remedy: 'bridge를 쓰거나 플러그인을 설치하세요.',
    },
  },
})
