// What `portside help` says of each command, in both languages.
import { eraseWord } from '../../preload/erase-word'
import type { Language } from '../../preload/model'

interface HelpTexts {
  readonly usage: string
  /** By the name of the command. */
  readonly summaries: Readonly<Record<string, string>>
}

const en = {
  status: 'state of the machine and the engine',
  version: 'which Portside this is',
  start: 'start the engine, and Portside when it is not running; --wait until Docker answers',
  stop: 'stop the engine; containers stop in order, data stays',
  save: 'write the memory to disk and stop; the next start goes on where it was',
  pause: 'hold the engine: containers stand still and take no processor time',
  resume: 'let the engine go on; the next docker command does so, too',
  console: 'what the machine printed last',
  restart: 'stop the engine and start it again, with the settings as they are now',
  repair: 'make everything around your data anew and start; images, containers and volumes stay',
  erase: `delete all images, containers and volumes: portside erase ${eraseWord}`,
  settings: 'list settings; settings get, set, reset, export, import',
  doctor: 'whether this computer can run the engine; doctor fix <check> <fix> takes a way out',
  engine: 'engine info; engine config get, set, unset, validate, apply; engine certificates',
  reclaim:
    'give back memory and disk that the engine does not need; --dry-run tells what else can go, ids remove it',
  quit: 'stop the engine and end Portside',
  open: 'bring the window to the front',
  ps: 'list containers',
  containers:
    'containers list, start, stop, restart, pause, unpause, kill, rename, remove, delete, trash, restore, details, logs, stats, limits, recreate, run <flags of docker run>',
  images: 'images list, pull, push, tag, untag, remove, prune, updates, update, save, load, import, export',
  builds: 'builds list, run <folder> name=<name> target=<stage> platform=<platform> <argument>=<value>',
  registries: 'registries list, login (password on standard input), logout, test, search, tags, limit',
  ports: 'who holds ports and what clashes; ports check, free <port>; ports fix applies a way out',
  networks: 'networks list, create, inspect, remove, connect, disconnect, prune',
  resources: 'what this computer, the machine and each container use right now',
  warnings: 'what will hurt soon or just did; warnings list, apply, dismiss',
  activity: 'what was done lately, the newest first',
  compose:
    'compose ls, open, check, fix, config, logs, up, down, stop, start, restart, pull, build, watch, scale, forget',
  volumes:
    'volumes list, create, inspect, files, remove, prune (only those without a name), save, restore, clone',
  update: 'newer versions of Portside: update check, download, install, back',
  workspace: 'the team’s environment: workspace open, status, export, update, reset, leave, remove',
  wsl: 'on Windows: wsl install, update, limits, compact, distributions, integrate',
}

const ko: Readonly<Record<keyof typeof en, string>> = {
  status: '가상 머신과 엔진의 상태',
  version: 'Portside 버전',
  start: '엔진 시작. Portside가 꺼져 있으면 함께 시작. --wait은 Docker가 응답할 때까지 기다림',
  stop: '엔진 중지. 컨테이너는 차례로 멈추고 데이터는 그대로 남음',
  save: '메모리를 디스크에 쓰고 중지. 다음에 시작하면 이어서 계속',
  pause: '엔진을 잠시 멈춤. 컨테이너가 멈추고 CPU를 쓰지 않음',
  resume: '엔진을 이어서 실행. 다음 docker 명령도 이어서 실행하게 함',
  console: '가상 머신이 마지막으로 출력한 내용',
  restart: '지금 설정으로 엔진을 다시 시작',
  repair: '데이터만 두고 나머지를 새로 만들어 시작. 이미지, 컨테이너, 볼륨은 그대로',
  erase: `이미지, 컨테이너, 볼륨을 모두 삭제: portside erase ${eraseWord}`,
  settings: '설정 목록. settings get, set, reset, export, import',
  doctor: '이 컴퓨터에서 엔진을 실행할 수 있는지 점검. doctor fix <점검> <해결 방법>으로 해결',
  engine: 'engine info. engine config get, set, unset, validate, apply. engine certificates',
  reclaim:
    '엔진에 필요 없는 메모리와 디스크 돌려주기. --dry-run은 더 비울 수 있는 것을 알려 주고 ID를 적으면 삭제',
  quit: '엔진을 중지하고 Portside 종료',
  open: '창을 앞으로',
  ps: '컨테이너 목록',
  containers:
    'containers list, start, stop, restart, pause, unpause, kill, rename, remove, delete, trash, restore, details, logs, stats, limits, recreate, run <docker run 옵션>',
  images: 'images list, pull, push, tag, untag, remove, prune, updates, update, save, load, import, export',
  builds: 'builds list, run <폴더> name=<이름> target=<단계> platform=<플랫폼> <인자>=<값>',
  registries: 'registries list, login(암호는 표준 입력으로), logout, test, search, tags, limit',
  ports: '포트를 쓰는 프로그램과 충돌. ports check, free <포트>. ports fix로 해결',
  networks: 'networks list, create, inspect, remove, connect, disconnect, prune',
  resources: '이 컴퓨터, 가상 머신, 컨테이너가 지금 쓰는 양',
  warnings: '곧 생기거나 방금 생긴 문제. warnings list, apply, dismiss',
  activity: '최근에 한 일, 새것부터',
  compose:
    'compose ls, open, check, fix, config, logs, up, down, stop, start, restart, pull, build, watch, scale, forget',
  volumes: 'volumes list, create, inspect, files, remove, prune(이름 없는 것만), save, restore, clone',
  update: 'Portside 새 버전. update check, download, install, back',
  workspace: '팀의 개발 환경. workspace open, status, export, update, reset, leave, remove',
  wsl: 'Windows에서: wsl install, update, limits, compact, distributions, integrate',
}

export const helpTexts: Readonly<Record<Language, HelpTexts>> = {
  en: { usage: 'Usage: portside <command> [--json]', summaries: en },
  ko: { usage: '사용법: portside <명령> [--json]', summaries: ko },
}
