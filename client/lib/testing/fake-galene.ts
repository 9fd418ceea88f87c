import { GALENE_VERSION, type GaleneMessage } from '@evagore/shared';
import type { World } from '../world.ts';
import { FakeSocket } from './fake-socket.ts';

/** What is said in Galène's dialect, in either direction. */
export type GaleneSaid = { [Field in keyof GaleneMessage]?: unknown };

/** A member as that server tells of it. */
interface FakeUser {
  readonly id: string;
  readonly username: string;
  readonly permissions?: readonly string[];
  readonly data?: object;
}

/**
 * A Galène of plain values, for one client: it shakes hands, lets in, answers pings and offers, and repeats what is said
 * to everybody, unless the test takes a message over.
 */
export class FakeGalene {
  readonly sockets: FakeSocket[] = [];
  /** All that the client said but pings. */
  readonly heard: GaleneSaid[] = [];
  /** Who is there, beside the one who joins. */
  others: FakeUser[] = [];
  /** What was written before. */
  history: GaleneSaid[] = [];
  /** What the one who joins is told. */
  membership: GaleneSaid = {
    username: 'ada',
    permissions: ['present', 'message'],
    status: { name: 'meeting' },
    rtcConfiguration: { iceServers: [{ urls: ['stun:example.org'], credentialType: 'password' }] },
  };
  /** Answers a message of the client itself; where it returns true, nothing else is done. */
  take: ((message: GaleneSaid) => boolean) | undefined;
  id = '';

  readonly openSocket: World['openSocket'] = (url, listener) => {
    const socket: FakeSocket = new FakeSocket(url, listener, {
      onSent: (text) => {
        const message = JSON.parse(text) as GaleneSaid;
        if (message.type !== 'ping') this.heard.push(message);
        // Nobody is answered while still speaking.
        queueMicrotask(() => {
          if (socket === this.sockets.at(-1)) this.#answer(message);
        });
      },
      onClosed: () => undefined,
    });
    this.sockets.push(socket);
    queueMicrotask(() => {
      socket.open();
    });
    return socket;
  };

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('nobody has connected');
    return socket;
  }

  /** Says these messages, a frame each. */
  say(...messages: GaleneSaid[]): void {
    for (const message of messages) this.socket.receive(JSON.stringify(message));
  }

  /** Refuses something, as that server does. */
  refuse(value: string): void {
    this.say({ type: 'usermessage', kind: 'error', dest: this.id, privileged: true, value });
  }

  /** Everything of one type that the client said. */
  all(type: string): GaleneSaid[] {
    return this.heard.filter((message) => message.type === type);
  }

  last(type: string): GaleneSaid {
    const message = this.all(type).at(-1);
    if (message === undefined) throw new Error(`the client never said ${type}`);
    return message;
  }

  #answer(message: GaleneSaid): void {
    if (this.take?.(message) === true) return;
    switch (message.type) {
      case 'handshake':
        this.id = String(message.id);
        this.say({ type: 'handshake', version: [GALENE_VERSION] });
        break;
      case 'ping':
        this.say({ type: 'pong' });
        break;
      case 'join':
        this.#join(message);
        break;
      case 'chat':
        if (message.dest === undefined) this.say({ ...message, time: '2026-11-21T10:00:00+01:00' });
        break;
      case 'offer':
        this.say({ type: 'answer', id: message.id, sdp: `answer to ${String(message.sdp)}` });
        break;
      default:
        break;
    }
  }

  #join(message: GaleneSaid): void {
    if (message.kind === 'leave') {
      this.say({ type: 'joined', kind: 'leave', group: message.group });
      return;
    }
    const { username, permissions, status } = this.membership;
    const self = { id: this.id, username, permissions, data: message.data };
    const clientCount = this.others.length + 1;
    this.say(
      {
        type: 'joined',
        kind: 'join',
        group: message.group,
        ...this.membership,
        status: { ...Object(status), clientCount },
      },
      ...this.history.map((entry) => ({ type: 'chathistory', ...entry })),
      ...[self, ...this.others].map((user) => ({ type: 'user', kind: 'add', ...user })),
    );
  }
}
