/** Short sentences that come and go. */
export const notices = {
  'notice.muted-by': '{{name}} muted you.',
  'notice.muted': 'An operator muted you.',
  'notice.warning-by': '{{name}}: {{text}}',
  'notice.present.gained': 'You may present now.',
  'notice.present.lost': 'You may not present any more; your camera, microphone and screen are off.',
  'notice.op.gained': 'You are an operator now.',
  'notice.op.lost': 'You are no longer an operator.',
  'notice.microphone.lost': 'The microphone was disconnected.',
  'notice.camera.lost': 'The camera was disconnected.',
  'notice.hand': '{{name}} raised a hand.',
  'notice.dismiss': 'Dismiss',
  'notice.list': 'Notifications',
} as const;
