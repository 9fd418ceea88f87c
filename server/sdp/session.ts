/*
 * The bridge between session descriptions and RTP parameters: pure functions, from a session and a text to the next
 * session and what is to be done with the media. Nothing in this folder does it, or knows of mediasoup, except as the
 * one who will read the parameters.
 *
 * Our end is ICE-lite. What the other end says is untrusted: whatever is wrong with it is a BadSdp.
 *
 * @see RFC 8829 (how browsers do it), RFC 8866 (the grammar), RFC 3264 (offer and answer)
 */

export { fillDown, needsOffer, placeDown, receivable, removeDown, vacantLine } from './downs.ts';
export { BadSdp } from './errors.ts';
export { hasPendingOffer, openSession, remoteIce, renewIce, type Action, type Session } from './state.ts';
export { rollback, takeAnswer } from './take-answer.ts';
export { takeOffer } from './take-offer.ts';
export { writeAnswer } from './write-answer.ts';
export { writeOffer } from './write-offer.ts';
