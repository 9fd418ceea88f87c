/** The parts of a page between which F6 leads, in their order: elements with this attribute. */
const REGION = '[data-region]';
const NOTICES = '[data-region="notices"]';

const CONTROLS =
  'button:not(:disabled), a[href], input:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])';

/** What lies over the rest, so that nothing else is meant. A panel that covers a phone is a region itself. */
const COVERING = '[role="dialog"]:not([data-region]), [role="alertdialog"], [role="menu"]';

/**
 * The one after another in a ring, or before it.
 *
 * @param current - Undefined where one is nowhere yet.
 */
export function nextInRing<Item>(
  ring: readonly Item[],
  current: Item | undefined,
  step: 1 | -1,
): Item | undefined {
  const at = current === undefined ? -1 : ring.indexOf(current);
  if (at < 0) return step > 0 ? ring[0] : ring.at(-1);
  return ring[(at + step + ring.length) % ring.length];
}

/** Leads from region to region, and back to where one was in each. Notices that nobody has been at come first. */
export class Regions {
  readonly #last = new WeakMap<Element, HTMLElement>();
  readonly #known = new WeakSet<Element>();
  /** Where it goes on after notices that came first. */
  #resume: Element | undefined;
  /** What had the focus before the notices. */
  #before: HTMLElement | undefined;

  /** Something got the focus. */
  visited(element: EventTarget | null): void {
    if (!(element instanceof HTMLElement)) return;
    const region = element.closest(REGION);
    if (region !== null) this.#last.set(region, element);
  }

  /** Goes on by one region, or back. @returns Whether there was one to go to. */
  go(step: 1 | -1): boolean {
    const active = focused();
    const here = active?.closest(REGION) ?? undefined;
    const inNotices = here?.matches(NOTICES) === true;
    if (inNotices && step < 0) return this.back();
    const covered = active?.closest(COVERING) != null;
    if (!inNotices && step > 0 && this.#toNews(active, here)) return true;
    // Whoever was called away from a dialog goes back to it: nothing else can be reached.
    if (covered || (inNotices && this.#before?.closest(COVERING) != null)) return inNotices && this.back();
    const from = inNotices ? (this.#resume ?? here) : here;
    const ring = [...document.querySelectorAll(REGION)].filter(
      (region) =>
        region === from || (this.#target(region) !== undefined && !(region === here && region !== from)),
    );
    const next = nextInRing(ring, from, step);
    const target = next === undefined || next === here ? undefined : this.#target(next);
    if (target === undefined) return false;
    if (next?.matches(NOTICES) === true) this.#enterNotices(active, undefined);
    target.focus();
    return true;
  }

  /** Goes back from the notices to what had the focus before. @returns Whether it is still there. */
  back(): boolean {
    if (this.#before?.isConnected !== true) return false;
    this.#before.focus();
    return true;
  }

  #toNews(active: HTMLElement | undefined, here: Element | undefined): boolean {
    const news = [...document.querySelectorAll(`${NOTICES} .notice`)].filter(
      (each) => !this.#known.has(each),
    );
    // The latest; before that, the latest that offers something.
    const offer = news.findLast((each) => each.querySelector('.notice__action') !== null);
    const button = (offer ?? news.at(-1))?.querySelector<HTMLElement>('button');
    if (button == null) return false;
    this.#enterNotices(active, here);
    button.focus();
    return true;
  }

  #enterNotices(active: HTMLElement | undefined, resume: Element | undefined): void {
    this.#before = active;
    this.#resume = resume;
    for (const each of document.querySelectorAll(`${NOTICES} .notice`)) this.#known.add(each);
  }

  #target(region: Element): HTMLElement | undefined {
    const last = this.#last.get(region);
    if (last !== undefined && region.contains(last) && isReachable(last)) return last;
    return [...region.querySelectorAll<HTMLElement>(CONTROLS)].find(isReachable);
  }
}

function focused(): HTMLElement | undefined {
  const { activeElement, body } = document;
  return activeElement instanceof HTMLElement && activeElement !== body ? activeElement : undefined;
}

function isReachable(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true }) && element.closest('[inert]') === null;
}
