import { readFileSync } from 'node:fs';
import { DtlsParameters, RtpParameters } from '@evagore/shared';
import { ortc } from 'mediasoup';
import type * as mediasoup from 'mediasoup/types';
import { parse, type MediaDescription, type SessionDescription } from 'sdp-transform';
import { openSession, takeOffer, writeAnswer, type Action, type Session } from '../session.ts';
import type { SessionOptions } from '../state.ts';
import { OUR_END, roomCapabilities, routerCapabilities } from './room.ts';

/** What real programs have said: recorded, or written in the shape that they give it. */

export const RECORDED = [
  'chromium-camera',
  'chromium-simulcast',
  'chromium-receiving',
  'chromium-call',
  'chromium-data',
  'firefox-camera',
  'firefox-simulcast',
  'firefox-receiving',
  'firefox-call',
] as const;
export const SHAPES = ['safari-camera', 'obs', 'gstreamer', 'pion'] as const;

export function offerOf(name: (typeof RECORDED)[number] | (typeof SHAPES)[number]): string {
  const folder = (SHAPES as readonly string[]).includes(name) ? 'shapes' : 'recorded';
  return fixture(`${folder}/${name}-offer`);
}

/** To an offer of ours with sound and picture on the lines `s0` and `s1`. */
export function answerOf(name: 'chromium' | 'firefox'): string {
  return fixture(`recorded/${name}-answer`);
}

function fixture(path: string): string {
  return readFileSync(new URL(`${path}.sdp`, import.meta.url), 'utf8').replaceAll('\n', '\r\n');
}

export function aSession(options: Partial<SessionOptions> = {}): Session {
  return openSession({ transport: OUR_END, capabilities: roomCapabilities(), use: 'up', ...options });
}

export type OpenUp = Extract<Action, { type: 'openUp' }>;

/** An offer is taken and answered at once. */
export function exchange(sdp: string, session = aSession()) {
  const taken = takeOffer(session, sdp);
  const answer = writeAnswer(taken.session);
  return {
    actions: taken.actions,
    ups: upsOf(taken.actions),
    session: answer.session,
    started: answer.actions,
    sdp: answer.sdp,
    answer: readBack(answer.sdp),
  };
}

export function upsOf(actions: readonly Action[]): OpenUp[] {
  return actions.filter((action) => action.type === 'openUp');
}

/** The one track that an offer brings. */
export function onlyUp(sdp: string, session = aSession()): OpenUp {
  const [up] = exchange(sdp, session).ups;
  if (up === undefined) throw new Error('nothing is taken');
  return up;
}

/** Taking the offer, to be expected to throw. */
export function refusal(sdp: string, session = aSession()): () => unknown {
  return () => takeOffer(session, sdp);
}

/** Which lines an offer is answered with, as `audio 9`; a port of 0 is a rejection. */
export function ports(sdp: string, session = aSession()): string[] {
  return exchange(sdp, session).answer.media.map(({ type, port }) => `${type} ${port.toString()}`);
}

/** The names of the actions, with the lines that they concern. */
export function summary(actions: readonly Action[]): string[] {
  return actions.map((action) => ('mid' in action ? `${action.type} ${action.mid}` : action.type));
}

/** Reads a description with another reader than ours, and checks what it must have in any case. */
export function readBack(sdp: string): SessionDescription & { media: MediaDescription[] } {
  if (!/^v=0\r\n([a-z]=[^\r\n]*\r\n)+$/.test(sdp)) throw new Error('the description has broken lines');
  const description = parse(sdp);
  for (const { rtp, fmtp, rtcpFb = [], payloads = '' } of description.media) {
    // The reader makes numbers of what looks like one.
    const listed = new Set([payloads].join('').split(' '));
    for (const { payload } of [...rtp, ...fmtp, ...rtcpFb]) {
      if (!listed.has(payload.toString()))
        throw new Error(`the payload type ${payload.toString()} is not listed`);
    }
  }
  return description;
}

/** What mediasoup and our own schemas would say of the actions. Throws if they would refuse. */
export function checkActions(actions: readonly Action[]): void {
  const router = routerCapabilities();
  for (const action of actions) {
    if (action.type === 'connect') DtlsParameters.parse(action.dtls);
    if (action.type !== 'openUp') continue;
    RtpParameters.parse(action.rtpParameters);
    const parameters = structuredClone(action.rtpParameters) as mediasoup.RtpParameters;
    ortc.validateAndNormalizeRtpParameters(parameters);
    const mapping = ortc.getProducerRtpParametersMapping(parameters, router);
    const consumable = ortc.getConsumableRtpParameters(action.kind, parameters, router, mapping);
    if (!ortc.canConsume(consumable, structuredClone(router))) throw new Error('nobody could receive it');
  }
}
