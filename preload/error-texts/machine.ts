// PS-2xxx: the virtual machine that runs the engine.
import { errorFamily } from './error-text'
import { machineFailures } from './machine-failures'

const start = { service: 'machine', method: 'start' } as const
const startAgain = { ...start, label: { en: 'Start again', ko: '다시 시작' } }
const tryAgain = { ...start, label: { en: 'Try again', ko: '다시 시도' } }

export const machineErrors = {
  ...machineFailures,
  ...errorFamily({
    'machine.qemu-missing': {
      number: 'PS-2001',
      en: {
        title: 'QEMU is not installed on this computer.',
        explanation: 'Portside runs Docker in a small virtual machine, and {program} runs that machine.',
        remedy: 'Install it with "{command}", then try again.',
      },
      ko: {
        title: '이 컴퓨터에 QEMU가 없어요.',
        explanation:
          'Portside는 작은 가상 머신에서 Docker를 실행하는데, 그 가상 머신을 {program:이/가} 돌려요.',
        remedy: '"{command}" 명령으로 설치한 뒤 다시 시도하세요.',
      },
      action: tryAgain,
    },
    'machine.network-tool-missing': {
      number: 'PS-2002',
      en: {
        title: 'gvproxy, which connects the virtual machine to the network, is missing.',
        explanation: 'It comes with Portside and was looked for in {places}.',
        remedy: 'Run npm start again, or install Portside again. Your containers and volumes stay.',
      },
      ko: {
        title: '가상 머신을 네트워크에 연결하는 gvproxy가 없어요.',
        explanation: 'Portside에 들어 있는 프로그램이고, {places}에서 찾았어요.',
        remedy: 'npm start를 다시 실행하거나 Portside를 다시 설치하세요. 컨테이너와 볼륨은 그대로예요.',
      },
      action: tryAgain,
    },
    'machine.image-missing': {
      number: 'PS-2003',
      en: {
        title: 'The system image of the virtual machine is missing.',
        explanation: 'There is none in {folder}.',
        remedy:
          'Run npm start, which builds it, or install Portside again. Your containers and volumes stay.',
      },
      ko: {
        title: '가상 머신의 시스템 이미지가 없어요.',
        explanation: '{folder}에 이미지가 없어요.',
        remedy:
          'npm start를 실행하면 이미지를 만들어요. 또는 Portside를 다시 설치하세요. 컨테이너와 볼륨은 그대로예요.',
      },
      action: tryAgain,
    },
    'machine.image-corrupt': {
      number: 'PS-2004',
      en: {
        title: 'The system image of the virtual machine is damaged.',
        explanation: '{file} is not what was shipped. It holds only the system; none of your data.',
        remedy: 'Run npm run guest, or install Portside again. Your containers and volumes stay.',
      },
      ko: {
        title: '가상 머신의 시스템 이미지가 손상됐어요.',
        explanation: '{file} 파일이 원래와 달라요. 시스템만 들어 있고 내 데이터는 없어요.',
        remedy: 'npm run guest를 실행하거나 Portside를 다시 설치하세요. 컨테이너와 볼륨은 그대로예요.',
      },
      action: tryAgain,
    },
    'machine.no-disk-space': {
      number: 'PS-2005',
      en: {
        title: 'This computer has too little free disk space to start the virtual machine.',
        explanation: 'Portside needs {needed} in {folder}, and {free} is free.',
        remedy: 'Free some space, then try again.',
      },
      ko: {
        title: '디스크 공간이 부족해서 가상 머신을 시작할 수 없어요.',
        explanation: '{folder}에 {needed} 필요한데 {free} 남았어요.',
        remedy: '공간을 비운 뒤 다시 시도하세요.',
      },
      action: tryAgain,
    },
    'machine.data-disk-missing': {
      number: 'PS-2006',
      en: {
        title: 'The disk with your images, containers and volumes is missing.',
        explanation: 'Portside made {file} on {created}, and it is gone. No empty one is put in its place.',
        remedy:
          'Put the file back from the Trash or a backup. To begin with an empty disk instead, move {record} away.',
      },
      ko: {
        title: '이미지, 컨테이너, 볼륨이 든 디스크가 없어요.',
        explanation: '{created}에 만든 {file} 파일이 사라졌어요. 빈 디스크로 바꾸지 않았어요.',
        remedy:
          '휴지통이나 백업에서 파일을 되돌려 놓으세요. 빈 디스크로 새로 시작하려면 {record} 파일을 다른 곳으로 옮기세요.',
      },
      action: tryAgain,
    },
    'machine.data-disk-foreign': {
      number: 'PS-2007',
      en: {
        title: 'The disk {file} belongs to another machine.',
        explanation: 'It was made by another copy of Portside, so nothing on it was changed.',
        remedy: 'Put the disk of this machine back, or start with the state folder that the disk came from.',
      },
      ko: {
        title: '{file} 디스크는 다른 가상 머신의 것이에요.',
        explanation: '다른 Portside에서 만든 디스크라서 아무것도 바꾸지 않았어요.',
        remedy: '원래 디스크를 되돌려 놓거나, 이 디스크를 만든 폴더로 Portside를 시작하세요.',
      },
      action: tryAgain,
    },
    'machine.data-disk-unusable': {
      number: 'PS-2008',
      en: {
        title: 'The disk with your images, containers and volumes cannot be opened.',
        explanation: 'Linux could not mount {file}. It was not formatted, so what is on it is still there.',
        remedy: 'Make a copy of the file first. Then try again, or repair the copy with e2fsck.',
      },
      ko: {
        title: '이미지, 컨테이너, 볼륨이 든 디스크를 열 수 없어요.',
        explanation: 'Linux가 {file:을/를} 마운트하지 못했어요. 포맷하지 않았으니 내용은 그대로 있어요.',
        remedy: '먼저 파일을 복사해 두세요. 그다음 다시 시도하거나, 복사본을 e2fsck로 고치세요.',
      },
      action: tryAgain,
    },
    'machine.in-use': {
      number: 'PS-2009',
      en: {
        title: 'The virtual machine is already in use (PID {pid}).',
        explanation: 'Another copy of Portside opened {file}. Two at once would destroy the disk.',
        remedy: 'Quit the other copy, then try again.',
      },
      ko: {
        title: '가상 머신을 이미 쓰고 있어요(PID {pid}).',
        explanation: '다른 Portside가 {file:을/를} 열었어요. 동시에 열면 디스크가 망가져요.',
        remedy: '다른 Portside를 종료한 뒤 다시 시도하세요.',
      },
      action: tryAgain,
    },
    'machine.vm-died': {
      number: 'PS-2010',
      en: {
        title: 'The virtual machine ended unexpectedly.',
        explanation: '{program} ended by {reason}. Your containers and volumes are on disk.',
        remedy: 'Start it again. Containers with a restart policy come back by themselves.',
      },
      ko: {
        title: '가상 머신이 갑자기 종료됐어요.',
        explanation: '{program} 프로그램이 끝났어요({reason}). 컨테이너와 볼륨은 디스크에 그대로 있어요.',
        remedy: '다시 시작하세요. 재시작 정책이 있는 컨테이너는 저절로 다시 실행돼요.',
      },
      action: startAgain,
    },
  }),
}
