import { seededExhibitions, seededSeries } from '../../db/seed/exhibitions.ts'
import { exhibitions } from './demonstration.ts'
import { at, type PageStop } from './stops.ts'

const { round, ballot, notOpen, live, finished, confirmedAtOnce } = exhibitions

/** What pages.test.ts looks at closely: at least one page of each kind (whole-site.test.ts). Paths come after the language. */
export const publicPages: PageStop[] = [
  at('home', ''),
  at('the programme', 'programme/'),
  at('a track', 'programme/project-finance/'),
  at('the benefits', 'programme/benefits/'),
  at('the start of the questions', 'programme/which-track/'),
  at('a question', 'programme/which-track/goal/'),
  at('a result', 'programme/which-track/training-for-employment/'),
  at('the exhibitions', 'exhibitions/'),
  at('an open exhibition', `exhibitions/${round.slug}/`),
  at('an exhibition with fees', `exhibitions/${confirmedAtOnce.slug}/`),
  at('a ballot', `exhibitions/${ballot.slug}/`),
  at('an exhibition that is not open yet', `exhibitions/${notOpen.slug}/`),
  at('an exhibition that is live', `exhibitions/${live.slug}/`),
  at('an exhibition that is over', `exhibitions/${finished.slug}/`),
  at('the results of an exhibition', `exhibitions/${finished.slug}/results/`),
  at('a series', `exhibitions/series/${seededSeries.slug}/`),
  at('the rule of a draw', `exhibitions/${ballot.slug}/draw/`),
  at('a frozen draw', `exhibitions/${seededExhibitions.eveningMarket.slug}/draw/`),
  at('a published draw', `exhibitions/${seededExhibitions.earlierBallot.slug}/draw/`),
  at('the start of an application', `exhibitions/${confirmedAtOnce.slug}/book/`),
  at('the start of an entry to the draw', `exhibitions/${ballot.slug}/book/`),
  at('the outlets', 'outlets/'),
  at('the outlets of one kind in one governorate', 'outlets/?category=mall&governorate=muscat'),
  at('a filter that fits no outlet', 'outlets/?category=airport&governorate=al-buraimi'),
  at('an outlet', 'outlets/mutrah-souq/'),
  at('finding a booking', 'bookings/'),
  at('the stories', 'stories/'),
  at('a story', 'stories/sohar-factory/'),
  at('the calendar', 'calendar/'),
  at('the press page', 'press/'),
  at('a poster', `exhibitions/${round.slug}/poster/`),
  at('a card', `exhibitions/${round.slug}/card/`),
  at('the poster of an exhibition that is over', `exhibitions/${finished.slug}/poster/`),
  at('the privacy notice', 'privacy/'),
  at('the accessibility statement', 'accessibility/'),
  at('your data', 'your-data/'),
  at('open data', 'open-data/'),
  at('search', 'search/'),
  at('what the device keeps', 'offline/', 'refusal'),
]
