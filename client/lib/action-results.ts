import { ActionResult, type AckValue } from '@evagore/shared';
import { callBack } from './callbacks.ts';
import { ServerError } from './errors.ts';
import type { ServerConnection } from './server-connection.ts';

/** What Galène's server calls its answers to actions on tokens. Other refusals have no callback there. */
const TOKEN_ANSWERS: ReadonlyMap<string, string> = new Map([
  ['maketoken', 'token'],
  ['edittoken', 'token'],
  ['listtokens', 'tokenlist'],
]);

/**
 * What an action gives, from the server's answer. Also calls the callbacks of Galène's client, whose server answers with
 * messages.
 *
 * @param kind - Of the action.
 * @see Galène protocol, "User actions" and "Group actions".
 */
export async function resultOf(
  connection: ServerConnection,
  kind: string,
  answer: Promise<AckValue>,
): Promise<ActionResult | undefined> {
  try {
    const result = ActionResult.optional().parse(await answer);
    if (result !== undefined) tellResult(connection, result);
    return result;
  } catch (error) {
    const told = TOKEN_ANSWERS.get(kind);
    if (told !== undefined && error instanceof ServerError) {
      tellUserMessage(connection, told, error.code, error.message);
    }
    throw error;
  }
}

function tellResult(connection: ServerConnection, result: ActionResult): void {
  if ('token' in result) tellUserMessage(connection, 'token', null, result.token);
  else if ('tokens' in result) tellUserMessage(connection, 'tokenlist', null, result.tokens);
  else if ('subgroups' in result) tellSubgroups(connection, result.subgroups);
  else tellUserMessage(connection, 'userinfo', null, result);
}

function tellUserMessage(
  connection: ServerConnection,
  kind: string,
  error: string | null,
  value: unknown,
): void {
  const { onusermessage, id } = connection;
  callBack(onusermessage, connection, null, id, null, new Date(), true, kind, error, value);
}

function tellSubgroups(
  connection: ServerConnection,
  subgroups: Extract<ActionResult, { subgroups: unknown }>['subgroups'],
): void {
  const lines = subgroups.map(
    ({ name, clientCount }) => `${name} (${clientCount} client${clientCount === 1 ? '' : 's'})\n`,
  );
  const { onchat, id } = connection;
  callBack(onchat, connection, null, null, id, 'Server', new Date(), false, false, '', lines.join(''));
}
