/** What is looked at: the signalling, each way for media, and how much goes up. */
export type CheckKind = 'server' | 'udp' | 'tcp' | 'relay' | 'uplink';

/** Why something does not get through. */
export type Fault =
  /** No WebSocket can be opened. */
  | 'unreachable'
  /** What is sent never arrives, or its answer does not. */
  | 'blocked'
  /** The relay itself cannot be reached. */
  | 'relay-silent'
  /** The relay does not take the credentials that the server gives. */
  | 'relay-refused'
  /** The way was there and broke. */
  | 'broken';

/** Why something was not looked at. */
export type Omission =
  /** Nothing of this kind is offered. */
  | 'not-offered'
  /** Relays are told to members only. */
  | 'members-only'
  /** The server is a Galène, or of a time before there were tests. */
  | 'not-supported'
  /** Its operator allows none. */
  | 'not-allowed'
  /** Too many others test at the moment. */
  | 'busy'
  /** This browser has no WebRTC. */
  | 'no-webrtc'
  /** Nothing got through that it could be measured over. */
  | 'no-way'
  | 'stopped';

export type Outcome =
  | { readonly state: 'waiting' | 'running' }
  | {
      readonly state: 'passed';
      readonly tookMs: number;
      /** What went up, in kbit/s, of the uplink. */
      readonly kbps?: number;
      /** More was not tried. */
      readonly plenty?: boolean;
    }
  | { readonly state: 'failed'; readonly fault: Fault }
  | { readonly state: 'skipped'; readonly why: Omission };

/** One step of the test. */
export interface Check {
  readonly key: string;
  readonly kind: CheckKind;
  /** What it is about, such as `example.org, port 44444`; of a relay its address. Empty before it is known. */
  readonly target: string;
  readonly outcome: Outcome;
}

/** Whether nothing more will be learnt of it. */
export function isSettled({ outcome }: Check): boolean {
  return outcome.state !== 'waiting' && outcome.state !== 'running';
}
