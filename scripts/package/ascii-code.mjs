// Writes letters beyond ASCII in the bundles as escapes: Node and Chromium then read a file as it lies on the disk, with
// one byte a letter, instead of decoding all of it to two. Half a megabyte of Korean texts is among a megabyte of code.

const beyondAscii = /(\\*)([^\0-\x7f])/g

/**
 * Code that means the same. Of an odd number of backslashes the last one escapes the letter, which needs none in a text or
 * pattern; kept, it would escape the escape.
 *
 * @param {string} code
 */
export const asciiOf = (code) =>
  code.replace(beyondAscii, (_all, slashes, letter) => {
    const kept = slashes.length % 2 === 0 ? slashes : slashes.slice(1)
    return `${kept}\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  })

/** @returns {import('vite').Plugin} */
export function asciiCode() {
  return {
    name: 'ascii-code',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const chunk of Object.values(bundle))
          if (chunk.type === 'chunk') chunk.code = asciiOf(chunk.code)
      },
    },
  }
}
