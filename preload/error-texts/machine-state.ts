// PS-206x: saved states, system images that are replaced, and what newer versions left.
import { errorFamily } from './error-text'

const start = { service: 'machine', method: 'start' } as const

export const machineStateErrors = errorFamily({
  'machine.save-failed': {
    number: 'PS-2060',
    en: {
      title: 'The virtual machine could not be saved to disk.',
      explanation: 'It runs on as before, and your containers with it.',
      remedy: 'Try again, or stop the engine instead. The details below say what went wrong.',
    },
    ko: {
      title: '가상 머신을 디스크에 저장하지 못했어요.',
      explanation: '가상 머신과 컨테이너는 그대로 실행 중이에요.',
      remedy: '다시 시도하거나 대신 엔진을 중지하세요. 무엇이 잘못됐는지는 아래에 있어요.',
    },
  },
  'machine.saved-state-dropped': {
    number: 'PS-2061',
    en: {
      title: 'The machine was started anew instead of going on where it was saved.',
      explanation:
        'Its saved memory did not fit any more or was damaged. Containers and volumes stay as they are.',
      remedy: 'Start again the containers that should run. Nothing else is needed.',
    },
    ko: {
      title: '저장한 지점에서 이어가지 않고 가상 머신을 새로 시작했어요.',
      explanation: '저장한 메모리가 더는 맞지 않거나 손상됐어요. 컨테이너와 볼륨은 그대로예요.',
      remedy: '필요한 컨테이너를 다시 시작하세요. 다른 일은 하지 않아도 돼요.',
    },
  },
  'machine.rolled-back': {
    number: 'PS-2062',
    en: {
      title: 'The new system (Docker Engine {wanted}) did not start, so the last one that worked runs again.',
      explanation:
        'Docker Engine {used} runs on your data as before. The new system is not tried again by itself.',
      remedy: 'Keep working. Repair the machine to try the new system again, or wait for the next version.',
    },
    ko: {
      title: '새 시스템(Docker Engine {wanted})이 시작되지 않아 마지막으로 작동한 시스템을 다시 실행해요.',
      explanation:
        '내 데이터는 그대로이고 Docker Engine {used:이/가} 실행 중이에요. 새 시스템은 저절로 다시 시도하지 않아요.',
      remedy: '그대로 쓰면 돼요. 새 시스템을 다시 시도하려면 가상 머신을 복구하거나 다음 버전을 기다리세요.',
    },
  },
  'machine.snapshot-large': {
    number: 'PS-2090',
    en: {
      title: 'The upgrade begins without a copy of your data from before it.',
      explanation: 'Your data takes {used}. Only up to {most} are copied, since more takes minutes.',
      remedy: 'Nothing has to be done. Your images, containers and volumes stay as they are.',
    },
    ko: {
      title: '업그레이드 전의 데이터 사본 없이 진행해요.',
      explanation: '데이터가 {used}예요. 더 크면 몇 분씩 걸려서 {most}까지만 복사해요.',
      remedy: '할 일은 없어요. 이미지, 컨테이너, 볼륨은 그대로예요.',
    },
  },
  'machine.snapshot-no-room': {
    number: 'PS-2091',
    en: {
      title: 'The upgrade begins without a copy of your data from before it.',
      explanation: 'A copy needs {needed} on the disk of this computer, and {free} are free.',
      remedy: 'Nothing has to be done. Your images, containers and volumes stay as they are.',
    },
    ko: {
      title: '업그레이드 전의 데이터 사본 없이 진행해요.',
      explanation: '사본을 만들려면 이 컴퓨터의 디스크에 {needed}가 필요한데 {free}만 비어 있어요.',
      remedy: '할 일은 없어요. 이미지, 컨테이너, 볼륨은 그대로예요.',
    },
  },
  'machine.snapshot-failed': {
    number: 'PS-2092',
    en: {
      title: 'The upgrade begins without a copy of your data from before it.',
      explanation: 'Your data could not be copied. It has not been changed.',
      remedy: 'Nothing has to be done. The details below say what went wrong.',
    },
    ko: {
      title: '업그레이드 전의 데이터 사본 없이 진행해요.',
      explanation: '데이터를 복사하지 못했어요. 데이터는 바뀌지 않았어요.',
      remedy: '할 일은 없어요. 무엇이 잘못됐는지는 아래에 있어요.',
    },
  },
  'machine.save-unsupported': {
    number: 'PS-2068',
    en: {
      title: 'This machine cannot be saved to disk.',
      explanation: 'Only a virtual machine that QEMU runs can.',
      remedy: 'Stop the engine instead, if it is Portside’s.',
    },
    ko: {
      title: '이 가상 머신은 디스크에 저장할 수 없어요.',
      explanation: 'QEMU가 실행하는 가상 머신만 저장할 수 있어요.',
      remedy: 'Portside의 엔진이라면 대신 중지하세요.',
    },
  },
  'machine.save-shares': {
    number: 'PS-2064',
    en: {
      title: 'The machine cannot be saved while a container uses a shared folder.',
      explanation:
        'Shared folders leave the machine before it is saved, and come back with it. The machine runs on.',
      remedy:
        'Stop the containers that use a folder of this computer, then save; or stop the engine instead.',
    },
    ko: {
      title: '컨테이너가 공유 폴더를 쓰고 있어서 가상 머신을 저장할 수 없어요.',
      explanation:
        '공유 폴더는 저장하기 전에 가상 머신에서 빠지고, 다시 시작하면 돌아와요. 가상 머신은 계속 실행 중이에요.',
      remedy: '이 컴퓨터의 폴더를 쓰는 컨테이너를 중지한 뒤 저장하거나, 대신 엔진을 중지하세요.',
    },
  },
  'machine.share-missing': {
    number: 'PS-2065',
    en: {
      title: 'The shared folder {folder} is not there.',
      explanation: 'Containers that use it do not start. Everything else runs as usual.',
      remedy: 'Make the folder, or take it off the list in the settings, then restart the engine.',
    },
    ko: {
      title: '공유 폴더 {folder:이/가} 없어요.',
      explanation: '이 폴더를 쓰는 컨테이너는 시작되지 않아요. 다른 것은 평소처럼 작동해요.',
      remedy: '폴더를 만들거나 설정의 목록에서 지운 뒤 엔진을 다시 시작하세요.',
    },
  },
  'machine.share-lost': {
    number: 'PS-2069',
    en: {
      title: 'The folder {folder} cannot be reached from containers any more.',
      explanation:
        'The program that serves it to the machine ended. What looks into the folder waits; everything else runs on.',
      remedy: 'Restart the machine. What containers have written to their volumes is safe.',
    },
    ko: {
      title: '컨테이너에서 {folder} 폴더에 접근할 수 없게 됐어요.',
      explanation:
        '폴더를 가상 머신에 연결하는 프로그램이 끝났어요. 이 폴더를 쓰는 작업은 멈춰 있고, 나머지는 계속 실행돼요.',
      remedy: '가상 머신을 다시 시작하세요. 컨테이너가 볼륨에 쓴 데이터는 안전해요.',
    },
    action: { service: 'machine', method: 'restart', label: { en: 'Restart', ko: '다시 시작' } },
  },
  'machine.share-failed': {
    number: 'PS-2066',
    en: {
      title: 'The folder {folder} could not be shared.',
      explanation: 'Containers that use it do not start. Everything else runs as usual.',
      remedy: 'Choose a folder in your home folder. The details below say what went wrong.',
    },
    ko: {
      title: '{folder} 폴더를 공유하지 못했어요.',
      explanation: '이 폴더를 쓰는 컨테이너는 시작되지 않아요. 다른 것은 평소처럼 작동해요.',
      remedy: '홈 폴더 안의 폴더를 고르세요. 무엇이 잘못됐는지는 아래에 있어요.',
    },
  },
  'machine.shares-unavailable': {
    number: 'PS-2067',
    en: {
      title: 'No folder is shared: virtiofsd is missing on this computer.',
      explanation: 'Containers that use your folders do not start. Everything else runs as usual.',
      remedy: 'Install the package "virtiofsd" of your distribution, then restart the engine.',
    },
    ko: {
      title: '이 컴퓨터에 virtiofsd가 없어 폴더를 공유하지 못했어요.',
      explanation: '내 폴더를 쓰는 컨테이너는 시작되지 않아요. 다른 것은 평소처럼 작동해요.',
      remedy: '배포판의 "virtiofsd" 패키지를 설치한 뒤 엔진을 다시 시작하세요.',
    },
  },
  'machine.state-newer': {
    number: 'PS-2063',
    en: {
      title: 'A newer Portside has used this machine.',
      explanation:
        '{file} was written by {newer}; this Portside knows {known}. Going back could damage your data.',
      remedy: 'Install the newer Portside again. Nothing was changed.',
    },
    ko: {
      title: '더 새로운 Portside가 이 가상 머신을 사용했어요.',
      explanation:
        '{file:은/는} {newer} 버전이 썼고, 이 Portside는 {known}까지 알아요. 되돌리면 데이터가 손상될 수 있어요.',
      remedy: '더 새로운 Portside를 다시 설치하세요. 바꾼 것은 없어요.',
    },
    action: { ...start, label: { en: 'Try again', ko: '다시 시도' } },
  },
})
