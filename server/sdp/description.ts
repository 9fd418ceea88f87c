import { BadSdp } from './errors.ts';

/*
 * The grammar of session descriptions: text in, sections with their attributes out. What an attribute means is said
 * elsewhere.
 *
 * The published parser of this grammar is not used for what strangers send. It keeps the last of several fingerprints,
 * cuts stream ids at the first character that it does not expect, loses restriction ids with a hyphen, skips lines
 * that are none, and turns names that look like numbers into numbers. The tests read with it what is written here.
 */

/** Longer than any browser's description of a full room; limits how long a stranger can keep us reading. */
const MAX_LENGTH = 65_536;
const MAX_LINE_LENGTH = 4_096;
/** A description with more is refused, and none with more is written. */
export const MAX_LINES = 64;

interface Attribute {
  readonly name: string;
  /** Empty for a flag. */
  readonly value: string;
}

export interface Section {
  readonly attributes: readonly Attribute[];
}

export interface MediaSection extends Section {
  /** `audio`, `video`, `application` … */
  readonly type: string;
  readonly port: number;
  readonly protocol: string;
  readonly formats: readonly string[];
}

export interface Description {
  /** What holds for all media, unless they say otherwise. */
  readonly session: Section;
  readonly media: readonly MediaSection[];
}

/**
 * Reads a session description. Lines may end as they like; the origin and its version are not looked at, so an old
 * version does no harm.
 *
 * @throws BadSdp
 * @see RFC 8866
 */
export function readDescription(text: string): Description {
  const lines = linesOf(text);
  if (lines[0] !== 'v=0') throw new BadSdp('a session description begins with the line "v=0"');
  return sectionsOf(lines);
}

/**
 * Reads what is like a session description but need not begin like one.
 *
 * @throws BadSdp
 * @see RFC 8840, section 9
 */
export function readFragment(text: string): Description {
  return sectionsOf(linesOf(text));
}

/** The value of the first attribute of the name; a flag's is empty. */
export function attribute(section: Section, name: string): string | undefined {
  return section.attributes.find((each) => each.name === name)?.value;
}

/** The values of all attributes of the name. */
export function attributes(section: Section, name: string): string[] {
  return section.attributes.filter((each) => each.name === name).map(({ value }) => value);
}

export function hasAttribute(section: Section, name: string): boolean {
  return section.attributes.some((each) => each.name === name);
}

function linesOf(text: string): string[] {
  if (text.length > MAX_LENGTH)
    throw new BadSdp(`a session description has at most ${MAX_LENGTH} characters`);
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const stray = lines.find((line) => !isLine(line));
  if (stray !== undefined) throw new BadSdp(`"${stray.slice(0, 40)}" is no line of a session description`);
  return lines;
}

function isLine(line: string): boolean {
  // eslint-disable-next-line no-control-regex -- Those are what must not get through.
  return line.length <= MAX_LINE_LENGTH && /^[a-z]=/.test(line) && !/[\0-\x08\x0a-\x1f\x7f]/.test(line);
}

function sectionsOf(lines: readonly string[]): Description {
  const session: Attribute[] = [];
  const media: (MediaSection & { attributes: Attribute[] })[] = [];
  for (const line of lines) {
    const value = line.slice(2);
    if (line.startsWith('m=')) media.push({ ...mediaOf(value), attributes: [] });
    else if (line.startsWith('a=')) (media.at(-1)?.attributes ?? session).push(attributeOf(value));
  }
  if (media.length > MAX_LINES)
    throw new BadSdp(`a session description has at most ${MAX_LINES} media sections`);
  return { session: { attributes: session }, media };
}

function attributeOf(text: string): Attribute {
  const colon = text.indexOf(':');
  if (colon < 0) return { name: text.trim(), value: '' };
  return { name: text.slice(0, colon), value: text.slice(colon + 1).trim() };
}

function mediaOf(value: string): Omit<MediaSection, 'attributes'> {
  const match = /^([\w-]+) (\d{1,5})(?:\/\d+)? ([\w/-]+) (\S.*)$/.exec(value.trim());
  if (match === null) throw new BadSdp(`"m=${value.slice(0, 40)}" is no description of media`);
  const [, type = '', port = '', protocol = '', formats = ''] = match;
  return { type, port: Number(port), protocol, formats: formats.split(/\s+/) };
}
