// CodeMirror for compose files. It lives in a shadow root: there its styles are adopted, which the page's policy allows.
import { autocompletion, completionKeymap, type CompletionContext } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { unifiedMergeView } from '@codemirror/merge'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { ComposeProblem, Language } from '../../preload/model'
import { completionsAt } from './complete'
import { problemText } from './project-words'

export interface ComposeEditor {
  /** Marks the place of the problem; none takes the mark away. */
  show(problem: ComposeProblem | undefined, language: Language): void
  destroy(): void
}

export interface ComposeEditorOptions {
  readonly label: string
  readonly before: string | undefined
  readonly onChange: (text: string) => void
}

const colors = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent-text)' },
  { tag: [tags.string, tags.content], color: 'var(--text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--ok-text)' },
  { tag: tags.comment, color: 'var(--text-3)' },
  { tag: [tags.punctuation, tags.separator], color: 'var(--text-2)' },
])

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '12px', color: 'var(--text)', backgroundColor: 'var(--bg-raised)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '19px' },
  '.cm-gutters': { backgroundColor: 'var(--bg-raised)', color: 'var(--text-3)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--bg-track)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-bg) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--bg-raised)',
    color: 'var(--text)',
    border: '1px solid var(--line)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: '#fff' },
  '.cm-changedLine': { backgroundColor: 'var(--ok-bg) !important' },
  '.cm-deletedChunk': { backgroundColor: 'var(--bad-bg)' },
  '.cm-panels': { backgroundColor: 'var(--bg-track)', color: 'var(--text)' },
})

/** Tab indents, as in other editors; Esc and then Tab leaves. */
const typing = (): Extension => [
  history(),
  highlightActiveLine(),
  lintGutter(),
  autocompletion({ override: [complete], icons: false }),
  keymap.of([
    ...completionKeymap,
    ...defaultKeymap,
    ...historyKeymap,
    ...searchKeymap,
    ...lintKeymap,
    indentWithTab,
  ]),
]

export function createComposeEditor(
  place: HTMLElement,
  text: string,
  { label, before, onChange }: ComposeEditorOptions,
): ComposeEditor {
  const root = place.shadowRoot ?? place.attachShadow({ mode: 'open' })
  const reading =
    before === undefined
      ? typing()
      : [
          EditorState.readOnly.of(true),
          unifiedMergeView({ original: before, mergeControls: false, gutter: true }),
          keymap.of([...defaultKeymap, ...searchKeymap]),
        ]
  const view = new EditorView({
    parent: root,
    root,
    doc: text,
    extensions: [
      lineNumbers(),
      drawSelection(),
      highlightSelectionMatches(),
      indentUnit.of('  '),
      yaml(),
      syntaxHighlighting(colors),
      look,
      EditorView.contentAttributes.of({ 'aria-label': label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString())
      }),
      reading,
    ],
  })
  return {
    show: (problem, language) =>
      view.dispatch(setDiagnostics(view.state, markOf(view.state, problem, language))),
    destroy: () => view.destroy(),
  }
}

function markOf({ doc }: EditorState, problem: ComposeProblem | undefined, language: Language): Diagnostic[] {
  if (problem?.line === undefined || problem.line > doc.lines) return []
  const line = doc.line(problem.line)
  const from = Math.min(line.to, line.from + (problem.column ?? 1) - 1)
  return [{ from, to: line.to, severity: 'error', message: problemText(problem, language) }]
}

function complete(context: CompletionContext) {
  const { state, pos, explicit } = context
  const line = state.doc.lineAt(pos)
  const word = context.matchBefore(/[\w.-]*/)
  const from = word?.from ?? pos
  if (from === pos && !explicit) return null
  const above = state.doc.sliceString(0, line.from).split('\n').slice(0, -1)
  const options = completionsAt(above, line.text.slice(0, from - line.from))
  return options.length === 0 ? null : { from, options, validFor: /^[\w.-]*$/ }
}
