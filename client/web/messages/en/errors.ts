/** Why something did not work, by the code of the refusal. */
export const errors = {
  'error.not-authorised': 'That name and password do not fit together. Check both and try again.',
  'error.not-authorised.open': 'This group needs a password, or a name that it knows.',
  'error.auth-server':
    '{{server}}, which checks names and passwords for this group, does not answer. Try again in a moment.',
  'error.token': 'This invitation is not valid, or not valid any more. Ask for a new one.',
  'error.token-expired': 'This invitation was good until a moment that has passed. Ask for a new one.',
  'error.token-not-yet-valid': 'This invitation is not good yet. Try again when the meeting begins.',
  'error.token-for-another-group': 'This invitation is for another group. Check the link.',
  'error.need-username': 'Please enter your name.',
  'error.username-taken':
    'That name belongs to somebody with a password. Choose another, or enter the password.',
  'error.group-full': 'The group is full. Try again when somebody has left.',
  'error.group-locked': 'The group is locked.',
  'error.group-locked.note': 'The group is locked: {{note}}',
  'error.group-not-open': 'The group is not open yet.',
  'error.group-expired': 'The group is closed: its time is over.',
  'error.no-operator': 'The group opens when an operator is there.',
  'error.no-such-group': 'There is no such group on this server.',
  'error.duplicate-id': 'This browser is in the group already.',
  'error.busy': 'The server is busy. Try again in a moment.',
  'error.server-gone': 'The server does not answer. Check your connection and try again.',
  'error.not-permitted': 'You may not do that in this group.',
  'error.no-such-member': 'That person has left.',
  'error.no-such-message': 'That message is gone already.',
  'error.no-such-token': 'There is no such invitation to this group.',
  'error.recording-unavailable': 'This server cannot record.',
  'error.page-outdated':
    'A part of this page could not be loaded. The server may have been updated: load the page again.',
  'error.unknown': 'That did not work: {{reason}}',
} as const;
