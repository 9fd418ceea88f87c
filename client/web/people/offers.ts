import type { Participant } from '../state/participants.ts';

/** What can be done to somebody else. Names of commands, but for `volume` and `pin`, which concern nobody but the reader. */
export type PersonDeed =
  | 'msg'
  | 'sendfile'
  | 'volume'
  | 'pin'
  | 'lower'
  | 'mute'
  | 'present'
  | 'unpresent'
  | 'shutup'
  | 'unshutup'
  | 'op'
  | 'unop'
  | 'warn'
  | 'identify'
  | 'kick';

/** What can be done to the meeting, or concerns oneself in it. Names of commands, but for `link` and `password`. */
export type GroupDeed =
  | 'raise'
  | 'unraise'
  | 'invite'
  | 'link'
  | 'presentfile'
  | 'renegotiate'
  | 'password'
  | 'identify'
  | 'muteall'
  | 'lock'
  | 'unlock'
  | 'wall'
  | 'clear'
  | 'record'
  | 'unrecord';

export interface PersonRights {
  /** Names of the commands that the member may give here. */
  readonly usable: ReadonlySet<string>;
  /** Not every server lets operators lower the hands of others. */
  readonly lowerHands: boolean;
  /** Whether there is a tile of the person, which can be made large. */
  readonly pinnable: boolean;
}

/**
 * What to offer for somebody else, in groups of what belongs together. Groups may be empty, but not all of them:
 * whoever is silent now may be loud later, and the volume is everybody's own business.
 */
export function personOffers(
  person: Pick<Participant, 'permissions' | 'microphone' | 'hand'>,
  { usable, lowerHands, pinnable }: PersonRights,
): readonly (readonly PersonDeed[])[] {
  const has = (permission: (typeof person.permissions)[number]) => person.permissions.includes(permission);
  const may = (deed: PersonDeed, makesSense = true): readonly PersonDeed[] =>
    makesSense && usable.has(deed) ? [deed] : [];
  return [
    [...may('msg'), ...may('sendfile'), 'volume', ...(pinnable ? (['pin'] as const) : [])],
    [
      ...may('lower', person.hand && lowerHands),
      ...may('mute', person.microphone === 'on'),
      ...(has('present') ? may('unpresent') : may('present')),
      ...(has('message') ? may('shutup') : may('unshutup')),
      ...(has('op') ? may('unop') : may('op')),
    ],
    [...may('warn'), ...may('identify'), ...may('kick')],
  ];
}

export interface GroupState {
  readonly usable: ReadonlySet<string>;
  readonly hand: boolean;
  readonly locked: boolean;
  readonly recording: boolean;
  /** Whether the member came in by a password that the server lets them change. */
  readonly ownPassword: boolean;
}

/** What to offer for the meeting, in groups of what belongs together. Groups may be empty. */
export function groupOffers(state: GroupState): readonly (readonly GroupDeed[])[] {
  const { usable, hand, locked, recording, ownPassword } = state;
  const may = (deed: GroupDeed): readonly GroupDeed[] => (usable.has(deed) ? [deed] : []);
  return [
    hand ? may('unraise') : may('raise'),
    usable.has('invite') ? ['invite'] : ['link'],
    [...may('presentfile'), ...may('renegotiate'), ...(ownPassword ? (['password'] as const) : [])],
    [
      ...may('muteall'),
      ...may('wall'),
      ...(locked ? may('unlock') : may('lock')),
      ...(recording ? may('unrecord') : may('record')),
      ...may('identify'),
      ...may('clear'),
    ],
  ];
}
