import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Emitter, type GroupName } from '@evagore/shared';
import type { GroupDirectory } from '../core/ports.ts';
import type { Logger } from '../log.ts';
import { isAbsence } from './atomic-file.ts';
import { FolderWatch } from './folder-watch.ts';
import type { FileDescription, GroupFile } from './group-file.ts';
import { nameOf, parentOf } from './group-path.ts';
import { GroupStore } from './group-store.ts';
import { Lru } from './lru.ts';

/** Files that are remembered; a server with more of them reads some of them again now and then. */
const MAX_FILES = 10_000;
/** Groups without a file of their own that are told of changes. Anybody can name new ones, so that they are few. */
const MAX_OTHERS = 1_000;
/** The landing page may be asked for often; until something changes, the folder is searched once in this time. */
const LIST_LIFETIME_MS = 5_000;
/** Files that are looked at together when the folder is searched. */
const SEARCH_WIDTH = 16;
/** Links between folders can make rings, and a name has 200 characters. */
const MAX_DEPTH = 16;

/** Marks a group that was there. People may still be in it, and it may come back. */
const GONE = 'gone';
type Gone = typeof GONE;

export interface GroupFilesOptions {
  /** The folder of the group files. */
  readonly folder: string;
  readonly log: Logger;
  /** Whether users may set their own passwords; {@link SiteFile} in production. Absent: they may not. */
  readonly site?: { current(): Promise<{ readonly writableGroups: boolean }> };
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** A group that is shown to everybody. */
export interface PublicGroup {
  readonly name: GroupName;
  readonly description: FileDescription;
}

/**
 * The groups that the files of a folder describe, subfolders included: `physics/lab` is `physics/lab.json`.
 *
 * A changed file takes effect on the next access. Groups that were asked for before are looked at whenever the
 * folder changes, and `changed` tells of those whose description has become another.
 *
 * @see Galène group files: a group without a file is described by its nearest ancestor that has one, if that
 * has `auto-subgroups`; it is then never public, and has no text.
 */
export class GroupFiles implements GroupDirectory {
  readonly events: Emitter<{ changed: [name: GroupName, description: FileDescription | undefined] }>;
  readonly #folder: string;
  readonly #log: Logger;
  readonly #site: GroupFilesOptions['site'];
  readonly #now: () => number;
  readonly #store: GroupStore;
  readonly #watch: FolderWatch;
  /** What was told last of each group that has a file of its own. */
  readonly #toldOwn = new Lru<GroupName, FileDescription>(MAX_FILES);
  /** The same of the others: those that inherit, and those that were there and are gone. */
  readonly #toldOthers = new Lru<GroupName, FileDescription | Gone>(MAX_OTHERS);
  #list: { readonly madeAt: number; readonly groups: Promise<readonly PublicGroup[]> } | undefined;
  #closed = false;

  constructor(options: GroupFilesOptions) {
    this.#folder = path.resolve(options.folder);
    this.#log = options.log;
    this.#site = options.site;
    this.#now = options.now ?? Date.now;
    this.#store = new GroupStore(this.#folder, options.log, MAX_FILES);
    this.events = new Emitter((err) => {
      this.#log.error({ err }, 'a listener to changed groups failed');
    });
    this.#watch = new FolderWatch(this.#folder, () => this.#lookAgain(), this.#log);
  }

  async describe(name: GroupName): Promise<FileDescription | undefined> {
    return (await this.find(name))?.description;
  }

  /**
   * The whole file that stands for a group, with its users. For an inheriting subgroup, its description is
   * already that of the subgroup.
   *
   * @throws GroupBroken
   */
  async find(name: GroupName): Promise<GroupFile | undefined> {
    const own = await this.#store.load(name);
    const found = own ?? (await this.#inherited(name));
    const group = found && (await this.#forSite(found));
    this.#tell(name, group?.description, own !== undefined);
    return group;
  }

  /** The groups that ask to be shown, by name. Broken ones are left out. */
  publicGroups(): Promise<readonly PublicGroup[]> {
    const now = this.#now();
    if (this.#list === undefined || now - this.#list.madeAt >= LIST_LIFETIME_MS) {
      this.#list = { madeAt: now, groups: this.#search() };
    }
    return this.#list.groups;
  }

  /** Stops watching the folder. What is asked for afterwards is still answered. */
  close(): void {
    this.#closed = true;
    this.#watch.close();
    this.events.clear();
  }

  /** Adds what the server's configuration says of all groups. */
  async #forSite(file: GroupFile): Promise<GroupFile> {
    const site = await this.#site?.current();
    if (site?.writableGroups !== true) return file;
    return { ...file, description: { ...file.description, canChangePassword: true } };
  }

  async #inherited(name: GroupName): Promise<GroupFile | undefined> {
    for (let above = parentOf(name); above !== undefined; above = parentOf(above)) {
      const file = await this.#store.load(above);
      if (file === undefined) continue;
      if (!file.autoSubgroups) return undefined;
      const description = { ...file.description, public: false };
      delete description.description;
      return { ...file, description };
    }
    return undefined;
  }

  /** Remembers what was told of a group, and tells the listeners if it is news. */
  #tell(name: GroupName, description: FileDescription | undefined, hasFile: boolean): void {
    const before = this.#toldOwn.get(name) ?? this.#toldOthers.get(name);
    // Who asks for groups that never were leaves no trace.
    if (before === undefined && description === undefined) return;
    const now = description ?? GONE;
    if (hasFile && now !== GONE) {
      this.#toldOthers.delete(name);
      this.#toldOwn.set(name, now);
    } else {
      this.#toldOwn.delete(name);
      this.#toldOthers.set(name, now);
    }
    if (before === undefined || this.#closed || isDeepStrictEqual(before, now)) return;
    this.#log.info({ group: name, gone: now === GONE }, 'group description changed');
    this.events.emit('changed', name, description);
  }

  /** Asks for every group again that somebody may still be in. */
  async #lookAgain(): Promise<void> {
    this.#list = undefined;
    const names = [...this.#toldOthers.entries(), ...this.#toldOwn.entries()].map(([name]) => name);
    for (const name of names) {
      if (this.#closed) return;
      // A broken file was logged, and what it said before still holds.
      await this.find(name).catch(() => undefined);
    }
  }

  async #search(): Promise<readonly PublicGroup[]> {
    const groups: PublicGroup[] = [];
    const names = await groupNamesIn(this.#folder);
    for (let start = 0; start < names.length; start += SEARCH_WIDTH) {
      const some = names.slice(start, start + SEARCH_WIDTH);
      const files = await Promise.all(some.map((name) => this.#store.load(name).catch(() => undefined)));
      for (const [i, name] of some.entries()) {
        const description = files[i]?.description;
        if (description?.public === true) groups.push({ name, description });
      }
    }
    return groups;
  }
}

/**
 * The names of all groups that have a file in `folder`, sorted. Hidden files and folders are left out, as are
 * names that no group can have.
 */
export async function groupNamesIn(folder: string): Promise<GroupName[]> {
  const names: GroupName[] = [];
  const search = async (here: string, depth: number): Promise<void> => {
    for (const entry of await entriesOf(here)) {
      if (entry.name.startsWith('.')) continue;
      const at = path.join(here, entry.name);
      if (entry.isDirectory() && depth < MAX_DEPTH) await search(at, depth + 1);
      // A link may be to a file, as Kubernetes makes them; links to folders are not followed.
      else if (entry.isFile() || entry.isSymbolicLink()) {
        const name = nameOf(folder, at);
        if (name !== undefined) names.push(name);
      }
    }
  };
  await search(folder, 0);
  return names.sort((a, b) => (a < b ? -1 : 1));
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}
