// PS-5xxx: images and downloading them.
import { errorFamily } from './error-text'

export const imageErrors = errorFamily({
  'image.bad-reference': {
    number: 'PS-5001',
    en: {
      title: '“{reference}” is not the name of an image.',
      explanation:
        'A name looks like redis, redis:7 or ghcr.io/acme/api:1.2, in lower case and without spaces.',
      remedy: 'Correct the name and try again.',
    },
    ko: {
      title: '이미지 이름이 아니에요: “{reference}”.',
      explanation: '이름은 redis, redis:7, ghcr.io/acme/api:1.2처럼 소문자로 띄어쓰기 없이 써요.',
      remedy: '이름을 고친 뒤 다시 시도하세요.',
    },
  },
  'image.not-found': {
    number: 'PS-5002',
    en: {
      title: '{reference} is not on this computer.',
      explanation: 'It was never pulled, or it was removed.',
      remedy: 'Pull it first.',
    },
    ko: {
      title: '{reference} 이미지가 이 컴퓨터에 없어요.',
      explanation: '아직 받지 않았거나 삭제했어요.',
      remedy: '먼저 이미지를 받으세요.',
    },
    action: {
      service: 'images',
      method: 'pull',
      args: ['reference'],
      label: { en: 'Pull it', ko: '이미지 받기' },
    },
  },
  'image.pull-denied': {
    number: 'PS-5003',
    en: {
      title: 'Cannot pull {reference}: it does not exist, or it is private.',
      explanation: 'The registry does not say which of the two.',
      remedy: 'Check the name. If it is private, sign in to the registry first.',
    },
    ko: {
      title: '{reference} 이미지를 받지 못했어요. 없거나 비공개 이미지예요.',
      explanation: '레지스트리는 둘 중 어느 쪽인지 알려 주지 않아요.',
      remedy: '이름을 확인하세요. 비공개 이미지라면 먼저 레지스트리에 로그인하세요.',
    },
  },
  'image.not-found-in-registry': {
    number: 'PS-5004',
    en: {
      title: 'The registry has no {reference}.',
      explanation: 'The image may exist under another tag.',
      remedy: 'Check the name and the tag after the colon.',
    },
    ko: {
      title: '레지스트리에 {reference} 이미지가 없어요.',
      explanation: '다른 태그로 있을 수 있어요.',
      remedy: '이름과 콜론 뒤의 태그를 확인하세요.',
    },
  },
  'image.wrong-platform': {
    number: 'PS-5005',
    en: {
      title: '{reference} does not exist for {platform}.',
      explanation: 'It was published for other processors.',
      remedy:
        'Choose another platform, which may run slower here or not at all, or look for a tag that was built for {platform}.',
    },
    ko: {
      title: '{reference}에는 {platform}용 이미지가 없어요.',
      explanation: '다른 프로세서용으로만 배포되었어요.',
      remedy:
        '다른 플랫폼을 고르거나 {platform}용으로 만든 태그를 찾으세요. 다른 플랫폼의 이미지는 느리거나 실행되지 않을 수 있어요.',
    },
  },
  'image.registry-unreachable': {
    number: 'PS-5006',
    en: {
      title: 'The registry {registry} cannot be reached.',
      explanation: 'The network, a proxy or the registry itself does not answer.',
      remedy: 'Check that this computer is online, then try again.',
    },
    ko: {
      title: '레지스트리 {registry}에 연결할 수 없어요.',
      explanation: '네트워크나 프록시, 또는 레지스트리가 응답하지 않아요.',
      remedy: '인터넷 연결을 확인한 뒤 다시 시도하세요.',
    },
  },
  'image.proxy-refused': {
    number: 'PS-5020',
    en: {
      title: 'A proxy refused the connection to {registry}.',
      explanation:
        'It was not the registry that refused, but something on the way to it, such as a company proxy. Signing in to the registry does not help.',
      remedy:
        'Ask whoever runs the proxy to allow {registry}, or check its address, name and password in Settings, under Network and under Docker Engine. A mirror inside your company works, too.',
    },
    ko: {
      title: '프록시가 막아서 {registry}에 갈 수 없어요.',
      explanation:
        '레지스트리가 아니라 그 앞에 있는 회사 프록시 같은 것이 거절했어요. 레지스트리에 로그인해도 해결되지 않아요.',
      remedy:
        '프록시 관리자에게 {registry:을/를} 허용해 달라고 하거나, 설정의 네트워크와 Docker 엔진에서 프록시 주소와 이름, 비밀번호를 확인하세요. 회사 미러를 써도 돼요.',
    },
  },
  'image.registry-untrusted': {
    number: 'PS-5007',
    en: {
      title: 'The connection to the registry {registry} is not trusted.',
      explanation: 'Its certificate is not known, or it does not use HTTPS.',
      remedy: 'Check the address of the registry, or add its certificate to the engine.',
    },
    ko: {
      title: '레지스트리 {registry:과/와}의 연결을 믿을 수 없어요.',
      explanation: '인증서를 확인할 수 없거나 HTTPS를 쓰지 않아요.',
      remedy: '레지스트리 주소를 확인하거나, 인증서를 엔진에 추가하세요.',
    },
  },
  'image.rate-limited': {
    number: 'PS-5008',
    en: {
      title: 'The registry {registry} allows no more downloads for now.',
      explanation: 'It limits how many images may be pulled in a few hours.',
      remedy: 'Wait a while, log in to be allowed more, or pull through a mirror.',
    },
    ko: {
      title: '레지스트리 {registry}에서 당분간 더 받을 수 없어요.',
      explanation: '몇 시간 동안 받을 수 있는 이미지 수가 정해져 있어요.',
      remedy: '잠시 기다리거나, 로그인해서 한도를 늘리거나, 미러에서 받으세요.',
    },
  },
  'image.pull-interrupted': {
    number: 'PS-5009',
    en: {
      title: 'The download of {reference} broke off.',
      explanation: 'The connection was lost. Layers that were complete are kept.',
      remedy: 'Pull it again: it goes on from there.',
    },
    ko: {
      title: '{reference} 이미지를 받다가 끊겼어요.',
      explanation: '연결이 끊어졌어요. 다 받은 레이어는 남아 있어요.',
      remedy: '다시 받으면 이어서 받아요.',
    },
    action: {
      service: 'images',
      method: 'pull',
      args: ['reference'],
      label: { en: 'Pull again', ko: '다시 받기' },
    },
  },
  'image.in-use': {
    number: 'PS-5010',
    en: {
      title: '{container} was made from {image}, so the image is still needed.',
      explanation: 'An image stays as long as a container uses it, running or stopped.',
      remedy: 'Remove the container first.',
    },
    ko: {
      title: '{container} 컨테이너가 {image} 이미지를 쓰고 있어서 아직 필요해요.',
      explanation: '실행 중이든 멈췄든, 컨테이너가 쓰는 이미지는 삭제하지 않아요.',
      remedy: '컨테이너를 먼저 삭제하세요.',
    },
  },
  'image.has-children': {
    number: 'PS-5011',
    en: {
      title: 'Other images are built on {image}.',
      explanation: 'They share its layers and need it.',
      remedy: 'Remove the images that are built on it first.',
    },
    ko: {
      title: '{image} 이미지를 바탕으로 만든 다른 이미지가 있어요.',
      explanation: '레이어를 함께 쓰기 때문에 아직 필요해요.',
      remedy: '그 이미지들을 먼저 삭제하세요.',
    },
  },
  'image.unreadable': {
    number: 'PS-5012',
    en: {
      title: 'The layers of {image} cannot be read.',
      explanation:
        'The engine handed the image out in a form that Portside does not know, or stopped halfway.',
      remedy: 'Try again. Nothing was changed.',
    },
    ko: {
      title: '{image} 이미지의 레이어를 읽을 수 없어요.',
      explanation: '엔진이 Portside가 모르는 형식으로 이미지를 내주었거나 중간에 끊겼어요.',
      remedy: '다시 시도하세요. 바뀐 것은 없어요.',
    },
  },
  'image.push-denied': {
    number: 'PS-5013',
    en: {
      title: 'The registry does not let you push {reference}.',
      explanation: 'You are not signed in to it, or the name belongs to somebody else.',
      remedy: 'Sign in to the registry, or tag the image with a name that is yours.',
    },
    ko: {
      title: '레지스트리에 {reference:을/를} 올릴 권한이 없어요.',
      explanation: '로그인하지 않았거나 다른 사람의 이름이에요.',
      remedy: '레지스트리에 로그인하거나, 내 이름으로 된 태그를 붙이세요.',
    },
  },
  'image.transfer-interrupted': {
    number: 'PS-5014',
    en: {
      title: 'The work on {name} broke off.',
      explanation: 'The connection to the registry or to the engine was lost.',
      remedy: 'Try again.',
    },
    ko: {
      title: '{name} 작업이 중간에 끊겼어요.',
      explanation: '레지스트리나 엔진과의 연결이 끊어졌어요.',
      remedy: '다시 시도하세요.',
    },
  },
  'image.bad-archive': {
    number: 'PS-5015',
    en: {
      title: '{file} holds no image.',
      explanation: 'It is not an archive that Docker wrote, or it is damaged or incomplete.',
      remedy:
        'Choose a file that was saved from an image. A folder tree in an archive can be imported instead.',
    },
    ko: {
      title: '{file} 파일에 이미지가 없어요.',
      explanation: 'Docker가 만든 파일이 아니거나, 손상되었거나, 다 받지 못한 파일이에요.',
      remedy: '이미지를 저장한 파일을 고르세요. 폴더를 묶은 파일이라면 가져오기를 쓰세요.',
    },
  },
  'image.name-taken': {
    number: 'PS-5016',
    en: {
      title: '{reference} is the name of another image.',
      explanation: 'A name points to one image. The other one would lose it.',
      remedy: 'Choose another tag, or remove the name from the other image first.',
    },
    ko: {
      title: '{reference:은/는} 다른 이미지의 이름이에요.',
      explanation: '이름 하나는 이미지 하나만 가리켜요. 다른 이미지가 이름을 잃게 돼요.',
      remedy: '다른 태그를 쓰거나, 다른 이미지에서 그 이름을 먼저 지우세요.',
    },
  },
  'image.last-name': {
    number: 'PS-5017',
    en: {
      title: '{reference} is the only name of its image.',
      explanation: 'Without a name an image is hard to find again.',
      remedy: 'Give it another name first, or remove the image.',
    },
    ko: {
      title: '{reference:은/는} 이 이미지의 하나뿐인 이름이에요.',
      explanation: '이름이 없으면 이미지를 다시 찾기 어려워요.',
      remedy: '다른 이름을 먼저 붙이거나 이미지를 삭제하세요.',
    },
  },
  'image.in-trash': {
    number: 'PS-5018',
    en: {
      title: '{container} in the Trash was made from {image}, so the image is still needed.',
      explanation: 'A removed container is kept for seven days, so that it can be restored and run again.',
      remedy: 'Open Containers, then Trash, and delete {container} for good. Then remove the image.',
    },
    ko: {
      title: '휴지통의 {container} 컨테이너가 {image} 이미지를 쓰고 있어서 아직 필요해요.',
      explanation: '삭제한 컨테이너는 되돌려 다시 실행할 수 있도록 7일 동안 보관해요.',
      remedy: '컨테이너 화면의 휴지통에서 {container:을/를} 완전히 삭제한 뒤 이미지를 삭제하세요.',
    },
  },
  'image.too-many-layers': {
    number: 'PS-5019',
    en: {
      title: 'The image has more layers than the engine can stack.',
      explanation:
        'Each instruction that changes files makes a layer, and the classic image store takes 125.',
      remedy: 'Join RUN lines of its Dockerfile and build it again, or choose the containerd image store.',
    },
    ko: {
      title: '이미지의 레이어가 엔진이 쌓을 수 있는 수보다 많아요.',
      explanation:
        '파일을 바꾸는 명령마다 레이어가 하나씩 생기고, 기본 이미지 저장소는 125개까지 쌓을 수 있어요.',
      remedy: 'Dockerfile의 RUN 줄을 합쳐 다시 빌드하거나, containerd 이미지 저장소를 쓰세요.',
    },
  },
})
