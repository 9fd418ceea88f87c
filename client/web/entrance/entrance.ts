import { deviceSentence } from '../local/device-sentence.ts';
import { t } from '../messages/translate.ts';
import type { StatusAnswer, PublishedStatus } from '../net/groups.ts';
import { isWebAddress } from '../route.ts';
import { codeOf, sentenceOf } from '../state/error-sentence.ts';
import type { Invitation } from '../state/invitation.ts';
import type { Notices } from '../state/notices.ts';
import type { Preview } from '../state/preview.ts';
import type { JoinRequest, Meeting } from '../state/session.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import { Attempt, type FailedDevice } from './attempt.ts';
import { NoAnswer } from './no-answer.ts';
import type { Phase } from './phase.ts';
import type { RecentGroups } from './recent-groups.ts';
import { Waiting, type WaitingWorld } from './waiting.ts';
import { mayPass } from './waiting-rule.ts';
import {
  afterRefusal,
  credentialsOf,
  entranceError,
  invitationIsUseless,
  nameOf,
  type Entry,
  type Way,
} from './way.ts';

/** What the entrance needs of its surroundings. */
export interface EntranceWorld extends WaitingWorld {
  /** Of this page, as in `location.origin`. */
  readonly origin: string;
  /** As in `navigator.userAgent`. */
  readonly userAgent: string;
  fetchStatus(group: string): Promise<StatusAnswer>;
  examine(token: string, status: PublishedStatus): Promise<Invitation>;
  /** @throws whatever refuses. */
  join(request: JoinRequest): Promise<Meeting>;
  /** Microphone and camera, off. */
  newPreview(): Preview;
  /** Opens what was on last time, if nobody need be asked. */
  openRemembered(preview: Preview): void;
  /** Goes to another page, without a way back to this one. */
  redirect(address: string): void;
  /** Whether nobody sees the page at the moment. */
  isHidden(): boolean;
}

export interface EntranceOptions {
  readonly group: string;
  readonly token: string | undefined;
  readonly world: EntranceWorld;
  readonly notices: Notices;
  readonly recent: Pick<RecentGroups, 'entered'>;
}

/** The way into one group: from the question whether it exists to the meeting, its end, and perhaps back. */
export class Entrance extends SnapshotStore<Phase> {
  /** What is on here is on when the meeting begins. */
  readonly preview: Preview;
  readonly #options: EntranceOptions;
  readonly #world: EntranceWorld;
  #phase: Phase = { name: 'checking' };
  /** Counts closings, so that nothing goes on which began before. */
  #closings = 0;

  constructor(options: EntranceOptions) {
    super();
    this.#options = options;
    this.#world = options.world;
    this.preview = options.world.newPreview();
  }

  /** Asks the server about the group. Where it does not answer, it is asked again and again. */
  async check(): Promise<void> {
    const isWanted = this.#unlessClosed();
    const next = await this.#look();
    if (!isWanted()) return;
    if (!(next instanceof NoAnswer)) {
      this.#show(next);
      return;
    }
    const again = async () => {
      const later = await this.#look();
      if (later instanceof NoAnswer) return { again: later };
      if (isWanted()) this.#show(later);
      return 'done' as const;
    };
    this.#show({ name: 'unreachable', waiting: new Waiting(again, next, this.#world) });
  }

  /** Goes in. What refuses for the moment only is waited for. */
  async join(way: Way, entry: Entry): Promise<void> {
    const busy: Phase = { name: 'login', way, busy: true };
    this.#show(busy);
    const isOpen = this.#unlessClosed();
    const attempt = new Attempt({
      devices: this.preview,
      isWanted: () => isOpen() && this.#phase === busy,
    });
    try {
      const meeting = await this.#ask(way, entry, attempt);
      if (meeting !== undefined) this.#enter(way, entry, meeting);
    } catch (error) {
      if (!attempt.isWanted()) return;
      this.#show(mayPass(codeOf(error)) ? this.#wait(way, entry, error) : refused(way, entry, error));
    }
  }

  /** Goes in with everything off, whatever was on. */
  joinPlain(way: Way, entry: Entry): Promise<void> {
    this.preview.close();
    return this.join(way, entry);
  }

  /** Back to where a name is asked for, without what did not help. */
  login(way: Way): void {
    this.#show({ name: 'login', way, later: true });
  }

  /** Out of the meeting, for good or for now. */
  leave(): void {
    if (this.#phase.name !== 'meeting') return;
    const { way, meeting } = this.#phase;
    meeting.store.close();
    this.#show({ name: 'left', way });
  }

  /**
   * Takes the seat of a meeting that has ended again, by the same credentials; gives a sentence where that fails.
   * Whoever leaves meanwhile has left.
   */
  async rejoin(): Promise<string | undefined> {
    if (this.#phase.name !== 'meeting') return undefined;
    const { way, entry, meeting: before } = this.#phase;
    const { microphone, camera } = before.store.getSnapshot().self;
    const isOpen = this.#unlessClosed();
    const attempt = new Attempt({
      devices: this.#world.newPreview(),
      isWanted: () => isOpen() && this.#phase.name === 'meeting' && this.#phase.meeting === before,
      // Never more open than before: whoever was muted comes back muted.
      isSilent: () => microphone !== 'on',
    });
    try {
      const failed = await attempt.open([
        ...(microphone === 'none' ? [] : (['audio'] as const)),
        ...(camera === 'on' ? (['video'] as const) : []),
      ]);
      const meeting = await this.#ask(way, entry, attempt);
      if (meeting === undefined) return undefined;
      meeting.store.unsent.takeOver(before.store.unsent.handOver());
      before.store.close();
      this.#enter(way, entry, meeting);
      this.#tell(failed);
      return undefined;
    } catch (error) {
      return attempt.isWanted() ? sentenceOf(error) : undefined;
    } finally {
      attempt.devices.close();
    }
  }

  /** The page is left. */
  close(): void {
    this.#closings += 1;
    if (this.#phase.name === 'unreachable' || this.#phase.name === 'waiting') this.#phase.waiting.close();
    this.preview.close();
  }

  protected build(): Phase {
    return this.#phase;
  }

  async #look(): Promise<Phase | NoAnswer> {
    const { group, token } = this.#options;
    const answer = await this.#world.fetchStatus(group);
    if (answer.outcome === 'unreachable') return new NoAnswer('no-answer');
    if (answer.outcome === 'busy') return new NoAnswer('too-many-requests', answer.possibleFrom);
    if (answer.outcome === 'unknown') return { name: 'unknown' };
    const { status } = answer;
    const { redirect, authPortal } = status;
    if (redirect !== undefined && isWebAddress(redirect)) {
      this.#world.redirect(redirect);
      return { name: 'checking' };
    }
    if (token !== undefined) {
      const invitation = await this.#world.examine(token, status);
      if (invitation.state !== 'useless')
        return { name: 'login', way: { status, invitation: { ...invitation, token } } };
      return { name: 'turned-away', status, sentence: invitation.sentence };
    }
    if (authPortal !== undefined && isWebAddress(authPortal)) {
      return { name: 'portal', status, portal: authPortal };
    }
    return { name: 'login', way: { status } };
  }

  /** Tries again until somebody is let in, or refused for another reason. */
  #wait(way: Way, entry: Entry, refusal: unknown): Phase {
    const { notices } = this.#options;
    const attempt = new Attempt({
      devices: this.preview,
      isWanted: () => !waiting.closed,
      // Nobody should be heard who does not know of it.
      isSilent: () => this.#world.isHidden(),
      onSilenced: () => {
        notices.show('warning', t('waiting.muted'), 'let-in');
      },
    });
    const again = async () => {
      try {
        const meeting = await this.#ask(way, entry, attempt);
        if (meeting !== undefined) this.#enter(way, entry, meeting);
        return 'done' as const;
      } catch (error) {
        if (!attempt.isWanted() || mayPass(codeOf(error))) return { again: error };
        this.#show(refused(way, entry, error));
        return 'done' as const;
      }
    };
    const waiting = new Waiting(again, refusal, this.#world);
    return { name: 'waiting', way, waiting };
  }

  #ask(way: Way, entry: Entry, attempt: Attempt): Promise<Meeting | undefined> {
    const { group, notices } = this.#options;
    return attempt.join((handOver) =>
      this.#world.join({
        group,
        endpoint: way.status.endpoint,
        username: nameOf(way, entry),
        credentials: credentialsOf(way, entry, this.#world.origin),
        handOver,
        choice: attempt.devices.getSnapshot().choice,
        notices,
        onPassword: (password) => {
          this.#passwordChanged(password);
        },
      }),
    );
  }

  #tell(failed: readonly FailedDevice[]): void {
    for (const { kind, error } of failed) {
      const what = kind === 'audio' ? 'microphone' : 'camera';
      this.#options.notices.show('error', deviceSentence(error, what, this.#world.userAgent), what);
    }
  }

  /** Tells from now on whether the page has been left. */
  #unlessClosed(): () => boolean {
    const closings = this.#closings;
    return () => closings === this.#closings;
  }

  #enter(way: Way, entry: Entry, meeting: Meeting): void {
    const { group, recent } = this.#options;
    recent.entered(group, way.status.displayName, this.#world.now());
    this.#show({ name: 'meeting', way, entry, meeting });
  }

  /** Whoever is in must not be asked for the new one when they come back. */
  #passwordChanged(password: string): void {
    if (this.#phase.name !== 'meeting') return;
    this.#phase = { ...this.#phase, entry: { ...this.#phase.entry, password } };
    this.changed();
  }

  #show(next: Phase): void {
    const before = this.#phase;
    const stillWaiting = 'waiting' in next ? next.waiting : undefined;
    if ('waiting' in before && before.waiting !== stillWaiting) before.waiting.close();
    this.#phase = next;
    this.changed();
    // Devices stay as they are from the first look in the mirror to the door.
    if (next.name === 'login' && !SEATED_BEFORE.has(before.name)) this.#world.openRemembered(this.preview);
  }
}

/** Phases in which microphone and camera are as the person wants them to be. */
const SEATED_BEFORE: ReadonlySet<Phase['name']> = new Set(['login', 'waiting']);

function refused(way: Way, entry: Entry, error: unknown): Phase {
  if (invitationIsUseless(way, error)) {
    return { name: 'turned-away', status: way.status, sentence: sentenceOf(error, { invited: true }) };
  }
  return { name: 'login', way: afterRefusal(way, error), error: entranceError(way, entry, error) };
}
