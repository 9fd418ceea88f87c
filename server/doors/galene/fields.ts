import {
  ChatId,
  ConferenceError,
  Data,
  GroupName,
  MessageKind,
  WantedKind,
  type GaleneMessage,
  type MemberId,
  type WantedByLabel,
} from '@evagore/shared';
import { z } from 'zod';
import { BadValue } from '../../core/errors.ts';
import { ProtocolError } from './refusals.ts';

/*
 * What the fields of a message mean, in the core's words.
 */

/** What a client wants by label, tolerant of kinds that it may know and we do not. */
const Request = z.record(z.string(), z.array(z.unknown()).nullable());

const StreamRequest = z.array(z.unknown()).nullish();

/** @throws ProtocolError where there is none. */
export function streamIdOf({ id }: GaleneMessage): string {
  if (id === undefined || id === '') throw new ProtocolError('empty id');
  return id;
}

/** @throws BadGroupName */
export function groupOf(group: string | undefined): GroupName {
  const parsed = GroupName.safeParse(group);
  if (!parsed.success) throw new BadGroupName();
  return parsed.data;
}

class BadGroupName extends ConferenceError {
  readonly code = 'bad-group-name';
  constructor() {
    super('no group can have this name');
  }
}

/** @throws BadValue */
export function dataOf(data: GaleneMessage['data']): Data {
  const parsed = Data.safeParse(data ?? {});
  if (!parsed.success) throw new BadValue('the data is too long, or nests too deeply');
  return parsed.data;
}

/** Whom a message is for, as what, and whether its writer gets it back. @throws BadValue */
export function addressOf({ kind = '', dest, noecho = false }: GaleneMessage): {
  kind: string;
  dest: MemberId | undefined;
  noecho: boolean;
} {
  const parsed = MessageKind.safeParse(kind);
  if (!parsed.success) throw new BadValue('the kind of a message has at most 64 characters');
  return { kind: parsed.data, dest: dest === '' ? undefined : (dest as MemberId | undefined), noecho };
}

/** The writer's own id of a message, where it is one. */
export function chatIdOf({ id }: GaleneMessage): ChatId | undefined {
  return ChatId.safeParse(id).data;
}

/** What is wanted by label. @throws ProtocolError */
export function wantedByLabelOf(request: unknown): WantedByLabel {
  const parsed = Request.safeParse(request);
  if (!parsed.success) throw new ProtocolError('bad request', 1011);
  return Object.fromEntries(Object.entries(parsed.data).map(([label, kinds]) => [label, wantedOf(kinds)]));
}

/** What is wanted of one stream; undefined where it goes by the label again. @throws ProtocolError */
export function wantedOfStream(request: unknown): WantedKind[] | undefined {
  const parsed = StreamRequest.safeParse(request);
  if (!parsed.success) throw new ProtocolError('bad request', 1011);
  const kinds = parsed.data ?? undefined;
  return kinds && wantedOf(kinds);
}

/** Kinds that we do not know say nothing. */
function wantedOf(kinds: readonly unknown[] | null): WantedKind[] {
  const known = (kinds ?? []).map((kind) => WantedKind.safeParse(kind).data);
  return [...new Set(known.filter((kind) => kind !== undefined))];
}
