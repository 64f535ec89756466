// Passwords that nobody guesses, for servers that are started here.
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'

/** Twenty letters and digits that are not mistaken for each other, and one of each kind that servers ask for. */
export function newPassword(): string {
  const random = crypto.getRandomValues(new Uint32Array(20))
  return `${Array.from(random, (number) => letters[number % letters.length]).join('')}-A1`
}
