// No component has words of its own: what people read comes from the texts, in both languages.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { expect, it } from 'vitest'

const folder = resolve(import.meta.dirname, '../../renderer')

/** The same in every language: names of programs, files, protocols and keys, and what is typed as an example. */
const universal = new Set([
  ...['English', '한국어', 'Esc', 'FROM', 'tcp', 'udp', '/udp', 'localhost', 'localhost:', 'PID'],
  ...['Dockerfile', 'Linux', 'NAME', 'FROM node:22', 'COPY . /app', 'RUN npm ci', 'push', 'pull', 'db:3306'],
  ...['shop/api', 'shop/web', 'web', 'db', 'api', 'bridge', 'compose.yaml', '/…/compose.yaml'],
  ...['redis-server', 'node (1000)', 'root (0)', '512 MB', 'api:8080', 'shop-api-1', 'shop-api-1:8080'],
  ...[
    'registry.example.com:5000',
    '-----BEGIN CERTIFICATE-----',
    'docker run -d --name web -p 8080:80 nginx',
  ],
  ...[
    'localhost,.example.com',
    'http://proxy.example.com:3128',
    '/usr/share/site',
    'curl -f http://localhost/',
  ],
])

/** Attributes and properties of components that end up in front of people. */
const shown =
  /^(aria-label|aria-description|aria-placeholder|alt|confirm|empty|hint|keep|label|note|placeholder|submitLabel|summary|text|title)$/

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

const childrenOf = (node: Node): readonly Node[] => Object.values(node).flat().filter(isNode)

/** Strings that an expression may come to; what is compared or handed to a call is no text. */
function textsOf(node: unknown): readonly string[] {
  if (!isNode(node)) return []
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : []
    case 'TemplateLiteral':
      return (node.quasis as readonly { readonly value: { readonly cooked: string } }[]).map(
        ({ value }) => value.cooked,
      )
    case 'ConditionalExpression':
      return [...textsOf(node.consequent), ...textsOf(node.alternate)]
    case 'LogicalExpression':
      return [...textsOf(node.left), ...textsOf(node.right)]
    case 'JSXExpressionContainer':
      return textsOf(node.expression)
    default:
      return []
  }
}

function readTexts(node: Node): readonly string[] {
  const own = ((): readonly string[] => {
    if (node.type === 'JSXText') return [String(node.value)]
    if (node.type === 'JSXAttribute')
      return shown.test(String((node.name as Node).name)) ? textsOf(node.value) : []
    if (node.type === 'JSXElement' || node.type === 'JSXFragment')
      return (node.children as readonly Node[])
        .filter(({ type }) => type === 'JSXExpressionContainer')
        .flatMap(textsOf)
    return []
  })()
  return [...own, ...childrenOf(node).flatMap(readTexts)]
}

const wordsIn = (source: string): readonly string[] =>
  readTexts(parseAst(source, { lang: 'tsx' }) as unknown as Node)
    .map((text) => text.trim())
    .filter((text) => /\p{L}{2}/u.test(text))

it('finds words wherever a component may have them', () => {
  const source = `export const A = () => <p title="One word">Two {x ? 'three' : \`four\${y}\`} {x && 'five'}
    <B label={'six'} className="no" style={{ color: 'no' }}>{t('no')}{kind === 'no' && <b>{z}</b>}</B></p>`
  expect([...wordsIn(source)].sort()).toEqual(['Two', 'five', 'four', 'One word', 'six', 'three'].sort())
})

it('has none in any component', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.tsx'),
  )
  expect(files.length).toBeGreaterThan(100)
  const found = files.flatMap((file) =>
    wordsIn(readFileSync(join(folder, file), 'utf8')).map((text) => ({ file, text })),
  )
  expect(found.filter(({ text }) => !universal.has(text))).toEqual([])
  // One that is not used any more would let words through.
  expect([...universal].filter((text) => !found.some((one) => one.text === text))).toEqual([])
})
