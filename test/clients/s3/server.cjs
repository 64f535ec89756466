// An S3 server with the bucket and the keys that it is told, as the catalogue's entry gets them. s3rver believes every
// signature of today's form, so each is checked here before a request gets to it.
const { createHash, createHmac } = require('node:crypto')
const { createServer } = require('node:http')
const S3rver = require('s3rver')
const AWSAccount = require('s3rver/lib/models/account')

const [folder, port, key, secret, bucket] = process.argv.slice(2)

const hmac = (by, text) => createHmac('sha256', by).update(text).digest()

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function isSigned({ method, url, headers }) {
  const form = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(.+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/
  const [, who, scope = '', names = '', signature] = form.exec(headers.authorization ?? '') ?? []
  const [path, query = ''] = url.split('?')
  const canonical = [
    ...[method, path],
    query
      .split('&')
      .map((one) => (one === '' || one.includes('=') ? one : `${one}=`))
      .sort()
      .join('&'),
    ...names.split(';').map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    ...['', names, headers['x-amz-content-sha256']],
  ].join('\n')
  const hash = createHash('sha256').update(canonical).digest('hex')
  const signing = scope.split('/').reduce(hmac, `AWS4${secret}`)
  const expected = hmac(signing, ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash].join('\n'))
  return who === key && signature === expected.toString('hex')
}

AWSAccount.DUMMY_ACCOUNT.createKeyPair(key, secret)
const s3 = new S3rver({ directory: folder, silent: true, configureBuckets: [{ name: bucket }] })
s3.configureBuckets()
  .then(() => {
    const answer = s3.callback()
    createServer((request, response) => {
      if (isSigned(request)) return answer(request, response)
      response.writeHead(403, { 'content-type': 'application/xml' })
      response.end('<Error><Code>SignatureDoesNotMatch</Code><Message>Check your key.</Message></Error>')
    }).listen(Number(port), '127.0.0.1', () => console.log('listening'))
  })
  .catch((error) => {
    console.error(error)
    process.exitCode = 1
  })
