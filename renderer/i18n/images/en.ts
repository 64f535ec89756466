// The English texts of the images.

export const en = {
  'images.title': 'Images',
  'images.inUse': 'In use',
  'images.notUsed': 'Not used',
  'images.pull': 'Pull…',
  'images.run': 'Run…',
  'images.runName': 'Run {name}',
  'images.remove': 'Remove',
  'images.removed': 'Removed {name}',
  'images.removeTitle': 'Remove {name}?',
  'images.removeWhy': 'It can be downloaded again if a registry still has it. Containers are not touched.',
  'images.keep': 'Keep it',
  'images.copyName': 'Copy name',
  'images.untagged': 'No name',
  'images.containers': { one: '{count} container', other: '{count} containers' },
  'images.moreTags': 'also {tags}',
  'images.empty': 'No images yet',
  'images.emptyWhy': 'An image is an app packed with everything it needs. Containers are made from images.',
  'images.emptyAction': 'Pull an image…',
  'images.noMatch': 'No images here',
  'images.loading': 'Loading images',
} as const
