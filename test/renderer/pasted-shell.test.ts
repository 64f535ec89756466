// What a shell would have done with a pasted command is recognised, and never taken for a value.
import { describe, expect, it } from 'vitest'
import { alsoText } from '../../renderer/run/also/flags'
import { risksOf } from '../../renderer/run/also/risky'
import { commandOf, commandText } from '../../renderer/run/command'
import { composeText } from '../../renderer/run/compose-file'
import { withFile } from '../../renderer/run/env-file'
import { fillFromCommand, type Filled } from '../../renderer/run/fill-from-command'
import { requestOf } from '../../renderer/run/form'
import { shellOf } from '../../renderer/run/shell-text'
import { problemsOf } from '../../renderer/run/validate'

const filled = (text: string): Filled => {
  const answer = fillFromCommand(text)
  if (typeof answer === 'string') throw new Error(`${answer}: ${text}`)
  return answer
}
const problems = (text: string): string[] =>
  problemsOf(filled(text).form, { takenNames: new Set(), answer: () => undefined }).map(
    (one) => `${one.field} ${one.kind}`,
  )

describe('a folder that only a shell knows', () => {
  it.each([
    ['docker run -v $(pwd):/app nginx', '$(pwd)'],
    ['docker run -v $(pwd)/my\\ site:/app:ro nginx', '$(pwd)/my site'],
    ['docker run -v "$(dirname "$(pwd)")/site":/app nginx', '$(dirname "$(pwd)")/site'],
    ['docker run -v "$PWD":/app nginx', '$PWD'],
    ['docker run -v ${PWD}/site:/app nginx', '${PWD}/site'],
    ['docker run -v `pwd`:/app nginx', '`pwd`'],
    ['docker run -v $HOME/.aws:/root/.aws nginx', '$HOME/.aws'],
    ['docker run -v ~/data:/data nginx', '~/data'],
    ['docker run -v .:/app nginx', '.'],
    ['docker run -v ../x:/app nginx', '../x'],
    ['docker run -v %cd%:/app nginx', '%cd%'],
    ['docker run -v "%cd%\\site":/app nginx', '%cd%\\site'],
    ['docker run -v %USERPROFILE%\\data:/data nginx', '%USERPROFILE%\\data'],
    ['docker run -v %~dp0:/data nginx', '%~dp0'],
    ['docker run -v $env:USERPROFILE\\x:/x nginx', '$env:USERPROFILE\\x'],
    ['docker run -v ${env:TEMP}\\x:/x nginx', '${env:TEMP}\\x'],
    ['docker run -v .\\data:/data nginx', '.\\data'],
    ['docker run `\n -v ${PWD}:/app `\n nginx', '${PWD}'],
    ['docker run ^\n -v %cd%\\x:/app ^\n nginx', '%cd%\\x'],
    ['docker run --mount type=bind,source="$(pwd)"/a,target=/app nginx', '$(pwd)/a'],
    ['docker run --mount "type=bind,src=$PWD,dst=/app" nginx', '$PWD'],
  ])('%s', (text, asked) => {
    const answer = filled(text)
    expect(answer).toMatchObject({ left: [], literal: [] })
    expect(answer.form.image).toBe('nginx')
    expect(answer.form.data).toEqual([])
    expect(answer.form.more.folders).toMatchObject([{ source: '' }])
    expect(problems(text)).toEqual(['more bad'])
    expect(answer.asked).toEqual([asked])
  })

  it('asks for the place inside, too, and goes on when both are known', () => {
    const { form } = filled('docker run -v "$PWD":"$PWD" -w /app nginx')
    expect(form.more.folders).toMatchObject([{ source: '', path: '', asked: '$PWD' }])
    const known = form.more.folders.map((row) => ({ ...row, source: '/srv', path: '/srv' }))
    const done = { ...form, more: { ...form.more, folders: known } }
    expect(problemsOf(done, { takenNames: new Set(), answer: () => undefined })).toEqual([])
    expect(requestOf(done).folders).toEqual([{ source: '/srv', path: '/srv', readOnly: false }])
  })

  it('is taken for what it says where a shell would have left it alone', () => {
    const { form, asked } = filled(`docker run -v '/srv/$HOME':/a -e 'A=$HOME' -e B=\\$C -e "D=\\$E" nginx`)
    expect(asked).toEqual([])
    expect(form.more.folders).toMatchObject([{ source: '/srv/$HOME' }])
    expect(form.env.map(({ value }) => value)).toEqual(['$HOME', '$C', '$E'])
    const windows = filled('docker run `\n -e \'A=$HOME\' -e "B=`$C`"" `\n -e C=`$D nginx')
    expect(windows.form.env.map(({ value }) => value)).toEqual(['$HOME', '$C"', '$D'])
  })
})

describe('a value that only a shell knows', () => {
  it.each([
    ['-e TOKEN=$TOKEN', '$TOKEN'],
    ['-e URL=http://$HOST:80/x', 'http://$HOST:80/x'],
    ['-e TOKEN', '$TOKEN'],
    ['-e "KEY=$(cat key)"', '$(cat key)'],
    ['-e KEY=`cat key`', '`cat key`'],
  ])('%s is asked for', (flag, asked) => {
    expect(filled(`docker run ${flag} nginx`)).toMatchObject({ left: [], asked: [asked] })
    expect(problems(`docker run ${flag} nginx`)).toEqual(['env asked'])
  })

  it('is left out of other flags, and told where it stays', () => {
    expect(filled('docker run -u $(id -u):$(id -g) --name "$N" -p $PORT:80 nginx')).toMatchObject({
      left: ['-u $(id -u):$(id -g)', '--name $N'],
      form: { name: '', ports: [{ host: '$PORT', container: '80' }] },
    })
    expect(problems('docker run -p $PORT:80 nginx')).toEqual(['port bad-host'])
    expect(filled('docker run nginx sh -c "echo $HOME"')).toMatchObject({ literal: ['echo $HOME'] })
    expect(problems('docker run nginx:$TAG')).toEqual(['image bad'])
  })
})

describe('what stands around a docker run', () => {
  it.each<[string, readonly string[]]>([
    ['docker run nginx; docker ps', ['docker ps']],
    [
      'docker pull nginx && docker run nginx && docker logs -f web',
      ['docker pull nginx', 'docker logs -f web'],
    ],
    ['docker run nginx | tee log', ['tee log']],
    ['docker run nginx > log 2>&1', ['log', '2>&1']],
    ['docker run > log nginx', ['log']],
    ['docker run nginx &', []],
    ['docker run nginx\ndocker run redis', ['docker run redis']],
    ['cd /srv\ndocker run nginx\n', ['cd /srv']],
    ['# starts it\ndocker run nginx # a comment; really', []],
    ['docker run `\n nginx; docker ps', ['docker ps']],
    ['docker run ^\r\n nginx & docker ps', ['docker ps']],
    ['docker run ^\n nginx > log 2>&1', ['log', '1']],
    ['docker run -d\n --name web\n nginx', []],
  ])('%j', (text, others) => {
    const { form, ...told } = filled(text)
    expect(form.image).toBe('nginx')
    expect(form.more.command).toBe('')
    expect(told.left).toEqual([])
    expect(told.others.map((one) => one.replace(/^[&;|<>\s]+/, '')).filter(Boolean)).toEqual(others)
  })

  it.each([
    ['docker --context far run nginx', ['--context far']],
    ['docker -H ssh://me@box container run nginx', ['-H ssh://me@box']],
    ['docker --host=tcp://x:1 -D run nginx', ['--host=tcp://x:1', '-D']],
    ['sudo -E docker run nginx', []],
    ['MSYS_NO_PATHCONV=1 winpty docker run nginx', []],
    ['me@box:~/src$ docker run nginx', []],
    ['$ sudo docker run nginx', []],
    ['# docker run nginx', []],
    ['PS C:\\Users\\My Name> docker run nginx', []],
    ['C:\\Users\\me>docker run nginx', []],
  ])('%s', (text, left) => {
    const { form, ...told } = filled(text)
    expect(form.image).toBe('nginx')
    expect(told).toMatchObject({ left, others: [] })
  })

  it.each(['docker compose run web', 'echo docker run nginx', 'git commit -m x && docker ps'])(
    '%s is none',
    (text) => expect(fillFromCommand(text)).toBe('not-run'),
  )
})

it.each([
  ['docker run \\\n nginx', 'posix'],
  ['docker run ^\n nginx', 'cmd'],
  ['docker run `\r\n nginx', 'powershell'],
  ['docker run -e A=`date`\n', 'posix'],
  ['docker run -v C:\\x:/x nginx', 'windows'],
  ['docker run nginx', 'posix'],
])('%j is written for %s', (text, shell) => expect(shellOf(text)).toBe(shell))

it('reads the quotes that bash and zsh have for letters that cannot be typed', () => {
  const { form, literal } = filled(
    String.raw`docker run -e A=$'a\nb\'c\x41\u00e9\101\U0001F600' -e B=$"x y" nginx`,
  )
  expect(form.env.map(({ value }) => value)).toEqual(["a\nb'cAéA😀", 'x y'])
  expect(literal).toEqual([])
  expect(fillFromCommand("docker run -e A=$'a nginx")).toBe('quote')
})

it('takes a folder of another Windows computer as it is written', () => {
  const { form, left } = filled(String.raw`docker run -v \\nas\photos:/photos:ro nginx`)
  expect(left).toEqual([])
  expect(form.more.folders).toMatchObject([
    { source: String.raw`\\nas\photos`, path: '/photos', readOnly: true },
  ])
})

it('lets the last of several restart policies count', () => {
  const { form } = filled('docker run --restart on-failure:3 --restart always nginx')
  expect(form).toMatchObject({ restart: 'always', also: [] })
})

it.each<[string, readonly string[]]>([
  [`docker run ^\n -e ^"A=50^% ^\\^"off^\\^" ^& more^" ^\n nginx`, ['50% "off" & more']],
  [`docker run ^\n -e "A=a b\\\\" -e B=c\\d -e "C=x""y" ^\n nginx`, ['a b\\', 'c\\d', 'x"y']],
  [`docker run ^\n -e A='x' ^\n nginx`, ["'x'"]],
])('cmd reads %j', (text, values) => expect(filled(text).form.env.map(({ value }) => value)).toEqual(values))

it('says plainly what gives rights on the whole machine, and shows no secret of a log driver', () => {
  const { form } = filled(
    'docker run --privileged --cap-add SYS_ADMIN --cap-add NET_ADMIN --pid host --cgroupns host --ipc private --device /dev/kvm ' +
      '--security-opt seccomp=unconfined --security-opt no-new-privileges -v /var/run/docker.sock:/s -v /srv:/srv ' +
      '--log-opt splunk-token=hunter2 nginx',
  )
  expect(risksOf(form)).toEqual([
    '--privileged',
    '--cap-add SYS_ADMIN',
    '--pid host',
    '--device /dev/kvm',
    '--security-opt seccomp=unconfined',
    '/var/run/docker.sock',
  ])
  const pieces = commandOf(form, []).flat()
  expect(pieces.filter(({ text }) => text.includes('hunter2')).map(({ kind }) => kind)).toEqual(['secret'])
  expect(form.also.map(alsoText).join(' ')).not.toContain('hunter2')
})

it('asks for the file of a seccomp profile, and hands over what is in it', () => {
  const { form, left } = filled(
    'docker run --security-opt seccomp=rules.json --security-opt label=disable nginx',
  )
  expect(left).toEqual([])
  const [asked] = form.files
  if (!asked) throw new Error('no file')
  expect(asked).toMatchObject({ flag: 'security-opt', path: 'rules.json' })
  expect(commandText(commandOf(form, []))).toContain('--security-opt seccomp=rules.json')
  expect(withFile(form, asked, 'not rules').files).toEqual([{ ...asked, wrong: true }])
  const done = withFile(form, asked, '\uFEFF{ "defaultAction": "SCMP_ACT_ALLOW",\n "syscalls": [] }')
  expect(done.files).toEqual([])
  expect(requestOf(done).extras?.host?.SecurityOpt).toEqual([
    'label=disable',
    'seccomp={"defaultAction":"SCMP_ACT_ALLOW","syscalls":[]}',
  ])
  expect(commandText(commandOf(done, []))).toContain('--security-opt seccomp=rules.json')
  expect(composeText(done)).toContain('seccomp=rules.json')
  // Named by a shell's variable it is asked for all the same.
  expect(filled('docker run --security-opt seccomp=$PWD/rules.json nginx').form.files).toMatchObject([
    { path: '$PWD/rules.json' },
  ])
})

it('says of what it knows and does not carry out why', () => {
  const { left, whys } = filled(
    'docker run --cidfile /tmp/id --kernel-memory 8m --use-api-socket --cpu-count 2 --nonsense nginx',
  )
  expect(left).toHaveLength(5)
  expect(whys.map(({ flag, why }) => `${flag} ${why}`)).toEqual([
    '--cidfile /tmp/id run.leftCidfile',
    '--kernel-memory 8m run.leftKernelMemory',
    '--use-api-socket run.leftApiSocket',
    '--cpu-count 2 run.leftWindows',
  ])
  expect(filled('docker run --use-api-socket=false nginx').left).toEqual([])
})

it('reads files of variables as docker does, with what the command says before what they say', () => {
  const { form } = filled('docker run --env-file app.env --label-file l -e B=mine nginx')
  expect(form.files.map(({ flag, path }) => `${flag} ${path}`)).toEqual(['env-file app.env', 'label-file l'])
  expect(problems('docker run --env-file app.env nginx')).toEqual(['file missing'])
  const [env, label] = form.files
  if (!env || !label) throw new Error('no files')
  const text = '\uFEFF# comment\r\nA=1 # kept\r\n  B=theirs\n\nC="quoted"\nD\nE=a=b\n'
  const done = withFile(withFile(form, env, text), label, 'team=blue\nbare\n')
  expect(done.files).toEqual([])
  expect(done.env.map(({ name, value, asked = '' }) => `${name}=${value}${asked}`)).toEqual([
    ...['A=1 # kept', 'C="quoted"', 'D=$D', 'E=a=b', 'B=mine'],
  ])
  expect(done.more.labels.map(({ name, value }) => `${name}=${value}`)).toEqual(['team=blue'])
})

it('takes a flag for on or off as Go does, and leaves what is neither', () => {
  const on = (line: string): string[] => [...filled(`docker run ${line} nginx`).form.more.on].sort()
  expect(on('--rm=1 --init=T --read-only=TRUE -i=t')).toEqual([
    'autoRemove',
    'init',
    'interactive',
    'readOnly',
  ])
  expect(on('--rm --rm=0 --init=F -t=false')).toEqual([])
  expect(filled('docker run --privileged=never nginx')).toMatchObject({ left: ['--privileged=never'] })
  expect(filled('docker run --publish-all=1 nginx').left).toEqual([])
})

it('takes security options with a colon as docker does, and says of them what they allow', () => {
  const { form, left } = filled(
    'docker run --security-opt no-new-privileges:true --security-opt apparmor:unconfined nginx',
  )
  expect(left).toEqual([])
  expect(requestOf(form).extras?.host?.SecurityOpt).toEqual(['no-new-privileges=true', 'apparmor=unconfined'])
  expect(risksOf(form)).toEqual(['--security-opt apparmor:unconfined'])
  expect(filled('docker run --security-opt nonsense nginx').left).toHaveLength(1)
})
