// PS-18xxx: new versions of Portside.
import { errorFamily } from './error-text'

export const updateErrors = errorFamily({
  'update.unsupported': {
    number: 'PS-18001',
    en: {
      title: 'This Portside does not update itself.',
      explanation: 'It runs from source, or the package manager of this computer brings new versions.',
      remedy: 'Update it the way it was installed.',
    },
    ko: {
      title: '이 Portside는 스스로 업데이트하지 않아요.',
      explanation: '소스에서 실행했거나, 이 컴퓨터의 패키지 관리자가 새 버전을 설치해요.',
      remedy: '설치한 방법으로 업데이트하세요.',
    },
  },
  'update.unreachable': {
    number: 'PS-18002',
    en: {
      title: 'Portside could not ask for a newer version.',
      explanation: 'The address with the updates did not answer as expected. Nothing was changed.',
      remedy: 'Check the connection and the proxy, then try again.',
    },
    ko: {
      title: '새 버전이 있는지 확인하지 못했어요.',
      explanation: '업데이트 주소에서 제대로 된 응답이 오지 않았어요. 바뀐 것은 없어요.',
      remedy: '네트워크와 프록시를 확인한 뒤 다시 시도하세요.',
    },
    action: { service: 'updates', method: 'check', label: { en: 'Try again', ko: '다시 시도' } },
  },
  'update.download-failed': {
    number: 'PS-18003',
    en: {
      title: 'Version {version} could not be downloaded.',
      explanation: 'The download broke off, or it is not the file that was published. It was thrown away.',
      remedy: 'Try again. If it happens again, download the installer yourself.',
    },
    ko: {
      title: '{version} 버전을 내려받지 못했어요.',
      explanation: '다운로드가 끊겼거나 공개된 파일과 달라서 버렸어요.',
      remedy: '다시 시도하세요. 또 실패하면 설치 파일을 직접 내려받으세요.',
    },
    action: { service: 'updates', method: 'download', label: { en: 'Try again', ko: '다시 시도' } },
  },
  'update.not-ready': {
    number: 'PS-18004',
    en: {
      title: 'There is no downloaded version to install.',
      explanation: 'Nothing was changed.',
      remedy: 'Look for a newer version and download it first.',
    },
    ko: {
      title: '설치할 새 버전을 아직 내려받지 않았어요.',
      explanation: '바뀐 것은 없어요.',
      remedy: '먼저 새 버전을 확인하고 내려받으세요.',
    },
  },
  'update.containers-run': {
    number: 'PS-18005',
    en: {
      title: 'Containers run: {count}. They would stop.',
      explanation: 'Installing ends the engine. Their data stays, but what they are doing is interrupted.',
      remedy: 'Stop them first, or say that they may be stopped.',
    },
    ko: {
      title: '컨테이너 {count}개가 실행 중이라 중지돼요.',
      explanation: '설치하려면 엔진을 끝내야 해요. 데이터는 남지만 하던 일은 중단돼요.',
      remedy: '먼저 중지하거나, 중지해도 된다고 선택하세요.',
    },
  },
  'update.no-previous': {
    number: 'PS-18006',
    en: {
      title: 'The version before this one was not kept.',
      explanation: 'Portside keeps the installer of the version before, from the first update on.',
      remedy: 'Download the version you want and install it over this one; data stays.',
    },
    ko: {
      title: '이전 버전의 설치 파일이 남아 있지 않아요.',
      explanation: '첫 업데이트 때부터 바로 전 버전의 설치 파일을 남겨 둬요.',
      remedy: '원하는 버전을 내려받아 덮어 설치하세요. 데이터는 그대로예요.',
    },
  },
})
