import { readFileSync } from 'node:fs';
import type { GroupName } from '@evagore/shared';
import { escaped } from './error-page.ts';
import type { Recording } from './recording-folder.ts';

/** The list of a group's recordings, for people. It runs no script. */

const pages = new URL('./pages/', import.meta.url);
const template = readFileSync(new URL('recordings.html', pages), 'utf8');

/** The style of the list, served at `/recordings.css`. */
export const RECORDINGS_CSS = readFileSync(new URL('recordings.css', pages), 'utf8');

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

export function recordingsPage(group: GroupName, recordings: readonly Recording[]): string {
  const rows = recordings.map(row).join('');
  const list = rows === '' ? '<p>Nothing has been recorded yet.</p>' : table(rows);
  const values: Record<string, string> = { group: escaped(group), list };
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

function table(rows: string): string {
  return `<table><thead><tr><th>File</th><th>Size</th><th><span class="hidden">Delete</span></th></tr></thead><tbody>${rows}</tbody></table>`;
}

function row({ name, bytes }: Recording): string {
  const shown = escaped(name);
  return [
    `<tr><td><a href="./${encodeURIComponent(name)}">${shown}</a></td>`,
    `<td class="size">${sizeText(bytes)}</td>`,
    '<td><form method="post" action="./"><input type="hidden" name="q" value="delete" />',
    `<input type="hidden" name="filename" value="${shown}" />`,
    `<button type="submit" aria-label="Delete ${shown}">Delete</button></form></td></tr>`,
  ].join('');
}

/** Such as "1.4 MB". */
function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${UNITS[power] ?? ''}`;
}
