import type { Permission } from '@evagore/shared';
import { roleOf, type Participant } from '../state/participants.ts';

const PERMISSIONS = {
  op: ['op', 'present', 'message', 'token'],
  present: ['present', 'message'],
  message: ['message'],
  observe: [],
} as const satisfies Record<Participant['role'], readonly Permission[]>;

/** Somebody for tests: a presenter without devices, but for what is said. */
export function aPerson(name: string, fields: Partial<Participant> = {}): Participant {
  const permissions = fields.permissions ?? PERMISSIONS[fields.role ?? 'present'];
  return {
    id: `id-${name}`,
    name,
    username: name,
    self: false,
    permissions,
    role: roleOf(permissions),
    microphone: 'none',
    camera: 'none',
    sharing: false,
    hand: false,
    handOrder: Number.MAX_SAFE_INTEGER,
    reconnecting: false,
    ...fields,
  };
}
