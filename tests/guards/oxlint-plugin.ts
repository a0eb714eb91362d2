import { relative, sep } from 'node:path'
import { whyRefused } from './import-table.ts'

// oxlint's own no-restricted-imports reads the specifier as text, without dynamic imports and type imports, and
// cannot say "nothing but"; this rule resolves each import to a file and asks the table.

interface ImportNode {
  source?: { value?: unknown } | null
}

interface RuleContext {
  cwd: string
  filename: string
  report(problem: { node: object; message: string }): void
}

const importTableRule = {
  create(context: RuleContext) {
    const file = relative(context.cwd, context.filename).split(sep).join('/')
    const check = (node: ImportNode) => {
      if (typeof node.source?.value !== 'string') return
      const message = whyRefused(file, node.source.value)
      if (message) context.report({ node: node.source, message })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    }
  },
}

export default { meta: { name: 'tamkeen' }, rules: { 'import-table': importTableRule } }
