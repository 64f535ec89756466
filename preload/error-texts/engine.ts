// PS-3xxx: Docker Engine, the connection to it, and the endpoint that `docker` uses.
import { errorFamily } from './error-text'

export const engineErrors = errorFamily({
  'engine.unreachable': {
    number: 'PS-3001',
    en: {
      title: 'Docker Engine does not answer.',
      explanation: 'Portside has no connection to it at the moment.',
      remedy: 'Portside connects again by itself. If it does not, restart the engine.',
    },
    ko: {
      title: 'Docker 엔진이 응답하지 않아요.',
      explanation: '지금은 엔진과 연결되어 있지 않아요.',
      remedy: '자동으로 다시 연결해요. 연결되지 않으면 엔진을 다시 시작하세요.',
    },
    action: {
      service: 'machine',
      method: 'restart',
      label: { en: 'Restart engine', ko: '엔진 다시 시작' },
    },
  },
  'engine.not-docker': {
    number: 'PS-3002',
    en: {
      title: 'What answers there is not Docker Engine.',
      explanation: 'The address was reached, but its answer is not that of Docker’s API.',
      remedy: 'Check the address of the engine.',
    },
    ko: {
      title: '그 주소에서 응답한 것은 Docker 엔진이 아니에요.',
      explanation: '연결은 되었지만 Docker API의 응답이 아니에요.',
      remedy: '엔진 주소를 확인하세요.',
    },
  },
  'engine.too-old': {
    number: 'PS-3003',
    en: {
      title: 'Docker Engine {version} is too old for Portside.',
      explanation: 'It speaks API {api}; Portside needs {needed} or newer.',
      remedy: 'Update Docker Engine to 20.10 or newer.',
    },
    ko: {
      title: 'Docker 엔진 {version:은/는} Portside에서 쓰기에 너무 오래됐어요.',
      explanation: '엔진의 API는 {api}인데 {needed} 이상이 필요해요.',
      remedy: 'Docker 엔진을 20.10 이상으로 업데이트하세요.',
    },
  },
  'engine.too-new': {
    number: 'PS-3004',
    en: {
      title: 'Docker Engine {version} is too new for this Portside.',
      explanation: 'It no longer speaks API {spoken}, the newest that this Portside knows.',
      remedy: 'Update Portside.',
    },
    ko: {
      title: 'Docker 엔진 {version:은/는} 이 Portside보다 너무 최신이에요.',
      explanation: '이 Portside가 아는 가장 새로운 API {spoken:을/를} 더 이상 지원하지 않아요.',
      remedy: 'Portside를 업데이트하세요.',
    },
  },
  'engine.no-disk-space': {
    number: 'PS-3005',
    en: {
      title: 'The disk of the engine is full.',
      explanation: 'Images, containers and volumes share it, and there was no room left for this.',
      remedy: 'Remove images or containers that you no longer need, then try again.',
    },
    ko: {
      title: '엔진의 디스크가 가득 찼어요.',
      explanation: '이미지, 컨테이너, 볼륨이 함께 쓰는 디스크에 남은 공간이 없어요.',
      remedy: '필요 없는 이미지나 컨테이너를 삭제한 뒤 다시 시도하세요.',
    },
  },
  'engine.refused': {
    number: 'PS-3006',
    en: {
      title: 'Docker Engine refused this.',
      explanation: 'Its own words are below.',
      remedy: 'Check what they name, then try again.',
    },
    ko: {
      title: 'Docker 엔진이 요청을 거절했어요.',
      explanation: '엔진이 보낸 메시지는 아래에 있어요.',
      remedy: '메시지가 가리키는 것을 확인한 뒤 다시 시도하세요.',
    },
  },
  'engine.garbled': {
    number: 'PS-3009',
    en: {
      title: 'Docker Engine gave an answer that makes no sense.',
      explanation: 'What came was cut off, or not what Docker Engine says to such a question.',
      remedy: 'Try again. If it stays so, restart the engine.',
    },
    ko: {
      title: 'Docker 엔진의 응답을 이해할 수 없어요.',
      explanation: '응답이 중간에 끊겼거나 Docker 엔진의 응답이 아니에요.',
      remedy: '다시 시도하세요. 계속되면 엔진을 다시 시작하세요.',
    },
  },
  'engine.endpoint-taken': {
    number: 'PS-3007',
    en: {
      title: 'Another program already answers at {path}.',
      explanation: 'Portside offers Docker there, and only one program can.',
      remedy: 'Quit the other program, or choose another folder with PORTSIDE_HOME.',
    },
    ko: {
      title: '다른 프로그램이 이미 {path}에서 응답하고 있어요.',
      explanation: 'Portside가 Docker를 제공하는 주소라서 한 프로그램만 쓸 수 있어요.',
      remedy: '다른 프로그램을 종료하거나, PORTSIDE_HOME으로 다른 폴더를 고르세요.',
    },
  },
  'engine.endpoint-unusable': {
    number: 'PS-3008',
    en: {
      title: 'Portside cannot open {path} for docker.',
      explanation: 'The operating system does not allow it.',
      remedy: 'Check that the folder belongs to you and that nothing else lies at that path.',
    },
    ko: {
      title: 'docker가 쓸 {path:을/를} 열 수 없어요.',
      explanation: '운영체제가 허용하지 않았어요.',
      remedy: '폴더의 권한과, 그 경로에 다른 파일이 있는지 확인하세요.',
    },
  },
})
