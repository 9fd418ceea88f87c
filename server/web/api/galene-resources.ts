import type { GroupName } from '@evagore/shared';
import type { UserSlot, Written } from '../../access/administration.ts';
import { parseJson } from './body.ts';
import { descriptionFrom, keysFrom, tokenFrom, userFrom } from './galene-bodies.ts';
import type { GalenePath } from './galene-path.ts';
import { tokenId, type Access } from './gatekeeper.ts';
import type { AdminOptions } from './options.ts';
import { preconditionOf } from './precondition.ts';
import { NoSuchResource } from './refusals.ts';
import { NO_CONTENT, type Answer, type Operation, type Resource } from './resource.ts';

/**
 * What can be done by Galène's API.
 *
 * @see Galène protocol, "Admin API". Where the original answers 500 to a client's mistake, it is 400 or 404 here.
 */

type Files = Pick<AdminOptions, 'groups' | 'tokens' | 'conference'>;

const JSON_TYPE = 'application/json';
const KEYS_TYPE = 'application/jwk-set+json';
const TEXT_TYPE = 'text/plain';

/** Whoever comes last wins here, as in the original. */
const ANYWAY = preconditionOf({});

export function galeneResource(path: GalenePath, files: Files): Resource {
  switch (path.kind) {
    case 'stats':
      return { label: '.stats', access: { kind: 'server' }, operations: { GET: stats(files) } };
    case 'groups':
      return { label: '.groups', access: { kind: 'server' }, operations: { GET: groupNames(files) } };
    case 'group':
      return { ...inGroup(path.group, ''), operations: group(files, path.group) };
    case 'keys':
      return { ...inGroup(path.group, '.keys'), operations: keys(files, path.group) };
    case 'users':
      return { ...inGroup(path.group, '.users/'), operations: { GET: userNames(files, path.group) } };
    case 'user':
      return { ...inGroup(path.group, slotText(path.slot)), operations: user(files, path.group, path.slot) };
    case 'password': {
      const { group: name, slot } = path;
      return {
        label: inGroup(name, `${slotText(slot)}/.password`).label,
        access: { kind: 'user', group: name, slot },
        operations: password(files, name, slot),
      };
    }
    case 'tokens':
      return { ...inGroup(path.group, '.tokens/'), operations: tokens(files, path.group) };
    case 'token': {
      const label = `.tokens/${tokenId(path.token).slice(0, 8)}`;
      return { ...inGroup(path.group, label), operations: token(files, path.group, path.token) };
    }
  }
}

function inGroup(name: GroupName | '', rest: string): { label: string; access: Access } {
  const label = ['.groups', name, rest].filter((part) => part !== '').join('/');
  return {
    label,
    access: name === '' ? { kind: 'server' } : { kind: 'group', group: name, permissions: ['admin'] },
  };
}

function slotText(slot: UserSlot): string {
  return typeof slot === 'string' ? `.${slot}` : `.users/${slot.user}`;
}

function stats({ conference }: Files): Operation {
  return { run: async () => ({ status: 200, body: await conference.stats() }) };
}

function groupNames({ groups }: Files): Operation {
  return { run: async () => ({ status: 200, body: await groups.names() }) };
}

function group({ groups }: Files, name: GroupName): Resource['operations'] {
  return {
    GET: { run: async () => found(await groups.read(name)) },
    PUT: {
      writes: 'files',
      takes: JSON_TYPE,
      run: async ({ text, conditions }) =>
        written(await groups.write(name, descriptionFrom(text), preconditionOf(conditions))),
    },
    DELETE: {
      writes: 'files',
      run: async ({ conditions }) => gone(await groups.delete(name, preconditionOf(conditions))),
    },
  };
}

function keys({ groups }: Files, name: GroupName): Resource['operations'] {
  return {
    PUT: {
      writes: 'files',
      takes: KEYS_TYPE,
      run: async ({ text }) => {
        await groups.writeKeys(name, keysFrom(text), ANYWAY);
        return NO_CONTENT;
      },
    },
    DELETE: {
      writes: 'files',
      run: async () => {
        await groups.writeKeys(name, undefined, ANYWAY);
        return NO_CONTENT;
      },
    },
  };
}

function userNames({ groups }: Files, name: GroupName): Operation {
  return { run: async () => found(await groups.userNames(name)) };
}

function user({ groups }: Files, name: GroupName, slot: UserSlot): Resource['operations'] {
  return {
    GET: { run: async () => found(await groups.readUser(name, slot)) },
    PUT: {
      writes: 'files',
      takes: JSON_TYPE,
      run: async ({ text, conditions }) =>
        written(await groups.writeUser(name, slot, userFrom(text), preconditionOf(conditions))),
    },
    DELETE: {
      writes: 'files',
      run: async ({ conditions }) => gone(await groups.deleteUser(name, slot, preconditionOf(conditions))),
    },
  };
}

function password({ groups }: Files, name: GroupName, slot: UserSlot): Resource['operations'] {
  return {
    PUT: {
      writes: 'files',
      takes: JSON_TYPE,
      run: async ({ text }) => {
        await groups.writePassword(name, slot, parseJson(text), ANYWAY);
        return NO_CONTENT;
      },
    },
    POST: {
      writes: 'files',
      takes: TEXT_TYPE,
      run: async ({ text }) => {
        await groups.setPassword(name, slot, text, ANYWAY);
        return NO_CONTENT;
      },
    },
    DELETE: {
      writes: 'files',
      run: async () => {
        await groups.writePassword(name, slot, undefined, ANYWAY);
        return NO_CONTENT;
      },
    },
  };
}

function tokens({ tokens: book }: Files, name: GroupName | ''): Resource['operations'] {
  return {
    GET: {
      run: async () => {
        const { value, version } = await book.list(name);
        return { status: 200, version, body: value.map((each) => each.token) };
      },
    },
    POST: {
      writes: 'files',
      takes: JSON_TYPE,
      run: async ({ text }) => ({ status: 201, location: await book.create(name, tokenFrom(text)) }),
    },
  };
}

function token({ tokens: book }: Files, name: GroupName | '', id: string): Resource['operations'] {
  return {
    GET: {
      run: async () => {
        const read = await book.read(name, id);
        if (read === undefined) throw new NoSuchResource();
        return { status: 200, version: read.version, body: { ...read.value, token: '', group: '' } };
      },
    },
    PUT: {
      writes: 'files',
      takes: JSON_TYPE,
      run: async ({ text, conditions }) =>
        written(await book.write(name, id, tokenFrom(text), preconditionOf(conditions))),
    },
    DELETE: {
      writes: 'files',
      run: async ({ conditions }) => gone(await book.delete(name, id, preconditionOf(conditions))),
    },
  };
}

function found(read: { readonly value: unknown; readonly version: string } | undefined): Answer {
  if (read === undefined) throw new NoSuchResource();
  return { status: 200, version: read.version, body: read.value };
}

function written(what: Written): Answer {
  return { status: what === 'created' ? 201 : 204 };
}

function gone(was: boolean): Answer {
  if (!was) throw new NoSuchResource();
  return NO_CONTENT;
}
