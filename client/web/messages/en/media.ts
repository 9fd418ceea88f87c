/** Devices that come and go, and a processor that does not keep up. */
export const media = {
  'media.busy':
    'This device has too much to do, so that your picture is sent smaller and the others’ cameras are received in lower quality.',
  'media.busy.effects-off': 'Turn effects off',
  'media.busy.undo': 'Undo',
  'media.camera.back': 'Your camera is back: “{{device}}” is on again.',
  'media.camera.use': 'Use “{{device}}”',
  'media.camera.on': 'Turn it on',
  'media.relay.none': 'This server has no relay.',
  'media.relay.failed': 'Nothing comes back through the relay.',
} as const;
