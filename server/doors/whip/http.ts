import type { GroupName } from '@evagore/shared';

/** What these doors need of HTTP; the web server speaks it. */

/** A request at an address below a group, such as `/group/NAME/.whip/ID`. */
export interface Request {
  readonly method: string;
  readonly group: GroupName;
  /** The first component after the group's name, with its dot. */
  readonly resource: string;
  /** What follows it, decoded; empty for the resource itself. */
  readonly rest: string;
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  readonly token: string | undefined;
  /** Where the request comes from, without a port. */
  readonly address: string;
  /** What limits are counted by: an address, or a network of IPv6. */
  readonly network: string;
  /** The body, read only now. @throws ConferenceError: too long, or no text. */
  text(maxBytes: number): Promise<string>;
  /** @throws ConferenceError with the code `precondition-failed` where the request is for another version than this. */
  demand(version: string): void;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}
