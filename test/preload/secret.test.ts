// One detector decides everywhere what is hidden, asked for and left out of exports.
import { describe, expect, it } from 'vitest'
import { isSecret, looksSecret, willBeSecret } from '../../preload/secret'

/** Put together here, so that nobody who looks through the sources takes one for real. */
const made = (...parts: readonly string[]): string => parts.join('')
const letters = 'aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW0xY'

describe('a secret', () => {
  it.each([
    ['POSTGRES_PASSWORD', 'x'],
    ['POSTGRES_PASSWORD', 'password'],
    ['POSTGRES_PASSWORD', 'trust'],
    ['MYSQL_ROOT_PASSWORD', '1234'],
    ['MYSQL_PWD', 'abc'],
    ['PGPASSWORD', 'abc'],
    ['DB_PASS', 'abc'],
    ['requirepass', 'hunter2'],
    ['masterauth', 'third'],
    ['spring.datasource.password', 'abc'],
    ['dbRootPassword', 'abc'],
    ['client_secret', 'abc'],
    ['SECRET_KEY_BASE', 'abc'],
    ['JWT_SIGNING', 'abc'],
    ['JWT_SECRET', 'abc'],
    ['SALT', 'abc'],
    ['PASSWORD_SALT', 'abc'],
    ['PEPPER', 'abc'],
    ['API_TOKEN', 'abc'],
    ['MAX_MIND_TOKEN', 'abc'],
    ['GPG_KEY', 'lQdGBGWk'],
    ['ACCESS_TOKEN_OLD', 'abc'],
    ['APIKEY', 'abc'],
    ['APP_KEY', 'base64:abc='],
    ['STRIPE_KEY_LIVE', 'abc'],
    ['AWS_ACCESS_KEY_ID', 'abc'],
    ['VAULT_SECRET_ID', 'abc'],
    ['SENTRY_DSN', 'https://abc@o1.ingest.sentry.io/2'],
    ['REDIS_AUTH', 'abc'],
    ['GOOGLE_CREDENTIALS', '{"type":"service_account"}'],
    ['PRIVATE_KEY_PEM', 'abc'],
    // Base64 may begin like a path.
    ['SIGNING_KEY', '/9j4AAQSkZJRgABAQ=='],
  ])('is known by its name: %s=%s', (name, value) => {
    expect(looksSecret(name, value)).toBe(true)
    expect(isSecret({ name, value })).toBe(true)
    expect(willBeSecret({ name, value: '' })).toBe(true)
  })

  it.each([
    ['a URL with a password', 'postgres://u:p@db/x'],
    ['a URL with a password alone', 'redis://:p@cache:6379/0'],
    ['a Slack webhook', made('https://hooks.slack.com/', 'services/T000/B000/', letters)],
    ['a Discord webhook', made('https://discord.com/api/', 'webhooks/1/', letters)],
    ['a key of SendGrid', made('SG.', letters.slice(0, 22), '.', letters)],
    ['a key of Google', made('AIza', 'Sy', letters, 'z')],
    ['a token of GitHub', made('ghp_', letters, '1234')],
    ['a fine token of GitHub', made('github_pat_', letters, letters)],
    ['a token of GitLab', made('glpat-', letters)],
    ['a key of AWS', made('AKIA', 'ABCDEFGHIJ123456')],
    ['a key of Stripe', made('sk_', 'live_', letters)],
    ['a key of OpenAI', made('sk-', 'proj-', letters)],
    ['a token of Slack', made('xoxb-', '123456789012-', letters)],
    ['a token of npm', made('npm_', letters, '1234')],
    ['a JSON web token', made('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxIn0x', '.', letters)],
    ['a private key', made('-----BEGIN RSA ', 'PRIVATE KEY-----\nMII')],
    ['a private key of GnuPG', made('-----BEGIN PGP ', 'PRIVATE KEY BLOCK-----\n\nlQ')],
    ['a hash of a password', made('admin:$', 'apr1$', 'abcdefgh$', letters)],
  ])('is known by its look, whatever it is called: %s', (_, value) => {
    expect(looksSecret('X', value)).toBe(true)
    expect(willBeSecret({ name: 'X', value })).toBe(true)
  })

  it.each([
    ['POSTGRES_HOST_AUTH_METHOD', 'trust'],
    ['POSTGRES_HOST_AUTH_METHOD', 'scram-sha-256'],
    ['SSL_CERTIFICATE', '/etc/x.crt'],
    ['SSL_KEY', '/etc/ssl/private/x.key'],
    ['SSL_KEY', './certs/x'],
    ['TLS_KEY', 'C:\\certs\\x.key'],
    ['POSTGRES_PASSWORD_FILE', '/run/secrets/db'],
    ['JWT_KEY', '/app/keys/jwt.pem'],
    ['MYSQL_ALLOW_EMPTY_PASSWORD', 'yes'],
    ['MYSQL_RANDOM_ROOT_PASSWORD', '1'],
    ['AUTH', 'basic'],
    ['AUTH_ENABLED', 'maybe'],
    ['AUTHOR', 'Mina'],
    ['GIT_AUTHOR_NAME', 'Mina'],
    ['AUTH_URL', 'https://login.acme.example/'],
    ['OAUTH_CLIENT_ID', 'shop'],
    ['TOKEN_TTL', '3600s'],
    ['TOKENIZER', 'nori'],
    ['MAX_TOKENS', '128000'],
    ['OPENAI_MAX_OUTPUT_TOKENS', '200000'],
    ['GPG_KEY', 'A035C8C19219BA821ECEA86B64E628F8D684696D'],
    ['GPG_KEYS', `1198C0117593497A5EC5C199286AF1F9897469DC ${'0'.repeat(40)}`],
    ['KEYBOARD', 'ko'],
    ['KEYCLOAK_ADMIN', 'admin'],
    ['CASSANDRA_KEYSPACE', 'shop'],
    ['JWT_PUBLIC_KEY', 'abc'],
    ['CACHE_KEY_PREFIX', 'shop_'],
    ['SALT_ROUNDS', '10'],
    ['SIGNING_ALGORITHM', 'RS256'],
    ['SESSION_DRIVER', 'redis'],
    ['SESSION_TIMEOUT', '30m'],
    ['COOKIE_DOMAIN', 'acme.example'],
    ['COMPASS', 'north'],
    ['PASSENGER_APP_ENV', 'production'],
    ['SECRET_NAME', 'db'],
    ['PRIVATE_NETWORK', '10.0.0.0/8'],
    ['MYSQL_DATABASE', 'shop'],
    ['LANG', 'C.UTF-8'],
    ['DATABASE_URL', 'postgres://db/app'],
    ['API_TOKEN', ''],
  ])('is none: %s=%s', (name, value) => {
    expect(looksSecret(name, value)).toBe(false)
  })
})
