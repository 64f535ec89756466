// The word that somebody types so that everything in Docker is erased; the same in every language.

export const eraseWord = 'erase'
