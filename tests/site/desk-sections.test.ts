import { expect, test } from 'vitest'
import { deskSections } from '../../site/desk/desk-sections.ts'
import { allowedOnPage } from '../../worker/desk/permissions.ts'

test('the desk’s bar leads each role to the pages it may open, and to no other', () => {
  for (const { id, path, for: roles } of deskSections) {
    expect([...roles].toSorted(), id).toEqual([...(allowedOnPage('GET', `/desk/${path}`) ?? [])].toSorted())
  }
})
