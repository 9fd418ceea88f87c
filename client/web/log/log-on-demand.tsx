import { dialogPart } from '../parts/dialog-part.tsx';

/** The log of the meeting, fetched when it is first opened. */
export const LogOnDemand = dialogPart(async () => (await import('./log-dialog.tsx')).LogDialog);
