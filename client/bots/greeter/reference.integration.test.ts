import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { ChatMessage } from '@evagore/shared';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { PASSWORD, standardGroup } from '../../../conformance/groups.ts';
import { launchGalene } from '../../../conformance/launch.ts';
import { socketUrl, type LaunchedTarget } from '../../../conformance/target.ts';
import { ServerConnection } from '../../lib/server-connection.ts';
import { NodeCable } from '../../lib/testing/node-socket.ts';

/** The greeter as a process, in a real Galène. `EVAGORE_GALENE_BINARY` names the program. */

const binary = process.env['EVAGORE_GALENE_BINARY'] ?? '';
const PROGRAM = path.join(import.meta.dirname, '../greeter.ts');

function soon<Result>(check: () => Result): Promise<Result> {
  return vi.waitFor(check, { timeout: 15_000 });
}

describe.skipIf(binary === '')('the greeter in a real Galène', () => {
  let server: LaunchedTarget;
  let bot: ChildProcess;
  const lines: string[] = [];
  const people: ServerConnection[] = [];

  beforeAll(async () => {
    server = await launchGalene(binary);
    await writeFile(path.join(server.groupsDir, 'tea.json'), JSON.stringify(standardGroup()));
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    for (const person of people) person.close();
    if (bot.exitCode !== null) return;
    const ended = once(bot, 'exit');
    bot.kill('SIGKILL');
    await ended;
  });

  /** Somebody in the group, and what they read. */
  async function enter(name: string): Promise<{ connection: ServerConnection; read: ChatMessage[] }> {
    const connection = new ServerConnection({ openSocket: new NodeCable().openSocket });
    people.push(connection);
    const read: ChatMessage[] = [];
    connection.events.on('chatReceived', (message) => read.push(message));
    await connection.connect(socketUrl(server));
    await connection.join('tea', name, PASSWORD);
    return { connection, read };
  }

  it('welcomes who comes, not who was there, obeys commands, and leaves when it is told to', async () => {
    const early = await enter('early');
    bot = spawn(
      process.execPath,
      [PROGRAM, '--server', server.baseUrl, '--group', 'tea', '--log-format', 'json'],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, EVAGORE_BOT_PASSWORD: PASSWORD } },
    );
    createInterface({ input: bot.stdout! }).on('line', (line) => lines.push(line));
    await soon(() => {
      expect(Object.values(early.connection.users).map(({ username }) => username)).toContain('Greeter');
    });

    const late = await enter('late');
    const [welcome] = await soon(() => {
      expect(late.read, lines.join('\n')).toHaveLength(1);
      return late.read;
    });
    expect(welcome).toMatchObject({ username: 'Greeter', dest: late.connection.id });
    expect(welcome?.value).toContain('late');
    expect(early.read).toEqual([]);

    await late.connection.chat('', '', '!rules');
    await soon(() => {
      expect(
        late.read.filter(({ username, dest }) => username === 'Greeter' && dest !== undefined),
      ).toHaveLength(2);
    });

    const ended = once(bot, 'exit');
    bot.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    await soon(() => {
      expect(Object.values(early.connection.users).map(({ username }) => username)).not.toContain('Greeter');
    });
    expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});
