// Makes `import 'electron'` reach the stand-in: node --import <this file> out/main/main.js
import { register } from 'node:module'

register('./resolve.mjs', import.meta.url)
Object.defineProperty(process.versions, 'electron', { value: '45.4.1', enumerable: true })
