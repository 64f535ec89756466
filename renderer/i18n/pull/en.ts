// The English texts of downloads.

export const en = {
  'pull.title': 'Pull an image',
  'pull.what': 'Image',
  'pull.hint': 'A name such as nginx:1.27, or a full address of a registry.',
  'pull.action': 'Pull',
  'pull.active': 'Pulling {name}',
  'pull.done': 'Pulled {name}',
  'pull.upToDate': '{name} is up to date',
  'pull.cancelled': 'Stopped pulling {name}',
  'pull.failed': 'Could not pull {name}',
  'pull.asking': 'Asking the registry',
  'pull.of': '{done} of {total}',
  'pull.speed': '{speed}/s',
  'pull.left': 'about {time} left',
  'pull.took': 'took {time}',

  'layer.waiting': 'Waiting',
  'layer.downloading': 'Downloading',
  'layer.uploading': 'Uploading',
  'layer.downloaded': 'Downloaded',
  'layer.unpacking': 'Unpacking',
  'layer.ready': 'Ready',
} as const
