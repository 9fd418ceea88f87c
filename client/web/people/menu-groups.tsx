import { Menu } from '@base-ui/react/menu';
import { Fragment, type ReactNode } from 'react';

export interface MenuGroupsProps<Entry extends string> {
  /** What belongs together; empty groups are left out. */
  readonly groups: readonly (readonly Entry[])[];
  readonly itemOf: (entry: Entry) => ReactNode;
}

/** Entries of a menu with a line between those that belong together. */
export function MenuGroups<Entry extends string>({ groups, itemOf }: MenuGroupsProps<Entry>) {
  return groups
    .filter((group) => group.length > 0)
    .map((group, index) => (
      <Fragment key={group[0]}>
        {index > 0 && <Menu.Separator className="menu__line" />}
        {group.map((entry) => (
          <Fragment key={entry}>{itemOf(entry)}</Fragment>
        ))}
      </Fragment>
    ));
}
