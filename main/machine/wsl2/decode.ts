// Text of wsl.exe: UTF-16LE with or without its mark, or UTF-8, whatever the version and WSL_UTF8 made of it.

const nul = 0

/** Windows line ends become plain ones. Never throws; what is no text comes out with replacement characters. */
export function decodeWslOutput(bytes: Buffer): string {
  return withoutMark(isUtf16(bytes) ? bytes.toString('utf16le') : bytes.toString('utf8'))
    .replaceAll('\0', '')
    .replaceAll(/\r+\n/g, '\n')
}

const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text)

/** Korean in UTF-16 has no zero bytes, but line ends, spaces and codes always have them, at odd places. */
function isUtf16(bytes: Buffer): boolean {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return true
  for (let at = 1; at < bytes.length; at += 2) if (bytes[at] === nul) return true
  return false
}
