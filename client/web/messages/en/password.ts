/** Changing one's password. */
export const password = {
  'password.title': 'Change your password',
  'password.hint': 'It is the password of {{name}} in this group. You need it the next time you join.',
  'password.hint.group': 'It is the password of {{name}} in the group {{group}}.',
  'password.nobody':
    'This address does not say whose password is to be changed. Open it from the meeting’s menu.',
  'password.old': 'Present password',
  'password.next': 'New password',
  'password.repeated': 'New password again',
  'password.do': 'Change password',
  'password.changed': 'Your password is changed.',
  'password.back': 'Go to {{group}}',
  'password.strength.none':
    'At least {{least}} characters. Several words are easy to remember and hard to guess.',
  'password.strength.short': 'Too short: at least {{least}} characters.',
  'password.strength.fair': 'Fair. Longer is better.',
  'password.strength.strong': 'Long enough to be strong.',
  'password.problem.no-old': 'Enter your present password.',
  'password.problem.short': 'The new password needs at least {{least}} characters.',
  'password.problem.long': 'The new password is too long: 72 letters are the most.',
  'password.problem.same': 'The new password is the present one. Choose another.',
  'password.problem.different': 'The two new passwords are not alike. Type the second again.',
  'password.problem.wrong': 'The present password is not right, or this server lets nobody change passwords.',
  'password.problem.no-account':
    'You have no password of your own in this group, so there is none to change.',
  'password.problem.refused': 'The server does not take this password. Choose another.',
  'password.problem.too-often': 'Too many attempts. Wait for half a minute and try again.',
  'password.problem.unreachable': 'The server does not answer. Check your connection and try again.',
} as const;
