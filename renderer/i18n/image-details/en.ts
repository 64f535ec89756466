// The English texts of one image in detail.

export const en = {
  'imageDetails.title': 'Image {name}',
  'imageDetails.close': 'Close the image',
  'imageDetails.facts': '{size} · made {time} · {platform}',
  'imageDetails.usedBy': 'Used by',
  'imageDetails.unused': 'No container uses it.',
  'imageDetails.tags': 'Tags',
  'imageDetails.noTags': 'It has no name any more: a newer image took it, or it was removed.',
  'imageDetails.digests': 'Digests',
  'imageDetails.noDigests': 'None: it was built here and never pushed.',
  'imageDetails.copyDigest': 'Copy the digest',
  'imageDetails.layers': 'Layers',
  'imageDetails.layerCount': {
    one: '{count} layer, oldest step first',
    other: '{count} layers, oldest step first',
  },
  'imageDetails.from': {
    one: '{count} layer, shared with {name}',
    other: '{count} layers, shared with {name}',
  },
  'imageDetails.showSteps': { one: 'Show {count} step', other: 'Show {count} steps' },
  'imageDetails.hideSteps': 'Hide these steps',
  'imageDetails.unknownStep': 'Not told',

  'waste.title': 'Wasted space',
  'waste.explain':
    'Files that a later layer replaced or deleted are still downloaded and kept. This reads all layers once.',
  'waste.look': 'Look for wasted space',
  'waste.again': 'Look again',
  'waste.preparing': 'The engine is packing the layers',
  'waste.reading': 'Reading layers, {done} of about {total}',
  'waste.progress': 'Reading layers',
  'waste.none': 'Nothing is wasted: no later layer hides a file.',
  'waste.found': {
    one: '{size} in {count} file is wasted, of {total}.',
    other: '{size} in {count} files is wasted, of {total}.',
  },
  'waste.overwritten': 'Replaced',
  'waste.deleted': 'Deleted',
  'waste.by': 'by {instruction}',
  'waste.largest': 'The largest files',
  'waste.hint':
    'Delete files in the same step that makes them, and copy only what is needed: a .dockerignore file helps.',
} as const
