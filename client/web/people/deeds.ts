import {
  CommandProblem,
  findCommand,
  usableCommands,
  type CommandPort,
  type CommandUser,
  type OutputLine,
} from '@evagore/shared/commands';
import { t } from '../messages/translate.ts';
import { sentenceOf } from '../state/error-sentence.ts';
import type { NoticeAction, Notices } from '../state/notices.ts';

/** What takes back what a command did. */
const UNDONE_BY: Readonly<Record<string, string>> = {
  op: 'unop',
  unop: 'op',
  present: 'unpresent',
  unpresent: 'present',
  shutup: 'unshutup',
  unshutup: 'shutup',
  lock: 'unlock',
  unlock: 'lock',
};

type Values = Readonly<Record<string, unknown>>;

/**
 * Lets buttons and menus do what commands do. What a command says becomes a notice; what can be taken back gets a
 * button that does so.
 */
export class Deeds {
  readonly #port: CommandPort;
  readonly #notices: Pick<Notices, 'show' | 'stick'>;

  constructor(port: CommandPort, notices: Pick<Notices, 'show' | 'stick'>) {
    this.#port = port;
    this.#notices = notices;
  }

  /** The names of the commands that can be given here and now. */
  usable(): ReadonlySet<string> {
    return new Set(usableCommands(this.#port).map(({ name }) => name));
  }

  /**
   * Gives a command.
   *
   * @param values - Its arguments, by their names.
   * @returns whether it was carried out; why not is said by a notice.
   */
  do(name: string, values: Values = {}): Promise<boolean> {
    return this.#attempt(async () => {
      const said = await this.#run(name, values);
      if (said !== '') this.#say(name, values, said);
    });
  }

  /** Gives a command that concerns somebody, who may have left meanwhile. */
  doTo(id: string, name: string, values: Values = {}): Promise<boolean> {
    const user: CommandUser | undefined = this.#port.users().find((each) => each.id === id);
    if (user === undefined) {
      this.#notices.show('error', t('error.no-such-member'));
      return Promise.resolve(false);
    }
    return this.do(name, { ...values, user });
  }

  /**
   * Takes a message away from everybody, or all of somebody's. No command does so, and no notice: it is seen.
   *
   * @param what.id - One message; absent for all that the person wrote to everybody.
   */
  deleteMessages(what: { readonly userId: string; readonly id?: string }): Promise<boolean> {
    return this.#attempt(() => this.#port.groupAction('clearchat', what));
  }

  async #attempt(task: () => Promise<unknown>): Promise<boolean> {
    try {
      await task();
      return true;
    } catch (error) {
      const text = error instanceof CommandProblem ? error.message : sentenceOf(error);
      this.#notices.show('error', text);
      return false;
    }
  }

  async #run(name: string, values: Values): Promise<string> {
    const command = findCommand(name);
    if (command === undefined) throw new Error(`there is no command ${name}`);
    const lines: OutputLine[] = [];
    const port: CommandPort = { ...this.#port, print: (more) => void lines.push(...more) };
    await command.run(port, values);
    return lines.map(({ text }) => text).join(' ');
  }

  #say(name: string, values: Values, text: string): void {
    const topic = topicOf(name, values);
    // An address is written down rather than remembered.
    if (name === 'identify') this.#notices.stick('info', text, topic);
    else this.#notices.show('info', text, topic, this.#undoing(name, values));
  }

  #undoing(name: string, values: Values): NoticeAction | undefined {
    const undo = UNDONE_BY[name];
    if (undo === undefined) return undefined;
    return {
      label: t('people.undo'),
      run: () => {
        const { user } = values;
        void this.do(undo, user === undefined ? {} : { user });
      },
    };
  }
}

/** What was done and what took it back are of one topic, so that the newer takes the place of the older. */
function topicOf(name: string, values: Values): string {
  const undo = UNDONE_BY[name] ?? name;
  const pair = name < undo ? name : undo;
  const user = values['user'];
  return typeof user === 'object' && user !== null && 'id' in user ? `${pair}:${String(user.id)}` : pair;
}
