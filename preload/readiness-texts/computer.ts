// What can be found about the computer itself: its system, processor, disk, memory, network and clock.
import { readinessFamily } from './readiness-text'

export const computerTexts = readinessFamily({
  'system.ok': {
    en: { title: '{name}', text: 'Recent enough.' },
    ko: { title: '{name}', text: '쓸 수 있는 버전이에요.' },
  },
  'system.old': {
    en: { title: '{name} is too old', text: 'Portside needs {least} or newer. Update this computer first.' },
    ko: { title: '{name:은/는} 오래된 버전이에요', text: '{least} 이상이 필요해요. 먼저 업데이트하세요.' },
  },
  'virtualization.ok': {
    en: { title: 'Virtualization is on', text: 'The processor can run Linux next to {system}.' },
    ko: { title: '가상화가 켜져 있어요', text: '{system} 옆에서 Linux를 실행할 수 있어요.' },
  },
  'virtualization.off': {
    en: {
      title: 'Virtualization is off',
      text: 'Turn it on in the computer’s firmware settings (BIOS), often named VT-x, SVM or AMD-V.',
    },
    ko: {
      title: '가상화가 꺼져 있어요',
      text: 'BIOS 설정에서 켜 주세요. VT-x, SVM, AMD-V 같은 이름이에요.',
    },
  },
  'virtualization.missing': {
    en: { title: 'This processor has no virtualization', text: 'Portside cannot run Linux on it.' },
    ko: { title: '이 프로세서에는 가상화 기능이 없어요', text: 'Linux를 실행할 수 없어요.' },
  },
  'virtualization.emulated': {
    en: {
      title: 'Virtualization is not available',
      text: 'You can go on. Linux is emulated, and everything takes several times as long.',
    },
    ko: {
      title: '가상화를 쓸 수 없어요',
      text: '계속할 수 있어요. Linux를 에뮬레이션하기 때문에 몇 배 느려요.',
    },
  },
  'virtualization.denied': {
    en: {
      title: 'Virtualization is kept from you',
      text: 'You can go on, slowly. To use it, add yourself to the group kvm: sudo usermod -aG kvm {user}',
    },
    ko: {
      title: '가상화를 쓸 권한이 없어요',
      text: '느리지만 계속할 수 있어요. 쓰려면 kvm 그룹에 추가하세요: sudo usermod -aG kvm {user}',
    },
  },
  'folders.shared': {
    en: { title: 'Containers see the folders that you share', text: '{folders}' },
    ko: { title: '공유한 폴더를 컨테이너에서 볼 수 있어요', text: '{folders}' },
  },
  'folders.shared-slowly': {
    en: {
      title: 'Containers see the folders that you share, through 9p',
      text: '{folders}. virtiofs is faster: install the package "virtiofsd" of your distribution, then restart the engine.',
    },
    ko: {
      title: '공유한 폴더를 9p 방식으로 컨테이너에서 볼 수 있어요',
      text: '{folders}. virtiofs 방식이 더 빨라요. 배포판의 "virtiofsd" 패키지를 설치한 뒤 엔진을 다시 시작하세요.',
    },
  },
  'folders.none': {
    en: {
      title: 'Containers see none of your folders',
      text: 'Projects that use files of this computer need this. Share your home folder ({home}), or single folders in the settings.',
    },
    ko: {
      title: '컨테이너에서 내 폴더를 볼 수 없어요',
      text: '이 컴퓨터의 파일을 쓰는 프로젝트에 필요해요. 홈 폴더({home})를 공유하거나, 설정에서 폴더를 하나씩 고르세요.',
    },
  },
  'disk.ok': {
    en: {
      title: '{free} of disk is free',
      text: 'Portside starts with about 1 GB and grows with your images.',
    },
    ko: { title: '디스크가 {free} 남았어요', text: '약 1 GB로 시작하고 이미지가 늘면 함께 커져요.' },
  },
  'disk.little': {
    en: { title: 'Only {free} of disk is free', text: 'You can go on, but a few images fill it.' },
    ko: { title: '디스크가 {free}만 남았어요', text: '계속할 수 있지만 이미지 몇 개면 가득 차요.' },
  },
  'disk.full': {
    en: {
      title: 'The disk is almost full: {free} is left',
      text: 'Portside needs {least} for its data. Free some space, then check again.',
    },
    ko: {
      title: '디스크가 거의 찼어요. {free} 남았어요',
      text: '데이터를 저장하려면 {least} 필요해요. 공간을 비우고 다시 확인하세요.',
    },
  },
  'memory.ok': {
    en: { title: '{size} of memory', text: 'Portside takes what containers need and gives the rest back.' },
    ko: { title: '메모리 {size}', text: '컨테이너에 필요한 만큼만 쓰고 나머지는 돌려줘요.' },
  },
  'memory.little': {
    en: { title: 'Only {size} of memory', text: 'You can go on. Run one or two small containers at a time.' },
    ko: { title: '메모리가 {size}뿐이에요', text: '계속할 수 있어요. 작은 컨테이너를 한두 개씩 실행하세요.' },
  },
  'proxy.none': {
    en: { title: 'No proxy', text: 'Images are downloaded directly.' },
    ko: { title: '프록시가 없어요', text: '이미지를 바로 다운로드해요.' },
  },
  'proxy.ok': {
    en: { title: 'A proxy is used: {proxy}', text: 'Portside takes it over for downloads of images.' },
    ko: { title: '프록시를 사용해요: {proxy}', text: '이미지를 다운로드할 때도 이 프록시를 써요.' },
  },
  'proxy.silent': {
    en: {
      title: 'The proxy {proxy} does not answer',
      text: 'You can go on, but images cannot be downloaded until it does, or Settings, Network says otherwise.',
    },
    ko: {
      title: '프록시 {proxy:이/가} 응답하지 않아요',
      text: '계속할 수 있지만 이미지는 받을 수 없어요. 설정의 네트워크에서 바꿀 수 있어요.',
    },
  },
  'vpn.none': {
    en: {
      title: 'No VPN seen',
      text: 'Containers use the network of this computer as it is. Not every VPN can be seen from here.',
    },
    ko: {
      title: 'VPN이 보이지 않아요',
      text: '컨테이너가 이 컴퓨터의 네트워크를 그대로 써요. 여기서 보이지 않는 VPN도 있어요.',
    },
  },
  'vpn.on': {
    en: {
      title: 'A VPN is connected ({name})',
      text: 'You can go on. Containers reach what it leads to. If a download stops, disconnect it once to compare.',
    },
    ko: {
      title: 'VPN이 연결되어 있어요({name})',
      text: '계속할 수 있어요. 컨테이너도 VPN을 거쳐요. 다운로드가 멈추면 VPN을 끊고 비교해 보세요.',
    },
  },
  'clock.ok': {
    en: { title: 'The clock is right', text: 'Certificates of registries can be checked.' },
    ko: { title: '시계가 맞아요', text: '레지스트리의 인증서를 확인할 수 있어요.' },
  },
  'clock.unknown': {
    en: {
      title: 'The clock could not be compared',
      text: 'No server answered with its time. The clock is at least not older than Portside.',
    },
    ko: {
      title: '시계를 비교하지 못했어요',
      text: '시간을 알려 준 서버가 없어요. 적어도 Portside보다 오래된 시각은 아니에요.',
    },
  },
  'clock.wrong': {
    en: {
      title: 'The clock is wrong by {difference}',
      text: 'You can go on, but registries refuse connections. Let the system set the time by itself.',
    },
    ko: {
      title: '시계가 {difference} 어긋나 있어요',
      text: '계속할 수 있지만 레지스트리에 연결할 수 없어요. 시간을 자동으로 맞추도록 설정하세요.',
    },
  },
  'check.failed': {
    en: { title: 'Could not check: {what}', text: 'You can go on. {reason}' },
    ko: { title: '확인하지 못했어요: {what}', text: '계속할 수 있어요. {reason}' },
  },
})
