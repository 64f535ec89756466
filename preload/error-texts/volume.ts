// PS-8xxx: volumes.
import { errorFamily } from './error-text'

export const volumeErrors = errorFamily({
  'volume.in-use': {
    number: 'PS-8001',
    en: {
      title: '{container} uses the volume {volume}, so it stays.',
      explanation: 'A volume stays as long as a container mounts it, running or stopped.',
      remedy: 'Remove the container first, if you no longer need it.',
    },
    ko: {
      title: '{container} 컨테이너가 {volume} 볼륨을 쓰고 있어서 삭제하지 않았어요.',
      explanation: '실행 중이든 멈췄든, 컨테이너가 쓰는 볼륨은 삭제하지 않아요.',
      remedy: '필요 없는 컨테이너라면 컨테이너를 먼저 삭제하세요.',
    },
  },
  'volume.not-found': {
    number: 'PS-8002',
    en: {
      title: 'There is no volume {volume}.',
      explanation: 'It was removed, perhaps by another program.',
      remedy: 'Check the name in the list of volumes.',
    },
    ko: {
      title: '{volume} 볼륨이 없어요.',
      explanation: '다른 프로그램이 삭제했을 수 있어요.',
      remedy: '볼륨 목록에서 이름을 확인하세요.',
    },
  },
  'volume.name-taken': {
    number: 'PS-8003',
    en: {
      title: 'A volume named {volume} exists already.',
      explanation: 'Its data was not touched.',
      remedy: 'Choose another name, or use the volume that is there.',
    },
    ko: {
      title: '{volume} 볼륨이 이미 있어요.',
      explanation: '있던 볼륨의 데이터는 그대로예요.',
      remedy: '다른 이름을 고르거나, 있는 볼륨을 쓰세요.',
    },
  },
  'volume.bad-name': {
    number: 'PS-8004',
    en: {
      title: '“{volume}” cannot be the name of a volume.',
      explanation: 'A name starts with a letter or digit; letters, digits, _ . and - follow.',
      remedy: 'Type a name of two characters or more.',
    },
    ko: {
      title: '볼륨 이름으로 쓸 수 없어요: “{volume}”.',
      explanation: '영문자나 숫자로 시작하고, 영문자, 숫자, _ . -를 쓸 수 있어요.',
      remedy: '두 글자 이상의 이름을 입력하세요.',
    },
  },
  'volume.bad-options': {
    number: 'PS-8005',
    en: {
      title: 'The driver does not take these options.',
      explanation: 'An option is unknown to it, or one that it needs is missing.',
      remedy: 'The local driver knows type, device, o and size. Correct the options and try again.',
    },
    ko: {
      title: '드라이버가 이 옵션을 받지 않아요.',
      explanation: '모르는 옵션이 있거나, 필요한 옵션이 빠졌어요.',
      remedy: 'local 드라이버의 옵션은 type, device, o, size예요. 옵션을 고친 뒤 다시 시도하세요.',
    },
  },
  'volume.unknown-driver': {
    number: 'PS-8006',
    en: {
      title: 'Docker Engine has no volume driver {driver}.',
      explanation: 'Drivers other than local come from plugins, which have to be installed first.',
      remedy: 'Use local, or install the plugin.',
    },
    ko: {
      title: 'Docker 엔진에 {driver} 볼륨 드라이버가 없어요.',
      explanation: 'local이 아닌 드라이버는 플러그인을 먼저 설치해야 해요.',
      remedy: 'local을 쓰거나 플러그인을 설치하세요.',
    },
  },
  'volume.bad-archive': {
    number: 'PS-8008',
    en: {
      title: 'The file for {volume} is no whole archive.',
      explanation:
        'A volume is made of a .tar or .tar.gz file. This one is another kind of file, or it breaks off.',
      remedy: 'Choose the file that was saved, or save it anew. The new volume was removed again.',
    },
    ko: {
      title: '{volume:을/를} 만들 파일이 온전한 아카이브가 아니에요.',
      explanation: '볼륨은 .tar나 .tar.gz 파일로 만들어요. 다른 종류의 파일이거나 중간에 끊겨 있어요.',
      remedy: '저장했던 파일을 고르거나 다시 저장하세요. 새로 만들던 볼륨은 삭제했어요.',
    },
  },
  'volume.not-whole': {
    number: 'PS-8009',
    en: {
      title: 'The content of {volume} could not be read to its end.',
      explanation: 'The engine ended before everything was read. Nothing half-written was kept.',
      remedy: 'Try again. If it happens again, restart Docker Engine.',
    },
    ko: {
      title: '{volume}의 내용을 끝까지 읽지 못했어요.',
      explanation: '모두 읽기 전에 엔진이 끝냈어요. 쓰다 만 것은 남기지 않았어요.',
      remedy: '다시 시도하세요. 계속되면 Docker 엔진을 다시 시작하세요.',
    },
  },
  'volume.in-trash': {
    number: 'PS-8010',
    en: {
      title: '{container} in the Trash still has the volume {volume}, so it stays.',
      explanation: 'A removed container is kept for seven days, so that it can be restored with its data.',
      remedy: 'Open Containers, then Trash, and delete {container} for good. Then delete the volume.',
    },
    ko: {
      title: '휴지통의 {container} 컨테이너가 {volume} 볼륨을 쓰고 있어서 삭제하지 않았어요.',
      explanation: '삭제한 컨테이너는 데이터와 함께 되돌릴 수 있도록 7일 동안 보관해요.',
      remedy: '컨테이너 화면의 휴지통에서 {container:을/를} 완전히 삭제한 뒤 볼륨을 삭제하세요.',
    },
  },
  'volume.no-backup': {
    number: 'PS-8011',
    en: {
      title: 'This restore point is not there any more.',
      explanation: 'It was removed meanwhile, perhaps in another window.',
      remedy: 'Choose another one from the list.',
    },
    ko: {
      title: '이 복원 지점은 이제 없어요.',
      explanation: '다른 창에서 삭제했을 수 있어요.',
      remedy: '목록에서 다른 복원 지점을 고르세요.',
    },
  },
  'volume.bad-backup': {
    number: 'PS-8012',
    en: {
      title: 'This restore point of {volume} is damaged.',
      explanation: 'Its file cannot be read to its end. Nothing in the volume was changed.',
      remedy: 'Use another restore point.',
    },
    ko: {
      title: '{volume}의 이 복원 지점은 손상됐어요.',
      explanation: '파일을 끝까지 읽을 수 없어요. 볼륨은 그대로예요.',
      remedy: '다른 복원 지점을 쓰세요.',
    },
  },
  'volume.cannot-empty': {
    number: 'PS-8013',
    en: {
      title: 'Nothing here can empty {volume}, so nothing was put back.',
      explanation: 'What is in it now has to go first. That takes an image with a shell, and there is none.',
      remedy: 'Pull an image with a shell, such as busybox, or clone the restore point to a new volume.',
    },
    ko: {
      title: '{volume:을/를} 비울 방법이 없어서 복원하지 않았어요.',
      explanation: '지금 있는 데이터를 먼저 비워야 하는데, 셸이 있는 이미지가 없어요.',
      remedy: 'busybox처럼 셸이 있는 이미지를 받거나, 복원 지점을 새 볼륨으로 복제하세요.',
    },
  },
  'volume.put-back-undone': {
    number: 'PS-8014',
    en: {
      title: 'The restore point could not be put back, so {volume} is as it was before.',
      explanation: 'What was in the volume had been saved first, and is in it again.',
      remedy: 'Read the details, then try again or use another restore point.',
    },
    ko: {
      title: '복원하지 못해서 {volume:을/를} 이전 상태로 되돌렸어요.',
      explanation: '먼저 저장해 둔 데이터가 볼륨에 다시 들어 있어요.',
      remedy: '자세한 내용을 확인한 뒤 다시 시도하거나, 다른 복원 지점을 쓰세요.',
    },
  },
  'volume.not-put-back': {
    number: 'PS-8015',
    en: {
      title: 'The restore point was not put back into {volume} completely.',
      explanation:
        'The volume holds only a part of it now, so what uses it stays stopped. The restore point itself is whole.',
      remedy: 'Read the details, make room or restart Docker Engine, and restore it again.',
    },
    ko: {
      title: '{volume:을/를} 끝까지 복원하지 못했어요.',
      explanation:
        '지금 볼륨에는 일부만 들어 있어서 이 볼륨을 쓰는 컨테이너는 멈춘 채로 두었어요. 복원 지점은 온전해요.',
      remedy: '자세한 내용을 확인하고, 공간을 비우거나 Docker 엔진을 다시 시작한 뒤 다시 복원하세요.',
    },
  },
  'volume.being-restored': {
    number: 'PS-8016',
    en: {
      title: '{volume} is being restored.',
      explanation: 'Until that is over, what it holds is neither the old nor the new.',
      remedy: 'Wait until it is restored, then try again.',
    },
    ko: {
      title: '{volume:을/를} 복원하고 있어요.',
      explanation: '끝날 때까지는 이전 데이터와 새 데이터가 섞여 있어요.',
      remedy: '복원이 끝난 뒤 다시 시도하세요.',
    },
  },
  'volume.user-removes-itself': {
    number: 'PS-8017',
    en: {
      title: '{container} uses {volume} and is removed as soon as it stops.',
      explanation:
        'While a restore point is put back nothing may use the volume, and stopping it would lose it.',
      remedy: 'Stop {container} yourself first, or clone the restore point to a new volume.',
    },
    ko: {
      title: '{volume:을/를} 쓰는 {container} 컨테이너는 중지하면 바로 삭제돼요.',
      explanation: '복원하는 동안에는 볼륨을 쓰면 안 되는데, 이 컨테이너를 중지하면 잃게 돼요.',
      remedy: '{container:을/를} 먼저 직접 중지하거나, 복원 지점을 새 볼륨으로 복제하세요.',
    },
  },
  'volume.backup-in-use': {
    number: 'PS-8018',
    en: {
      title: 'This restore point of {volume} is needed right now.',
      explanation: 'It is being put back or copied, or {volume} has to be set right with it.',
      remedy: 'Wait until that is over, then remove it.',
    },
    ko: {
      title: '{volume}의 이 복원 지점은 지금 쓰이고 있어요.',
      explanation: '복원하거나 복제하는 중이거나, {volume:을/를} 바로잡는 데 필요해요.',
      remedy: '끝난 뒤에 삭제하세요.',
    },
  },
  'volume.fill-cut': {
    number: 'PS-8020',
    en: {
      title: 'Filling the new volume {volume} was cut off.',
      explanation:
        'Portside or the engine ended before everything was in it. The part that was there is removed again: it would have looked like all of it. What it was made from is untouched.',
      remedy: 'Make it again.',
    },
    ko: {
      title: '새 볼륨 {volume:을/를} 채우는 일이 중간에 끊겼어요.',
      explanation:
        '모두 들어가기 전에 Portside나 엔진이 끝났어요. 일부만 든 볼륨이 온전해 보일 수 있어서 다시 지웠어요. 원본은 그대로예요.',
      remedy: '다시 만드세요.',
    },
  },
  'volume.half-filled': {
    number: 'PS-8021',
    en: {
      title: 'The new volume {volume} holds only a part of what was to be in it.',
      explanation:
        'Portside or the engine ended while it was filled. A container uses it by now, so it stays.',
      remedy: 'Remove that container and the volume, then make the volume again.',
    },
    ko: {
      title: '새 볼륨 {volume}에 데이터가 일부만 들어 있어요.',
      explanation: '채우는 도중에 Portside나 엔진이 끝났어요. 이미 컨테이너가 쓰고 있어서 지우지 않았어요.',
      remedy: '그 컨테이너와 볼륨을 삭제한 뒤 볼륨을 다시 만드세요.',
    },
  },
  'volume.left-in-part': {
    number: 'PS-8019',
    en: {
      title: 'Restoring {volume} was cut off, and its restore point is gone.',
      explanation: 'The volume holds only a part of what it was to hold. What uses it was left stopped.',
      remedy: 'Restore another restore point of it, or look into the volume before you start what uses it.',
    },
    ko: {
      title: '{volume} 복원이 중간에 끊겼고, 그 복원 지점도 없어졌어요.',
      explanation: '볼륨에 데이터가 일부만 들어 있어서 이 볼륨을 쓰던 컨테이너는 멈춘 채로 두었어요.',
      remedy: '다른 복원 지점을 복원하거나, 컨테이너를 시작하기 전에 볼륨 안을 살펴보세요.',
    },
  },
})
