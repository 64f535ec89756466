// Measures shared folders from inside the machine, against the machine's own disk: many small files, and one large one.
import { median } from './result.mjs'

const ownFolder = '/var/lib/docker/portside-bench'
const files = 2000
const mebibytes = 100

/** Written to the end, then read with nothing cached inside. */
const work = {
  [`create and stat ${files} files`]: `i=0; while [ $i -lt ${files} ]; do : >f$i; i=$((i + 1)); done; [ $(find . -type f -size -1 | wc -l) = ${files} ]`,
  [`write ${mebibytes} MB`]: `dd if=/dev/zero of=large bs=1M count=${mebibytes} conv=fsync 2>/dev/null`,
  [`read ${mebibytes} MB`]: `echo 3 >/proc/sys/vm/drop_caches; cat large >/dev/null`,
}

/**
 * @param {import('./machine-session.mjs').MachineSession} machine that runs with the shared folder
 * @param {{ runs: number, way: string }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureShares({ folder, inside }, { runs, way }) {
  const places = { shared: folder, own: ownFolder }
  const samples = Object.fromEntries(Object.keys(work).map((name) => [name, { shared: [], own: [] }]))
  for (let run = 0; run < runs; run++)
    for (const [place, path] of Object.entries(places)) {
      await inside(`mkdir -p ${path}/run`)
      for (const [name, command] of Object.entries(work))
        samples[name][place].push(await timed(inside, `cd ${path}/run && ${command}`))
      await inside(`rm -r ${path}/run && sync`)
    }
  return Object.entries(samples).flatMap(([name, { shared, own }]) => [
    {
      name: `${name} in a shared folder by ${way}, as a ratio to the machine’s own disk`,
      value: median(shared) / median(own),
      unit: 'ratio',
    },
    { name: '  shared', value: median(shared), unit: 'ms', samples: shared },
    { name: '  own', value: median(own), unit: 'ms', samples: own },
  ])
}

/** By the guest's own steady clock, which counts hundredths of a second: the way to the guest is not measured. */
async function timed(inside, command) {
  const clock = 'read now _ </proc/uptime'
  const output = await inside(`${clock}; begun=$now; { ${command}; } || exit; ${clock}; echo "$begun $now"`)
  const [begun, end] = output.trim().split(' ').map(Number)
  return (end - begun) * 1000
}
