// In which language a file is written: told by its name, else by the program that its first line asks for.

const byEnding: Readonly<Record<string, string>> = {
  ...same('bash', 'sh bash zsh ash env profile bashrc'),
  ...same('c', 'c h'),
  ...same('cpp', 'cc cpp cxx hpp hh'),
  ...same('csharp', 'cs'),
  ...same('css', 'css'),
  ...same('diff', 'diff patch'),
  ...same('dockerfile', 'dockerfile'),
  ...same('go', 'go mod'),
  ...same('graphql', 'graphql gql'),
  ...same('ini', 'ini cfg toml conf cnf service'),
  ...same('java', 'java'),
  ...same('javascript', 'js mjs cjs jsx'),
  ...same('json', 'json jsonc json5 map webmanifest'),
  ...same('kotlin', 'kt kts'),
  ...same('less', 'less'),
  ...same('lua', 'lua'),
  ...same('makefile', 'mk mak'),
  ...same('markdown', 'md markdown'),
  ...same('perl', 'pl pm'),
  ...same('php', 'php phtml'),
  ...same('properties', 'properties'),
  ...same('python', 'py pyi'),
  ...same('r', 'r'),
  ...same('ruby', 'rb gemspec'),
  ...same('rust', 'rs'),
  ...same('scss', 'scss'),
  ...same('sql', 'sql'),
  ...same('swift', 'swift'),
  ...same('typescript', 'ts mts cts tsx'),
  ...same('xml', 'xml html htm svg xhtml vue plist pom'),
  ...same('yaml', 'yaml yml'),
}
const byName: Readonly<Record<string, string>> = {
  ...same('dockerfile', 'dockerfile containerfile'),
  ...same('makefile', 'makefile gnumakefile'),
  ...same('nginx', 'nginx.conf'),
  ...same('ruby', 'gemfile rakefile'),
}
const byProgram: Readonly<Record<string, string>> = {
  ...same('bash', 'sh bash ash dash zsh'),
  ...same('javascript', 'node'),
  ...same('python', 'python'),
  ...same('perl', 'perl'),
  ...same('php', 'php'),
  ...same('ruby', 'ruby'),
}

function same(language: string, words: string): Record<string, string> {
  return Object.fromEntries(words.split(' ').map((word) => [word, language]))
}

const own = (table: Readonly<Record<string, string>>, word: string): string | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined

/** Undefined for what has no colours. */
export function languageOf(path: string, text: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  const known = own(byName, name) ?? own(byName, name.split('.')[0] ?? '')
  if (known !== undefined) return known
  if (name.endsWith('.conf') && path.includes('/nginx/')) return 'nginx'
  const ending = own(byEnding, name.slice(name.lastIndexOf('.') + 1))
  if (ending !== undefined && name.includes('.')) return ending
  const asked = /^#!\s*(?:\S*\/)?([a-z]+)[\d.]*(?:\s+([a-z]+))?/.exec(text.slice(0, 200))
  const program = asked?.[1] === 'env' ? asked[2] : asked?.[1]
  return program === undefined ? undefined : own(byProgram, program)
}
