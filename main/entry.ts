// The first file that Electron loads: has the compiled code of all others kept, then loads the app.
import { homedir } from 'node:os'
import { compiledCodeIn, keepCompiledCode } from './base/compiled-code'
import { defaultHome } from './base/home'

keepCompiledCode(compiledCodeIn(defaultHome(process.platform, process.env, homedir())))
// Electron is ready only after this, so that nothing it tells before is missed.
void import('./main')
