/** How wide a panel is where nobody has chosen, in rem. */
export const PANEL_WIDTH = 22.5;

/** Below this, a line of the chat is a few words. In rem. */
export const LEAST_PANEL_WIDTH = 18;

/** No window is wider. In rem. */
export const MOST_PANEL_WIDTH = 480;

/** How far an arrow key moves the edge, in rem. */
const STEP = 1;

/** How wide a panel may be in a window of this width, all in rem: half of it is for the meeting. */
function widestPanel(window: number): number {
  return Math.max(LEAST_PANEL_WIDTH, window / 2);
}

/** What a panel leaves to the meeting while nobody has chosen: a little more than half. */
const FIRST_SHARE = 0.44;

/** The width that a panel really has, of one that was wished for. All in rem. */
export function panelWidth(wished: number, window: number): number {
  const most = wished === PANEL_WIDTH ? FIRST_SHARE * window : widestPanel(window);
  return Math.max(Math.min(wished, most), LEAST_PANEL_WIDTH);
}

/** Where a key on the edge puts it. The panel is at the right, so that leftwards is wider. */
export function widthByKey(key: string, width: number, window: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return panelWidth(width + STEP, window);
    case 'ArrowRight':
      return panelWidth(width - STEP, window);
    case 'Home':
      return LEAST_PANEL_WIDTH;
    case 'End':
      return widestPanel(window);
    case 'Enter':
      return panelWidth(PANEL_WIDTH, window);
    default:
      return undefined;
  }
}

/** How much of what is possible a width is, in whole percent. */
export function shareOfWidth(width: number, window: number): number {
  const room = widestPanel(window) - LEAST_PANEL_WIDTH;
  return room === 0 ? 0 : Math.round(((width - LEAST_PANEL_WIDTH) / room) * 100);
}
