import { ServerConnection } from '@evagore/client';
import { blamesInvitation, codeOf, sentenceOf } from './error-sentence.ts';

/** What an invitation turned out to be worth. */
export type Invitation =
  | { readonly state: 'named'; readonly username: string }
  /** Whoever uses it chooses a name. */
  | { readonly state: 'nameless' }
  /** It opens nothing, or nothing here. */
  | { readonly state: 'useless'; readonly sentence: string }
  /** Something else is in the way, and may be gone when the person joins. */
  | { readonly state: 'unclear' };

export interface InvitationQuestion {
  readonly group: string;
  readonly token: string;
  /** The address of the signalling. */
  readonly endpoint: string;
}

/** What is needed to ask. */
export type ProbeConnection = Pick<ServerConnection, 'connect' | 'join' | 'close'>;

/**
 * Finds out whether an invitation names its guest, so that only a name is asked for which is needed.
 *
 * Only the server knows, and tells by letting one in: whoever is named is in the group for a moment, without streams.
 *
 * @see Galène protocol, "Client flows": joining with a token and without a username is the question.
 */
export async function examineInvitation(
  { group, token, endpoint }: InvitationQuestion,
  connection: ProbeConnection = new ServerConnection(),
): Promise<Invitation> {
  try {
    await connection.connect(endpoint);
    const { username } = await connection.join(group, undefined, { type: 'token', token });
    return username === '' ? { state: 'nameless' } : { state: 'named', username };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'need-username') return { state: 'nameless' };
    if (!blamesInvitation(code)) return { state: 'unclear' };
    return { state: 'useless', sentence: sentenceOf(error, { invited: true }) };
  } finally {
    connection.close();
  }
}
