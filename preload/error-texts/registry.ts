// PS-14xxx: registries and logging in to them.
import { errorFamily } from './error-text'

export const registryErrors = errorFamily({
  'registry.bad-login': {
    number: 'PS-14001',
    en: {
      title: '{registry} does not accept this name and password.',
      explanation: 'The name or the password is wrong, or the token has expired or was withdrawn.',
      remedy: 'Check both. Docker Hub and many others want an access token in place of the password.',
    },
    ko: {
      title: '{registry}에서 이름이나 비밀번호를 받아들이지 않아요.',
      explanation: '이름이나 비밀번호가 틀렸거나, 토큰이 만료되었거나 취소되었어요.',
      remedy: '둘 다 확인하세요. Docker Hub 등에서는 비밀번호 대신 액세스 토큰을 써야 해요.',
    },
  },
  'registry.no-keeper': {
    number: 'PS-14002',
    en: {
      title: 'There is no safe place for the password of {registry}.',
      explanation:
        'Portside never keeps a password in a plain file, and this system has no keychain that answers.',
      remedy:
        'Install a Docker credential helper such as docker-credential-pass or docker-credential-secretservice, then log in again.',
    },
    ko: {
      title: '{registry} 비밀번호를 안전하게 보관할 곳이 없어요.',
      explanation:
        'Portside는 비밀번호를 일반 파일에 저장하지 않아요. 이 시스템에는 쓸 수 있는 키체인이 없어요.',
      remedy:
        'docker-credential-pass나 docker-credential-secretservice 같은 Docker 자격 증명 도우미를 설치한 뒤 다시 로그인하세요.',
    },
  },
  'registry.keeper-failed': {
    number: 'PS-14003',
    en: {
      title: '{keeper} did not do what it was asked for.',
      explanation: 'It keeps the passwords of registries. It may be locked, or not set up yet.',
      remedy: 'Unlock or set up the keychain, then try again.',
    },
    ko: {
      title: '{keeper:이/가} 요청을 처리하지 못했어요.',
      explanation:
        '레지스트리 비밀번호를 보관하는 프로그램이에요. 잠겨 있거나 아직 설정하지 않았을 수 있어요.',
      remedy: '키체인의 잠금을 풀거나 설정을 마친 뒤 다시 시도하세요.',
    },
  },
  'registry.not-logged-in': {
    number: 'PS-14004',
    en: {
      title: 'You are not logged in to {registry}.',
      explanation: 'No name and password are kept for it.',
      remedy: 'Log in to the registry.',
    },
    ko: {
      title: '{registry}에 로그인되어 있지 않아요.',
      explanation: '보관된 이름과 비밀번호가 없어요.',
      remedy: '레지스트리에 로그인하세요.',
    },
  },
  'registry.login-needed': {
    number: 'PS-14006',
    en: {
      title: '{registry} tells this only to people who are logged in.',
      explanation: 'What it has is private, or your login does not reach that far.',
      remedy: 'Log in to {registry}, or with another account.',
    },
    ko: {
      title: '{registry}에 로그인해야 볼 수 있어요.',
      explanation: '비공개이거나, 지금 로그인한 계정에 권한이 없어요.',
      remedy: '{registry}에 로그인하거나 다른 계정으로 로그인하세요.',
    },
  },
  'registry.no-list': {
    number: 'PS-14007',
    en: {
      title: '{registry} has no list for {reference}.',
      explanation: 'It has no such image, or it lets nobody look through what it has.',
      remedy: 'Check the name, or pull the image by its full name.',
    },
    ko: {
      title: '{registry}에 {reference} 목록이 없어요.',
      explanation: '그런 이미지가 없거나, 레지스트리가 목록을 보여 주지 않아요.',
      remedy: '이름을 확인하거나, 전체 이름으로 이미지를 받으세요.',
    },
  },
  'registry.bad-name': {
    number: 'PS-14005',
    en: {
      title: '“{registry}” is not the address of a registry.',
      explanation:
        'An address is a host name with an optional port, such as ghcr.io or registry.acme.example:5000.',
      remedy: 'Correct the address. Leave it empty for Docker Hub.',
    },
    ko: {
      title: '레지스트리 주소가 아니에요: “{registry}”.',
      explanation: '주소는 ghcr.io, registry.acme.example:5000처럼 호스트 이름과 포트로 써요.',
      remedy: '주소를 고치세요. Docker Hub라면 비워 두세요.',
    },
  },
})
