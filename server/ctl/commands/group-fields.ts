import { Option, type Command } from 'commander';
import { z } from 'zod';
import { GroupFields } from '../../access/group-schema.ts';
import { pathText, reasonOf } from '../../config/problems.ts';
import { fromText, nearest, type SettingKind } from '../../config/settings.ts';
import { UsageMistake } from '../failures.ts';
import type { Description } from '../resources.ts';

/** The fields of a group's description as options, generated from the schema of group files. */

/** Users and keys have commands of their own; the others are of old files. */
const NOT_DESCRIPTION = ['users', 'wildcard-user', 'authKeys', 'op', 'presenter', 'other', 'allow-subgroups'];

interface FieldOption {
  /** In the file: `displayName`. */
  readonly field: string;
  /** Without dashes: `display-name`. */
  readonly flag: string;
  readonly kind: SettingKind;
  readonly about: string;
}

const FIELD_OPTIONS: readonly FieldOption[] = Object.entries(GroupFields.shape)
  .filter(([field]) => !NOT_DESCRIPTION.includes(field))
  .map(([field, schema]) => ({
    field,
    flag: field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    kind: kindOf(schema),
    about: schema.description ?? field,
  }));

function kindOf(schema: unknown): SettingKind {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return kindOf(schema.unwrap());
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  return schema instanceof z.ZodArray ? 'list' : 'text';
}

/** Lets a command take a description. */
export function takesFields(command: Command): void {
  for (const { flag, kind, about } of FIELD_OPTIONS) {
    if (kind === 'boolean') {
      command.addOption(new Option(`--${flag}`, about).default(undefined));
      command.addOption(new Option(`--no-${flag}`).default(undefined).hideHelp());
    } else {
      const value = kind === 'number' ? '<number>' : kind === 'list' ? '<a,b,…>' : '<text>';
      command.option(`--${flag} ${value}`, about);
    }
  }
  command.option('--file <file>', 'read the description from a JSON file, - for the standard input');
}

/** What commander makes of the options, with their values as they were typed. */
export const FieldValues = z.looseObject({ file: z.string().optional() });
export type FieldValues = z.infer<typeof FieldValues>;

/** New values by field; undefined removes one. */
export type Changes = ReadonlyMap<string, unknown>;

/** What options say of fields. An empty text removes one. @throws UsageMistake */
export function changesIn(values: FieldValues): Changes {
  return new Map(
    FIELD_OPTIONS.flatMap((option) => {
      const value = values[attributeOf(option.flag)];
      return value === undefined ? [] : [[option.field, valueOf(option, value)] as const];
    }),
  );
}

export function changed(base: Description, changes: Changes): Description {
  const merged = { ...base, ...Object.fromEntries(changes) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

/**
 * Refuses what would make no group file. Returns the fields that no version known here has.
 *
 * @throws UsageMistake
 */
export function checkDescription(description: Description): string[] {
  const secret = NOT_DESCRIPTION.filter(
    (field) => description[field] !== undefined && description[field] !== null,
  );
  if (secret.length > 0) {
    throw new UsageMistake(
      `A description has no ${secret.join(', ')}: users are made by "user create", their passwords by "password set".`,
    );
  }
  const result = GroupFields.safeParse(description);
  if (!result.success) {
    const sentences = result.error.issues.map((issue) => `${pathText(issue.path)}: ${reasonOf(issue)}`);
    throw new UsageMistake(`The group cannot be described like this: ${sentences.join('; ')}.`);
  }
  const known = Object.keys(GroupFields.shape);
  return Object.keys(description)
    .filter((field) => field !== '$schema' && !known.includes(field))
    .map((field) => {
      const meant = nearest(field, known);
      return `The field "${field}" is not known here${meant === undefined ? '.' : `; did you mean ${meant}?`}`;
    });
}

function valueOf({ kind, flag }: FieldOption, value: unknown): unknown {
  if (typeof value === 'boolean') return value;
  const text = String(value);
  if (text === '') return undefined;
  const read = fromText(kind, text);
  if (kind === 'number' && typeof read !== 'number') {
    throw new UsageMistake(`--${flag} takes a number, not "${text}".`);
  }
  return read;
}

/** `display-name` is `displayName` to commander. */
function attributeOf(flag: string): string {
  return flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
