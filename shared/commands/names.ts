import type { CommandPort, CommandUser } from './port.ts';
import { CommandProblem } from './problem.ts';

/** So many characters of an id tell namesakes apart, as a rule. */
const SHORT_ID = 4;

/**
 * Finds who is meant by a name: their whole name, their name without regard to case, `name#` and the beginning of
 * their id, or their id.
 *
 * Names are chosen by those who have them, ids too. So whoever fits better wins only over those who fit worse; two who
 * fit alike are a problem, never a guess.
 */
export function findUser(name: string, port: Pick<CommandPort, 'users' | 'text'>): CommandUser {
  const users = port.users();
  const folded = name.toLocaleLowerCase();
  const attempts: readonly ((user: CommandUser) => boolean)[] = [
    (user) => (user.username === name && name !== '') || isShortName(name, user),
    (user) => user.username.toLocaleLowerCase() === folded && name !== '',
    (user) => user.id === name,
  ];
  for (const fits of attempts) {
    const [found, ...more] = users.filter(fits);
    if (found === undefined) continue;
    if (more.length === 0) return found;
    const choices = [found, ...more].map((user) => nameOf(user, users)).join(', ');
    throw new CommandProblem('ambiguous-user', port, { name, choices });
  }
  throw new CommandProblem('no-such-user', port, { name });
}

/** A name by which {@link findUser} finds just this user. */
export function nameOf(user: CommandUser, users: readonly CommandUser[]): string {
  const alone = (name: string) =>
    users.every((other) => other === user || (other.username !== name && !isShortName(name, other)));
  if (user.username !== '' && alone(user.username)) return user.username;
  for (let length = SHORT_ID; length < user.id.length; length += 1) {
    const name = `${user.username}#${user.id.slice(0, length)}`;
    if (alone(name)) return name;
  }
  return `${user.username}#${user.id}`;
}

function isShortName(name: string, { username, id }: CommandUser): boolean {
  if (!name.startsWith(`${username}#`)) return false;
  const short = name.slice(username.length + 1);
  return id.startsWith(short) && short.length >= Math.min(SHORT_ID, id.length);
}
