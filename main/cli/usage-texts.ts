// What each command takes, and what is said of words that it does not take; words to type are the same in both languages.
import type { Language } from '../../preload/model'

const en = {
  containers: `portside containers [list] | start <name>… | stop <name>… | restart <name>… | pause <name>… | unpause <name>… | kill <name>…
  | rename <name> <new name> | remove <name>… (to the Trash) | delete <name>… (for good) | trash | restore <name>…
  | empty-trash [<name>…] | details <name> | processes <name> | data <name> | stats <name> | history <name> 5m|30m|24h
  | logs <name> [<lines>] [--follow] | limits <name> [memory=<size>] [cpus=<number>] [restart=<policy>]
  | terminal <name> [<user>] (in a window of its own) | recreate <name> [<image>] | run [<flag of docker run>…] <image> [<word of its program>…]
  run: takes the flags of "docker run", as in: portside containers run --name web -p 8080:80 -v data:/srv nginx
    The container runs in the background, with -d or without; its image is downloaded when it is not here (see --pull).
    --json comes before the flags. Files that flags name are read here: --env-file, --label-file, seccomp profiles.`,
  runNoValue: 'the last flag of run has no value',
  runFlags: 'containers run does not take: {flags}',
  runHealth: 'docker takes either --no-healthcheck or --health-…, not both',
  runProfile: '{file} holds no rules for system calls (seccomp): it is no JSON object',
  runIdFile: '{file} is there already; docker run takes only a new file for --cidfile',
  restart: 'restart is one of {policies}',
  aboveZero: '{name} takes a number above 0',
  images: `portside images [list] | pull <name> [<platform>] | push <name> | tag <image> <name> | untag <name> | remove <image>
  | details <image> | waste <image> | pulls | cancel <pull or transfer> | prune | size <name> | updates | update <name> | save <image> <file> | load <file> | import <file> <name>
  | export <container> <file>`,
  nothingGoesOn: 'nothing of that name goes on: {name}',
  builds: `portside builds [list] | run <folder> [<option>=<value> …] | again <id> | cancel <id> | starter <folder> [<kind>] [write] | lines <folder> <file> | ignore <folder> [write]
  run: builds the folder; options: name, dockerfile, target, platform (several with commas), secret and ssh (each as
    often as needed); any other is a build argument
    secret=token,src=/path/of/a/file   secret=token,env=VARIABLE   ssh=default   ssh=default,src=/path/of/a/key
  again: the same build once more, cancel: end one that runs, by its id in the list
  starter: prints a Dockerfile to begin with, or writes it; kinds: node python java-gradle java-maven go static
  lines: gives a file the form that Linux wants: UTF-8, lines that end with LF
  ignore: prints lines for .dockerignore that leave out what an image hardly ever needs, or adds them`,
  projectsBelow: 'The projects lie in folders below; name one of them:\n{places}',
  doctor: 'portside doctor [fix <check> <fix> [<port>=<port to use>…]]',
  engine: `portside engine info
       portside engine config get [<name>] | set <name> <json> | unset <name> | validate [<file>] | apply <file>
       portside engine certificates list | add <registry> <file> | remove <registry>`,
  daemonText: 'daemon.json cannot be read: {why}',
  volumes:
    'portside volumes [list] | sizes | create <name> [driver=<driver>] [<option>=<value> …] | inspect <name> | files <name> [<folder>] | remove <name> | prune | save <name> <file> | restore <file> <new name> | clone <name> <new name> | back-up <name> | backups [<name>] | put-back <id> | put-back-as <id> <new name> | keep-backup <id> [<note>] | release-backup <id> | remove-backup <id> | daily [<name> on|off] | size-history <name>',
  networks:
    'portside networks [list] | create <name> [driver=<driver>] [subnet=<CIDR>] [internal=yes] [<option>=<value> …] | inspect <name> | remove <name> | connect <name> <container> [<alias> …] | disconnect <name> <container> | prune',
  noPair: '{word}: <option>=<value> is missing',
  ports: `portside ports | check [<address>:]<port>[-<last>][/udp] | free [<address>:]<port>[/udp]
  | fix <conflict-id> <fix-id>`,
  registries: `portside registries [list] | login <registry> <user> (asks for the password, or reads it from standard input) | logout <registry>
  | test <registry> | search <word> [<registry>] | tags <image> | limit; docker.io is Docker Hub`,
  settings:
    'portside settings list | get <name> | set <name> <value> | reset <name>… | export [file] | import <file>',
  settingValue: '{name} cannot be {value}: {meaning}{choices}',
  update: 'portside update [status | check | download | install [now] | back [now]]; "now" stops what runs',
  warnings: 'portside warnings list | apply <warning-id> [<remedy-id>] | dismiss <warning-id> [<minutes>]',
  noPassword: 'no password came: type one, or hand it over by standard input',
  reclaimUnknown: 'nothing that can go is called {ids}; "portside reclaim --dry-run" tells the ids',
  warningReclaim: '"portside reclaim --dry-run" tells what can go, "portside reclaim <id>…" removes it',
  wsl: `portside wsl install | update
portside wsl compact
portside wsl distributions
portside wsl integrate <distribution> on|off
portside wsl limits
portside wsl limits plan|apply processors=4 memory=8GB swap=0 reclaim=gradual (a value of "default" removes it)`,
  compose:
    'portside compose ls, open <path>, check|config|logs <project>, fix <project> <finding> <fix>, ' +
    'up|down|stop|start|restart|pull|build|watch <project> [service…], scale <project> <service>=<count>…, ' +
    'forget <project>; a project is a name, or a path to its file or folder',
  workspace: `portside workspace                                      those that are known
portside workspace open <file|folder|link> [allow=<danger>…] [takeover|anew] [secret=<name>…] [seed=<id>…|noseeds]  trust, and start until it is up
portside workspace stack <{stacks}>  servers that go together
portside workspace status <name>                        what it is, what changed, whether it can start
portside workspace update|start|stop|reset|rollback|leave|remove <name> [allow=<danger>…]
portside workspace restore|forget-snapshot <name> <snapshot>
portside workspace compare <name>                       what differs from the team
portside workspace secrets <name>                       which it knows; their values are shown nowhere
portside workspace secret|forget-secret <name> <secret> reads the value from a prompt or standard input; forgets it
portside workspace export <project> <file.portside> [volumes] [images] [noseeds] [service=<name>…] [keep=<service/subject>…]`,
  workspaceExport:
    'portside workspace export <project> <file.portside> [volumes] [images] [noseeds] [service=<name>…] [keep=<service/subject>…]',
  erase: 'portside erase {word}',
  unknown: 'unknown command: {words}',
  unknownOption: 'unknown option: {option}',
  appEnded: 'the app ended the watch',
} as const

export type UsageKey = keyof typeof en

const ko: Readonly<Record<UsageKey, string>> = {
  containers: `portside containers [list] | start <이름>… | stop <이름>… | restart <이름>… | pause <이름>… | unpause <이름>… | kill <이름>…
  | rename <이름> <새 이름> | remove <이름>…(휴지통으로) | delete <이름>…(완전히) | trash | restore <이름>…
  | empty-trash [<이름>…] | details <이름> | processes <이름> | data <이름> | stats <이름> | history <이름> 5m|30m|24h
  | logs <이름> [<줄 수>] [--follow] | limits <이름> [memory=<크기>] [cpus=<개수>] [restart=<정책>]
  | terminal <이름> [<사용자>](새 창에서) | recreate <이름> [<이미지>] | run [<docker run 옵션>…] <이미지> [<프로그램과 인자>…]
  run: "docker run"의 옵션을 그대로 써요. 예: portside containers run --name web -p 8080:80 -v data:/srv nginx
    컨테이너는 -d가 있든 없든 백그라운드에서 실행돼요. 이미지가 없으면 내려받아요(--pull 참고).
    --json은 옵션보다 먼저 써요. --env-file, --label-file, seccomp 파일은 명령을 입력한 곳에서 읽어요.`,
  runNoValue: 'run의 마지막 옵션에 값이 없어요',
  runFlags: 'containers run에서 쓸 수 없는 옵션이에요: {flags}',
  runHealth: 'docker는 --no-healthcheck와 --health-… 옵션을 함께 쓸 수 없어요',
  runProfile: '{file} 파일이 JSON 객체가 아니어서 시스템 호출 규칙(seccomp)을 읽지 못했어요',
  runIdFile: '{file} 파일이 이미 있어요. docker run처럼 --cidfile에는 새 파일만 쓸 수 있어요',
  restart: 'restart에는 {policies} 중 하나를 쓰세요',
  aboveZero: '{name}에는 0보다 큰 수를 쓰세요',
  images: `portside images [list] | pull <이름> [<플랫폼>] | push <이름> | tag <이미지> <이름> | untag <이름> | remove <이미지>
  | details <이미지> | waste <이미지> | pulls | cancel <다운로드나 전송> | prune | size <이름> | updates | update <이름> | save <이미지> <파일> | load <파일> | import <파일> <이름>
  | export <컨테이너> <파일>`,
  nothingGoesOn: '그런 이름으로 진행 중인 작업이 없어요: {name}',
  builds: `portside builds [list] | run <폴더> [<옵션>=<값> …] | again <ID> | cancel <ID> | starter <폴더> [<종류>] [write] | lines <폴더> <파일> | ignore <폴더> [write]
  run: 폴더를 빌드해요. 옵션은 name, dockerfile, target, platform(여럿이면 쉼표로), secret과 ssh(여러 번 쓸 수 있음)이고,
    그 밖의 이름은 빌드 인자예요
    secret=token,src=/파일/경로   secret=token,env=VARIABLE   ssh=default   ssh=default,src=/키/경로
  again: 목록의 ID로 같은 빌드를 다시 해요. cancel: 진행 중인 빌드를 끝내요
  starter: 시작용 Dockerfile을 보여 주거나 파일로 써요. 종류: node python java-gradle java-maven go static
  lines: 파일을 Linux에 맞게 바꿔요(UTF-8, LF 줄바꿈)
  ignore: 이미지에 거의 필요 없는 것을 빼는 .dockerignore 줄을 보여 주거나 추가해요`,
  projectsBelow: '프로젝트가 하위 폴더에 있어요. 그중 하나를 적으세요:\n{places}',
  doctor: 'portside doctor [fix <점검> <해결 방법> [<포트>=<대신 쓸 포트>…]]',
  engine: `portside engine info
       portside engine config get [<이름>] | set <이름> <JSON> | unset <이름> | validate [<파일>] | apply <파일>
       portside engine certificates list | add <레지스트리> <파일> | remove <레지스트리>`,
  daemonText: 'daemon.json을 읽을 수 없어요: {why}',
  volumes:
    'portside volumes [list] | sizes | create <이름> [driver=<드라이버>] [<옵션>=<값> …] | inspect <이름> | files <이름> [<폴더>] | remove <이름> | prune | save <이름> <파일> | restore <파일> <새 이름> | clone <이름> <새 이름> | back-up <이름> | backups [<이름>] | put-back <ID> | put-back-as <ID> <새 이름> | keep-backup <ID> [<메모>] | release-backup <ID> | remove-backup <ID> | daily [<이름> on|off] | size-history <이름>',
  networks:
    'portside networks [list] | create <이름> [driver=<드라이버>] [subnet=<CIDR>] [internal=yes] [<옵션>=<값> …] | inspect <이름> | remove <이름> | connect <이름> <컨테이너> [<별칭> …] | disconnect <이름> <컨테이너> | prune',
  noPair: '{word}: <옵션>=<값> 형식이 아니에요',
  ports: `portside ports | check [<주소>:]<포트>[-<마지막 포트>][/udp] | free [<주소>:]<포트>[/udp]
  | fix <충돌 ID> <해결 방법 ID>`,
  registries: `portside registries [list] | login <레지스트리> <사용자>(암호를 묻거나 표준 입력에서 읽음) | logout <레지스트리>
  | test <레지스트리> | search <검색어> [<레지스트리>] | tags <이미지> | limit. docker.io는 Docker Hub예요`,
  settings:
    'portside settings list | get <이름> | set <이름> <값> | reset <이름>… | export [파일] | import <파일>',
  settingValue: '{name}에는 {value} 값을 쓸 수 없어요: {meaning}{choices}',
  update:
    'portside update [status | check | download | install [now] | back [now]]. "now"는 실행 중인 것을 중지해요',
  warnings: 'portside warnings list | apply <경고 ID> [<조치 ID>] | dismiss <경고 ID> [<분>]',
  noPassword: '비밀번호가 없어요. 입력하거나 표준 입력으로 보내세요',
  reclaimUnknown: '비울 수 있는 것 중에 없는 ID예요: {ids}. ID는 "portside reclaim --dry-run"이 알려 줘요',
  warningReclaim:
    '비울 수 있는 것은 "portside reclaim --dry-run"이 알려 주고, "portside reclaim <ID>…"가 삭제해요',
  wsl: `portside wsl install | update
portside wsl compact
portside wsl distributions
portside wsl integrate <배포판> on|off
portside wsl limits
portside wsl limits plan|apply processors=4 memory=8GB swap=0 reclaim=gradual(값이 "default"면 제한을 없애요)`,
  compose:
    'portside compose ls, open <경로>, check|config|logs <프로젝트>, fix <프로젝트> <문제> <해결 방법>, ' +
    'up|down|stop|start|restart|pull|build|watch <프로젝트> [서비스…], scale <프로젝트> <서비스>=<개수>…, ' +
    'forget <프로젝트>. 프로젝트는 이름이나 파일 또는 폴더 경로로 적어요',
  workspace: `portside workspace                                      알고 있는 워크스페이스
portside workspace open <파일|폴더|링크> [allow=<위험>…] [takeover|anew] [secret=<이름>…] [seed=<ID>…|noseeds]  신뢰하고 완전히 뜰 때까지 시작
portside workspace stack <{stacks}>  함께 쓰는 서버
portside workspace status <이름>                        무엇인지, 무엇이 바뀌었는지, 시작할 수 있는지
portside workspace update|start|stop|reset|rollback|leave|remove <이름> [allow=<위험>…]
portside workspace restore|forget-snapshot <이름> <스냅샷>
portside workspace compare <이름>                       팀과 다른 점
portside workspace secrets <이름>                       알고 있는 비밀 값의 이름. 값은 어디에도 보이지 않음
portside workspace secret|forget-secret <이름> <비밀 값> 값을 입력받거나 표준 입력에서 읽음. 또는 지움
portside workspace export <프로젝트> <파일.portside> [volumes] [images] [noseeds] [service=<이름>…] [keep=<서비스/대상>…]`,
  workspaceExport:
    'portside workspace export <프로젝트> <파일.portside> [volumes] [images] [noseeds] [service=<이름>…] [keep=<서비스/대상>…]',
  erase: 'portside erase {word}',
  unknown: '알 수 없는 명령이에요: {words}',
  unknownOption: '알 수 없는 옵션이에요: {option}',
  appEnded: '앱이 연결을 끝냈어요',
}

export const usageTexts: Readonly<Record<Language, Readonly<Record<UsageKey, string>>>> = { en, ko }
