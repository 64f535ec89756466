// PS-7xxx: settings.
import { errorFamily } from './error-text'

export const settingsErrors = errorFamily({
  'settings.unwritable': {
    number: 'PS-7001',
    en: {
      title: 'The settings could not be saved.',
      explanation: 'Portside cannot write {file}. The settings are as they were.',
      remedy: 'Check that the folder belongs to you and that the disk has space.',
    },
    ko: {
      title: '설정을 저장하지 못했어요.',
      explanation: '{file}에 쓸 수 없어요. 설정은 그대로예요.',
      remedy: '폴더의 권한과 디스크의 남은 공간을 확인하세요.',
    },
  },
  'settings.bad-value': {
    number: 'PS-7002',
    en: {
      title: 'The setting {setting} cannot have this value.',
      explanation: 'Nothing was changed.',
      remedy: 'Choose one of the offered values.',
    },
    ko: {
      title: '{setting} 설정에 쓸 수 없는 값이에요.',
      explanation: '아무것도 바꾸지 않았어요.',
      remedy: '제시된 값 중에서 고르세요.',
    },
  },
  'settings.bad-daemon-config': {
    number: 'PS-7003',
    en: {
      title: 'Docker Engine cannot use the settings in {file}.',
      explanation: 'The engine was not started, so that it does not run with other settings than yours.',
      remedy: 'Correct the file or move it away, then start again.',
    },
    ko: {
      title: 'Docker Engine이 {file}의 설정을 쓸 수 없어요.',
      explanation: '원하지 않는 설정으로 실행되지 않도록 엔진을 시작하지 않았어요.',
      remedy: '파일을 고치거나 다른 곳으로 옮긴 뒤 다시 시작하세요.',
    },
    action: { service: 'machine', method: 'start', label: { en: 'Start again', ko: '다시 시작' } },
  },
  'settings.out-of-range': {
    number: 'PS-7004',
    en: {
      title: 'This computer cannot give that much: {setting} may be from {least} to {most}.',
      explanation: 'Nothing was changed.',
      remedy: 'Choose a value between the two.',
    },
    ko: {
      title: '{setting} 설정은 {least}에서 {most} 사이여야 해요.',
      explanation: '이 컴퓨터에서 쓸 수 있는 범위를 벗어나 아무것도 바꾸지 않았어요.',
      remedy: '범위 안의 값을 고르세요.',
    },
  },
  'settings.bad-engine-config': {
    number: 'PS-7005',
    en: {
      title: 'Docker Engine does not take these settings.',
      explanation: 'Nothing was changed. What is wrong stands below.',
      remedy: 'Correct it and apply again.',
    },
    ko: {
      title: 'Docker Engine이 이 설정을 받아들이지 않아요.',
      explanation: '아무것도 바꾸지 않았어요. 잘못된 곳은 아래에 있어요.',
      remedy: '고친 뒤 다시 적용하세요.',
    },
  },
  'settings.engine-config-undone': {
    number: 'PS-7006',
    en: {
      title: 'Docker Engine did not come up with the new settings.',
      explanation:
        'The former settings are back, and the engine runs with them. What was undone is kept in {file}. The engine’s last words stand below.',
      remedy: 'Change what it complains about and apply again.',
    },
    ko: {
      title: '새 설정으로는 Docker Engine이 시작되지 않았어요.',
      explanation:
        '이전 설정으로 되돌렸고 엔진은 다시 실행 중이에요. 되돌린 설정은 {file}에 남겨 두었어요. 엔진이 남긴 말은 아래에 있어요.',
      remedy: '문제가 된 설정을 고친 뒤 다시 적용하세요.',
    },
  },
  'settings.engine-not-ours': {
    number: 'PS-7007',
    en: {
      title: 'The settings of this engine are not Portside’s to change.',
      explanation: 'Portside is attached to an engine that it does not run.',
      remedy: 'Change its daemon.json where it runs, usually /etc/docker/daemon.json, and restart it there.',
    },
    ko: {
      title: '이 엔진의 설정은 Portside에서 바꿀 수 없어요.',
      explanation: 'Portside가 직접 실행하지 않는 엔진에 연결되어 있어요.',
      remedy:
        '엔진이 실행되는 곳의 daemon.json(보통 /etc/docker/daemon.json)을 고치고 거기에서 다시 시작하세요.',
    },
  },
  'settings.bad-certificate': {
    number: 'PS-7008',
    en: {
      title: 'This is not a certificate in PEM form.',
      explanation: 'Such a text begins with -----BEGIN CERTIFICATE-----.',
      remedy: 'Choose the certificate of the authority, often called ca.crt or ca.pem, not its key.',
    },
    ko: {
      title: 'PEM 형식의 인증서가 아니에요.',
      explanation: '인증서는 -----BEGIN CERTIFICATE-----로 시작해요.',
      remedy: '개인 키가 아니라 인증 기관의 인증서(ca.crt 또는 ca.pem)를 고르세요.',
    },
  },
  'settings.bad-registry': {
    number: 'PS-7009',
    en: {
      title: '{registry} is not the name of a registry.',
      explanation: 'It is written as in image names: registry.example.com, or with a port.',
      remedy: 'Correct the name.',
    },
    ko: {
      title: '{registry:은/는} 레지스트리 이름이 아니에요.',
      explanation: '이미지 이름처럼 registry.example.com 또는 포트를 붙여서 써요.',
      remedy: '이름을 고치세요.',
    },
  },
  'settings.managed': {
    number: 'PS-7010',
    en: {
      title: 'The setting {setting} is decided by your organisation.',
      explanation: '{file} sets it for everybody who uses this computer.',
      remedy: 'Ask whoever looks after this computer.',
    },
    ko: {
      title: '{setting} 설정은 조직에서 정해 두었어요.',
      explanation: '{file} 파일이 이 컴퓨터를 쓰는 모두에게 적용해요.',
      remedy: '이 컴퓨터를 관리하는 사람에게 문의하세요.',
    },
  },
  'settings.not-settings': {
    number: 'PS-7011',
    en: {
      title: 'This file has no settings of Portside in it.',
      explanation: 'Nothing was changed.',
      remedy: 'Choose a file that was made by "Export settings".',
    },
    ko: {
      title: 'Portside 설정 파일이 아니에요.',
      explanation: '아무것도 바꾸지 않았어요.',
      remedy: '"설정 내보내기"로 만든 파일을 고르세요.',
    },
  },
  'settings.disk-shrink': {
    number: 'PS-7012',
    en: {
      title: 'The disk has {size} GB and cannot become smaller.',
      explanation: 'With {wanted} GB it might not hold what is on it. Nothing was changed.',
      remedy:
        'Leave it: it takes only the space that is used. "Give back disk space" frees what nobody needs.',
    },
    ko: {
      title: '디스크는 {size} GB이고 더 작게 만들 수 없어요.',
      explanation: '{wanted} GB에는 지금 있는 내용이 다 들어가지 않을 수 있어요. 아무것도 바꾸지 않았어요.',
      remedy: '그대로 두세요. 쓰는 만큼만 공간을 차지해요. 필요 없는 것은 리소스 화면에서 정리할 수 있어요.',
    },
  },
  'settings.swap-no-room': {
    number: 'PS-7013',
    en: {
      title: 'The disk of the Linux VM has no room for {wanted} GB of swap.',
      explanation: '{free} GB are free there. The swap is as it was.',
      remedy: 'Choose less, remove what is not needed under Resources, or enlarge the disk.',
    },
    ko: {
      title: 'Linux 가상 머신의 디스크에 스왑 {wanted} GB를 둘 공간이 없어요.',
      explanation: '{free} GB가 남아 있어요. 스왑은 그대로예요.',
      remedy: '더 작게 고르거나, 리소스 화면에서 필요 없는 것을 정리하거나, 디스크를 늘리세요.',
    },
  },
  'settings.swap-in-use': {
    number: 'PS-7014',
    en: {
      title: 'The swap is in use and cannot be changed now.',
      explanation: 'What is in it does not fit into the memory of the Linux VM. The swap is as it was.',
      remedy: 'Stop a container that takes much memory, then try again.',
    },
    ko: {
      title: '스왑을 쓰고 있어 지금은 바꿀 수 없어요.',
      explanation: '스왑의 내용이 Linux 가상 머신의 메모리에 다 들어가지 않아요. 스왑은 그대로예요.',
      remedy: '메모리를 많이 쓰는 컨테이너를 멈춘 뒤 다시 시도하세요.',
    },
  },
  'settings.swap-failed': {
    number: 'PS-7015',
    en: {
      title: 'The swap could not be changed.',
      explanation: 'Linux in the VM refused. The swap is as it was.',
      remedy: 'Restart the engine and try again. The details below say what went wrong.',
    },
    ko: {
      title: '스왑을 바꾸지 못했어요.',
      explanation: '가상 머신의 Linux가 거절했어요. 스왑은 그대로예요.',
      remedy: '엔진을 다시 시작한 뒤 다시 시도하세요. 무엇이 잘못됐는지는 아래에 있어요.',
    },
  },
})
