import { randomBytes } from 'node:crypto';
import WebSocket from 'ws';
import { Camera, Screen } from '../../server/testing/rtc.ts';
import type { BenchSeat, Sink, Source } from './doors.ts';

const STREAM = 'camera';
const SSRC = 1000;

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly kind?: string;
  readonly sdp?: string;
}

/** A client of Galène's dialect as small as can be; its peer connections are real. */
export class GaleneSeat implements BenchSeat {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, (message: Message) => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Message;
      if (message.type === 'ping') this.#say({ type: 'pong' });
      this.#waiting.get(message.type)?.(message);
      this.#waiting.delete(message.type);
    });
  }

  static async take(url: string, username: string): Promise<GaleneSeat> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const seat = new GaleneSeat(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve).once('error', reject);
    });
    const joined = seat.#next('joined');
    seat.#say({ type: 'handshake', version: ['2'], id: randomBytes(16).toString('hex') });
    seat.#say({ type: 'join', kind: 'join', group: 'bench', username, password: '' });
    const { kind } = await joined;
    if (kind !== 'join') throw new Error('not let in');
    return seat;
  }

  async publish(): Promise<Source> {
    const camera = new Camera(SSRC, ['video']);
    const answered = this.#next('answer');
    this.#say({ type: 'offer', id: STREAM, label: 'camera', kind: '', sdp: camera.offer });
    await camera.answered((await answered).sdp ?? '');
    return camera;
  }

  async receive(): Promise<Sink> {
    const offered = this.#next('offer');
    this.#say({ type: 'request', request: { '': ['video'] } });
    const { id, sdp = '' } = await offered;
    const screen = new Screen();
    this.#say({ type: 'answer', id, sdp: screen.answer(sdp) });
    return {
      received: screen.packets.video,
      close: () => {
        screen.close();
      },
    };
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#socket.once('close', resolve));
    this.#socket.close(1000);
    await closed;
  }

  #next(type: string): Promise<Message> {
    return new Promise((resolve) => this.#waiting.set(type, resolve));
  }

  #say(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }
}
