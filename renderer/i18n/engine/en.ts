// The English texts of the engine and the machine.

export const en = {
  'engine.running': 'Engine running',
  'engine.connecting': 'Connecting to the engine',
  'engine.starting': 'Engine is starting',
  'engine.stopping': 'Engine is stopping',
  'engine.stopped': 'Engine stopped',
  'engine.pausing': 'Engine is pausing',
  'engine.paused': 'Engine paused',
  'engine.asleep': 'Engine asleep',
  'engine.pausedWhy':
    'Containers stand still and take no processor time. The next docker command resumes it.',
  'engine.failed': 'Engine failed',
  'engine.cpu': 'CPU',
  'engine.memory': 'Memory',
  'engine.memoryOf': '{used} of {total}',
  'engine.foot': 'Docker {version} · up {time}',
  'engine.footWoke': 'Docker {version} · woke in {ms} ms',
  'engine.footVersion': 'Docker {version}',
  'engine.actions': 'Start, stop, restart or pause the engine',
  'engine.start': 'Start the engine',
  'engine.stop': 'Stop the engine',
  'engine.restart': 'Restart the engine',
  'engine.pause': 'Pause the engine',
  'engine.resume': 'Resume the engine',
  'engine.off': 'The engine is stopped',
  'engine.offWhy': 'Containers run only while it does. Nothing is lost.',
  'engine.offAttached': 'Docker Engine does not answer',
  'engine.offAttachedWhy':
    'Portside is attached to an engine that it does not run, and tries again by itself.',
} as const
