// Tells the firewall of Linux which question for a name it sees, by the first bytes of a datagram (RFC 1035).

const headerBytes = 8 + 12
const pieceBytes = 16

/** A condition of nft for questions for exactly this name, in small letters. */
export function questionIs(labels: readonly string[]): string {
  const name = Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]),
    Buffer.alloc(1),
  ])
  // The question begins after the headers of UDP and DNS; the kernel compares 16 bytes at most.
  return Array.from({ length: Math.ceil(name.length / pieceBytes) }, (_, n) => {
    const piece = name.subarray(n * pieceBytes, (n + 1) * pieceBytes)
    return `@th,${(headerBytes + n * pieceBytes) * 8},${piece.length * 8} 0x${piece.toString('hex')}`
  }).join(' ')
}
