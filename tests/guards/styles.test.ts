import stylelint from 'stylelint'
import { expect, test } from 'vitest'
import { root } from './source-files.ts'

async function rulesBroken(code: string, file = 'site/styles/x.css'): Promise<string[]> {
  const { results } = await stylelint.lint({ code, codeFilename: `${root}${file}`, cwd: root })
  return results.flatMap(({ warnings }) => warnings.map(({ rule }) => rule))
}

const breaches = [
  'margin-left: 1px',
  'padding-right: 1px',
  'left: 0',
  'border-left: 1px solid',
  'border-top-left-radius: 1px',
  'width: 1px',
  'text-align: left',
  'text-align: right',
  'text-align: justify',
  'float: left',
  'padding: 1px 2px 3px 4px',
  'inset: 0 auto auto 0',
  'transform-origin: left',
  'letter-spacing: 0.1em',
  'font-style: italic',
]

test.for(breaches)('a style may not say %s', async (declaration) => {
  expect(await rulesBroken(`.x {\n  ${declaration};\n}\n`)).toHaveLength(1)
  const component = `<p></p>\n<style>\n  .x {\n    ${declaration};\n  }\n</style>\n`
  expect(await rulesBroken(component, 'site/ui/X.astro')).toHaveLength(1)
})

test('a style with logical properties is accepted', async () => {
  const style =
    '.x {\n  margin-inline-start: 1px;\n  padding: 1px 2px;\n  text-align: start;\n  letter-spacing: 0;\n}\n'
  expect(await rulesBroken(style)).toEqual([])
})
