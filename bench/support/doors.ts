import { publish, receive } from './media.ts';
import { GaleneSeat } from './galene-seat.ts';
import { BenchMember } from './member.ts';

/** What sends a camera, every packet of it a key frame. */
export interface Source {
  send(payloadBytes?: number): unknown;
  /** How often the server asked for a key frame. */
  keyFrameRequests: number;
  close(): void;
}

/** What receives a camera. */
export interface Sink {
  /** Packets of the picture. */
  readonly received: Buffer[];
  close(): void;
}

/** Somebody in the group of the benchmarks. */
export interface BenchSeat {
  publish(): Promise<Source>;
  /** Receives the first stream that is offered. */
  receive(): Promise<Sink>;
  close(): Promise<void>;
}

/** Ways into the server, by the dialect that is spoken there. */
const DOORS: Readonly<Record<string, (url: string, username: string) => Promise<BenchSeat>>> = {
  async native(url, username) {
    const member = await BenchMember.connect(url);
    await member.join(username);
    return {
      publish: () => publish(member),
      receive: () => receive(member),
      close: () => member.close(),
    };
  },
  galene: (url, username) => GaleneSeat.take(url, username),
};

/** @throws where no door is called so. */
export function doorOf(name: string): (url: string, username: string) => Promise<BenchSeat> {
  const door = DOORS[name];
  if (door === undefined) throw new Error(`--doors takes ${Object.keys(DOORS).join(' and ')}, not "${name}"`);
  return door;
}
