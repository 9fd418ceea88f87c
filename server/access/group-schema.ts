import { PERMISSIONS, ROLES } from '@evagore/shared';
import { z } from 'zod';
import { Password, PasswordSchema } from './stored-password.ts';

/**
 * The fields of a group file, as Galène defines them. All are optional.
 *
 * @see Galène README, "Group definitions". Texts that operators write are bounded so that a status stays small.
 */

const Text = z.string().max(4_096);

const HttpUrl = z
  .string()
  .max(2_048)
  .refine(
    (text) => text === '' || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)),
    'must be a URL that starts with https:// or http://',
  );

const Moment = z.iso.datetime({
  offset: true,
  error: 'must be a time with its zone, such as 2030-01-31T18:00:00Z',
});

const roleNames = Object.keys(ROLES) as [keyof typeof ROLES];
const PermissionNames = z
  .union([z.enum(roleNames), z.array(z.string().max(64)).max(32)], {
    error: `must be one of ${roleNames.join(', ')}, or an array of permissions`,
  })
  .describe(
    `What the user may do: a name (${roleNames.join(', ')}), or an array taken literally, of ${PERMISSIONS.join(', ')}.`,
  );

/** A user's entry, in a group file or in that of the server. */
export const User = z.object({
  password: Password.optional(),
  permissions: PermissionNames.nullish(),
});

/** An entry of the lists that Galène had before `users`. */
const FormerUser = z.object({ username: Text.optional(), password: Password.optional() });
const FormerUsers = z.array(FormerUser).max(10_000).nullish();

export const GroupFields = z.looseObject({
  displayName: Text.optional().describe('Title of the group, where it is not its name.'),
  description: Text.optional().describe('What the group is for; shown on the landing page.'),
  contact: Text.optional().describe('Whom to ask about the group; not shown.'),
  comment: Text.optional().describe('A note to yourself; not shown.'),
  public: z
    .boolean()
    .optional()
    .describe('Show the group on the landing page, and tell strangers how many are in it.'),
  redirect: HttpUrl.optional().describe('Address at which the group is held; people are sent there.'),
  'max-clients': z.int().min(0).optional().describe('Most members that are not operators; 0 for no limit.'),
  'max-history-age': z
    .int()
    .min(0)
    .max(31_536_000)
    .optional()
    .describe('Seconds for which chat is kept, and an empty group remembered. Default: 14400.'),
  'not-before': Moment.optional().describe('Time before which only operators get in.'),
  expires: Moment.optional().describe('Time after which only operators get in.'),
  'allow-recording': z.boolean().optional().describe('Operators may record.'),
  'unrestricted-tokens': z.boolean().optional().describe('Everybody who may present may also invite.'),
  'auto-subgroups': z
    .boolean()
    .optional()
    .describe('NAME/anything exists without a file of its own, with the settings of NAME.'),
  autolock: z.boolean().optional().describe('Lock the group while no operator is there.'),
  autokick: z.boolean().optional().describe('Empty the group when the last operator leaves.'),
  users: z
    .record(z.string().max(128), User)
    .nullish()
    .describe('Who may log in by name. A name that stands here is never admitted as wildcard-user.'),
  'wildcard-user': User.nullish().describe('How everybody else may log in.'),
  authKeys: z.array(z.looseObject({})).max(100).nullish().describe('Keys that sign tokens (JWK).'),
  authServer: HttpUrl.optional().describe('Server that gives tokens for a username and a password.'),
  authPortal: HttpUrl.optional().describe('Page to which people without a token are sent.'),
  codecs: z
    .array(z.string().max(32))
    .max(16)
    .nullish()
    .describe(
      'Codecs in the order of preference, of vp8, vp9, av1, h264, opus, g722, pcmu, pcma. Default: vp8, opus.',
    ),
  op: FormerUsers.describe('Of old files: users with the permissions "op".'),
  presenter: FormerUsers.describe('Of old files: users with the permissions "present".'),
  other: FormerUsers.describe('Of old files: users with the permissions "message".'),
  'allow-subgroups': z.boolean().optional().describe('Of old files: auto-subgroups.'),
  'allow-anonymous': z
    .boolean()
    .optional()
    .describe('People whom wildcard-user or authServer lets in need not say a name.'),
});

/** The JSON Schema of a group file, for editors. Stricter than the server: an unknown field is marked. */
export function groupJsonSchema(): Record<string, unknown> {
  const passwordSchema: Record<string, unknown> = z.toJSONSchema(PasswordSchema, { io: 'input' });
  delete passwordSchema['$schema'];
  const schema: Record<string, unknown> = z.toJSONSchema(
    GroupFields.extend({ $schema: z.string().optional() }),
    {
      io: 'input',
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema === Password) Object.assign(jsonSchema, passwordSchema);
      },
    },
  );
  return { ...schema, additionalProperties: false };
}
