/** The controls of the bar. */
export type BarControl = 'microphone' | 'camera' | 'share' | 'hand' | 'people' | 'chat' | 'leave';

/** What can be had elsewhere where there is no room for all, what is missed least first. */
type MovableControl = Extract<BarControl, 'share' | 'hand'>;
const MOVABLE: readonly MovableControl[] = ['share', 'hand'];

/** Those that have a menu of devices at their side. */
const WITH_MENU: ReadonlySet<BarControl> = new Set<BarControl>(['microphone', 'camera', 'share']);

/**
 * How the bar looks: `wide` with names and menus, `close` with menus only, `bare` with neither. Menus that are not in the
 * bar are in the menu of the page.
 */
type BarLook = 'wide' | 'close' | 'bare';

export interface BarPlan {
  readonly look: BarLook;
  /** What is in the menu of the page instead. */
  readonly moved: ReadonlySet<MovableControl>;
}

export interface BarRequest {
  /** The width of the bar's inside, in rem: whoever reads large text needs larger controls. */
  readonly roomRem: number;
  /** What the bar would like to show. */
  readonly controls: readonly BarControl[];
  /** A finger needs more of a menu's button than a pointer does. */
  readonly finger: boolean;
}

/** Sizes in rem, as in `meeting.css` and `controls.css`. Names are up to twelve small letters long. */
const NAMED = 4.75;
const BUTTON = 3.5;
const BARE = 2.75;
const BESIDE_MENU = 3.0625;
const MENU = { pointer: 1.75, finger: 2.75 };
const GAPS = { wide: 1, close: 0.375, bare: 0.25 } as const satisfies Record<BarLook, number>;
/** Leaving keeps its distance. */
const APART = 0.75;

/** What the bar shows in the room that it has: as much as fits, the controls of the bar never smaller than a finger. */
export function planBar({ roomRem, controls, finger }: BarRequest): BarPlan {
  const withMenu = BESIDE_MENU + (finger ? MENU.finger : MENU.pointer);
  const widths = {
    wide: (control: BarControl) => (WITH_MENU.has(control) ? Math.max(withMenu, NAMED) : NAMED),
    close: (control: BarControl) => (WITH_MENU.has(control) ? withMenu : BUTTON),
    bare: () => BARE,
  } as const satisfies Record<BarLook, (control: BarControl) => number>;
  const fits = (look: BarLook, shown: readonly BarControl[]) => {
    const buttons = shown.reduce((sum, control) => sum + widths[look](control), 0);
    const apart = look === 'bare' ? 0 : APART;
    return buttons + (shown.length - 1) * GAPS[look] + apart <= roomRem;
  };
  for (const look of ['wide', 'close'] as const) {
    if (fits(look, controls)) return { look, moved: new Set() };
  }
  const moved = new Set<MovableControl>();
  const shown = () => controls.filter((control) => !isIn(moved, control));
  for (const control of MOVABLE) {
    if (fits('bare', shown())) break;
    if (controls.includes(control)) moved.add(control);
  }
  return { look: 'bare', moved };
}

function isIn(moved: ReadonlySet<BarControl>, control: BarControl): boolean {
  return moved.has(control);
}
