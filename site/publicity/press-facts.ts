import type { Words } from '../../content/words.ts'
import type { FactId } from '../collections/facts.ts'

type Press = Words['publicity']['press']

interface Group {
  id: keyof Press['groups']
  /** Sentences of `publicity.press.facts`, each with the facts that it states. */
  sentences: readonly { id: keyof Press['facts']; facts: readonly FactId[] }[]
}

/** What may be quoted, by the caution that goes with it. F17, which feeds the fear in F45, is not offered. */
export const pressFacts: readonly Group[] = [
  {
    id: 'asIs',
    sentences: [
      { id: 'runBy', facts: ['F03'] },
      { id: 'vision', facts: ['F14'] },
      { id: 'tracks', facts: ['F09', 'F10', 'F11', 'F12', 'F13'] },
      { id: 'needs', facts: ['F39', 'F41'] },
    ],
  },
  {
    id: 'numbers',
    sentences: [
      { id: 'cases', facts: ['F02'] },
      { id: 'staff', facts: ['F05'] },
      { id: 'sohar', facts: ['F31'] },
    ],
  },
  {
    id: 'proposals',
    sentences: [
      { id: 'plan', facts: ['F06', 'F07'] },
      { id: 'exhibition', facts: ['F60'] },
      { id: 'outlets', facts: ['F63', 'F65'] },
    ],
  },
  {
    id: 'challenges',
    sentences: [
      { id: 'fear', facts: ['F45'] },
      { id: 'fewExhibitions', facts: ['F50'] },
    ],
  },
]
