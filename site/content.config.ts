import { pages } from './about/collection.ts'
import { calendar } from './calendar/collection.ts'
import { companyLists, companyTexts, helpKinds } from './companies/collection.ts'
import { outlets, outletTexts } from './outlets/collection.ts'
import { laterFacts, programme, programmeLists, questions } from './programme/collection.ts'
import { stories } from './stories/collection.ts'

export const collections = {
  programmeAr: programme.ar,
  programmeEn: programme.en,
  programmeLists,
  laterFacts,
  questions,
  pagesAr: pages.ar,
  pagesEn: pages.en,
  storiesAr: stories.ar,
  storiesEn: stories.en,
  calendar,
  outlets,
  outletsAr: outletTexts.ar,
  outletsEn: outletTexts.en,
  companiesAr: companyTexts.ar,
  companiesEn: companyTexts.en,
  helpKinds,
  companyLists,
}
