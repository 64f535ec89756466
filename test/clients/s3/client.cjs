// What a program of Node does with the lines for an object store: the SDK finds them in the environment by itself.
const { GetObjectCommand, PutObjectCommand, S3Client } = require('@aws-sdk/client-s3')

const [verb, text] = process.argv.slice(2)
const client = new S3Client({ forcePathStyle: true })
const place = { Bucket: process.env.S3_BUCKET, Key: 'kept' }

async function run() {
  if (verb === 'write') return client.send(new PutObjectCommand({ ...place, Body: text }))
  const { Body } = await client.send(new GetObjectCommand(place))
  console.log(await Body.transformToString())
}

run().catch((error) => {
  console.error(`${error.name}: ${error.message}`)
  process.exitCode = 1
})
