import { makeDeskToken } from '../desk/session.ts'
import { localSecretsFile } from './local-folders.ts'
import { openSecrets } from './secrets.ts'

const email = process.argv[2]
if (!email?.includes('@')) {
  console.error('Whose token? npm run desk:token -- officer@desk.test')
  process.exit(1)
}
const { DESK_KEY } = await openSecrets(localSecretsFile)
console.log(await makeDeskToken(DESK_KEY, email, Date.now()))
