import { setImmediate as turn } from 'node:timers/promises';
import { ConferenceError, GroupName, type StreamId } from '@evagore/shared';
import type { FakeMediaTransport } from '../../../core/testing/fake-media-engine.ts';
import { FakeTally } from '../../../core/testing/fake-tally.ts';
import { DEMO, publishTrack, Stage, type Guest } from '../../../core/testing/fakes.ts';
import type { World } from '../../../core/ports.ts';
import { offerOf } from '../../../sdp/testing/exchange.ts';
import { Capacity } from '../capacity.ts';
import { MediaDoor } from '../door.ts';
import type { Answer, Request } from '../http.ts';
import { whepIn, whip } from '../trades.ts';

/** A clock that a test moves, with everything that is to happen meanwhile. */
class TestWorld implements World {
  time = 0;
  readonly #due = new Set<{ at: number; task: () => void }>();

  now(): number {
    return this.time;
  }

  after(delayMs: number, task: () => void): () => void {
    const entry = { at: this.time + delayMs, task };
    this.#due.add(entry);
    return () => this.#due.delete(entry);
  }

  newId(): string {
    return 'unused';
  }

  /** How much is to happen later. */
  get waiting(): number {
    return this.#due.size;
  }

  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const [next] = [...this.#due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#due.delete(next);
      this.time = next.at;
      next.task();
    }
    this.time = end;
  }
}

export interface Asked {
  readonly contentType?: string | undefined;
  readonly body?: string;
  readonly token?: string | undefined;
  readonly ifMatch?: string;
  readonly network?: string;
}

export const SDP = 'application/sdp';
export const FRAGMENT = 'application/trickle-ice-sdpfrag';

/** Both doors of a conference of fakes. */
export class Desk {
  readonly stage: Stage;
  readonly world = new TestWorld();
  readonly tally = new FakeTally();
  readonly whip: MediaDoor;
  readonly whep: MediaDoor;

  constructor(options: { stage?: Stage; total?: number; perNetwork?: number } = {}) {
    const { stage = new Stage(), total = 100, perNetwork = 100 } = options;
    this.stage = stage;
    const { conference, log } = stage;
    const shared = {
      conference,
      authenticator: stage.authenticator,
      world: this.world,
      rtcConfiguration: () => ({
        iceServers: [
          { urls: ['stun:stun.example:3478'] },
          {
            urls: ['turn:turn.example?transport=udp', 'turns:turn.example'],
            username: 'u"1',
            credential: 'c\\2',
          },
        ],
      }),
      capacity: new Capacity({ total, perNetwork }),
      tally: this.tally,
      log,
    };
    this.whip = new MediaDoor(whip, shared);
    this.whep = new MediaDoor(whepIn(this.world), shared);
  }

  /** Asks one of the doors, as in `POST /group/demo/.whip`. */
  async ask(what: string, asked: Asked = {}): Promise<Answer> {
    const [method = '', target = ''] = what.split(' ');
    const { contentType, body = '', token, ifMatch, network = '192.0.2.1' } = asked;
    const url = new URL(target, 'http://server.example');
    const [, group = '', resource = '', rest = ''] =
      /^\/group\/(.+?)\/(\.[^/]+)\/?(.*)$/.exec(url.pathname) ?? [];
    const request: Request = {
      method,
      group: GroupName.parse(group),
      resource,
      rest,
      query: url.searchParams,
      contentType,
      token,
      address: network,
      network,
      text: () => Promise.resolve(body),
      demand: (version) => {
        if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== `"${version}"`) throw new WrongVersion();
      },
    };
    return (resource === '.whip' ? this.whip : this.whep).answer(request);
  }

  /** A client that publishes; its session's address. */
  async publish(asked: Asked & { group?: string; offer?: string } = {}): Promise<Client> {
    const { group = DEMO, offer = offerOf('chromium-camera') } = asked;
    return new Client(
      this,
      offer,
      await this.ask(`POST /group/${group}/.whip`, { contentType: SDP, body: offer, ...asked }),
    );
  }

  /** A client that watches. @param what - What stands behind `.whep`. */
  async watch(what = '', asked: Asked & { offer?: string } = {}): Promise<Client> {
    const { offer = offerOf('chromium-receiving') } = asked;
    const answer = await this.ask(`POST /group/${DEMO}/.whep${what}`, {
      contentType: SDP,
      body: offer,
      ...asked,
    });
    return new Client(this, offer, answer);
  }

  /** The transport that was opened last. */
  get transport(): FakeMediaTransport {
    return this.stage.media.room.transports.at(-1)!;
  }

  /** Somebody who publishes sound and picture in one stream. */
  async presenter(name: string): Promise<Guest & { audio: string; video: string; stream: StreamId }> {
    const guest = await this.stage.join(name);
    const transport = await guest.member.openTransport();
    const audio = await publishTrack(guest.member, transport, { stream: `cam-${name}`, kind: 'audio' });
    const video = await publishTrack(guest.member, transport, { stream: `cam-${name}` });
    return { ...guest, audio, video, stream: `cam-${name}` as StreamId };
  }
}

/** Whoever has sent an offer. */
export class Client {
  readonly #desk: Desk;
  readonly offer: string;
  readonly answer: Answer;

  constructor(desk: Desk, offer: string, answer: Answer) {
    this.#desk = desk;
    this.offer = offer;
    this.answer = answer;
  }

  get location(): string {
    const location = this.answer.headers['location'];
    if (typeof location !== 'string') throw new Error(`refused: ${this.answer.body}`);
    return location;
  }

  /** The client's credentials of ICE as a fragment, or others. */
  fragment(ufrag = this.#of('ice-ufrag'), pwd = this.#of('ice-pwd')): string {
    return `a=ice-ufrag:${ufrag}\r\na=ice-pwd:${pwd}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=candidate:1 1 udp 1 192.0.2.9 4000 typ host\r\n`;
  }

  patch(body: string, asked: Asked = {}): Promise<Answer> {
    return this.#desk.ask(`PATCH ${this.location}`, { contentType: FRAGMENT, body, ...asked });
  }

  end(asked: Asked = {}): Promise<Answer> {
    return this.#desk.ask(`DELETE ${this.location}`, asked);
  }

  #of(name: string): string {
    return new RegExp(`a=${name}:(\\S+)`).exec(this.offer)?.[1] ?? '';
  }
}

class WrongVersion extends ConferenceError {
  readonly code = 'precondition-failed';
}

/** Resolves when all that was brought about has happened. */
export async function quiet(): Promise<void> {
  for (let i = 0; i < 8; i++) await turn();
}
