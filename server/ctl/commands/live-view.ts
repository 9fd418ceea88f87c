import type { CommandPlan } from '../command-plan.ts';
import { does } from '../command-plan.ts';
import { z } from 'zod';
import { readGroupName } from '../arguments.ts';
import { permissionText, spanText, type Row } from '../output.ts';
import { groupStats, liveGroups, liveMembers, type GroupStats, type LiveMember } from '../live-api.ts';

const NoOptions = z.object({});

export const groups: CommandPlan = {
  name: 'groups',
  aliases: ['list'],
  about: 'List the groups in which somebody is now.',
  build(command, open) {
    does(command, open, NoOptions, async (session) => {
      const live = await liveGroups(await session.api());
      session.output.list({
        columns: ['group', 'members', ''],
        rows: live.map(({ name, clientCount, locked }): Row => [
          name,
          clientCount.toString(),
          locked ? 'locked' : '',
        ]),
        empty: 'Nobody is in any group.',
        data: live,
      });
    });
  },
};

export const members: CommandPlan = {
  name: 'members',
  aliases: ['members'],
  about: 'List who is in a group now.',
  build(command, open) {
    command.argument('<group>');
    does(command, open, NoOptions, async (session, _options, [word = '']) => {
      const group = readGroupName(word);
      const present = await liveMembers(await session.api(), group);
      const now = session.world.now();
      session.output.list({
        columns: ['user', 'id', 'permissions', 'since', 'address', ''],
        rows: present.map((member): Row => [
          member.username === '' ? '(no name)' : member.username,
          member.id,
          permissionText(member.permissions),
          sinceText(member, now),
          member.address ?? '',
          member.reconnecting === true ? 'reconnecting' : '',
        ]),
        empty: `Nobody is in the group "${group}".`,
        data: present,
      });
    });
  },
};

export const stats: CommandPlan = {
  name: 'stats',
  aliases: ['stats'],
  about: 'Show how much media flows in each group.',
  build(command, open) {
    does(command, open, NoOptions, async (session) => {
      const all = await groupStats(await session.api());
      session.output.list({
        columns: ['group', 'members', 'streams up', 'up', 'streams down', 'down', 'worst loss'],
        rows: all.map(statsRow),
        empty: 'No media flows in any group.',
        data: all,
      });
    });
  },
};

function sinceText({ joinedAt }: LiveMember, now: number): string {
  const time = Date.parse(joinedAt ?? '');
  return Number.isNaN(time) ? '' : spanText(Math.max(0, now - time));
}

function statsRow({ name, clients }: GroupStats): Row {
  const all = clients ?? [];
  const up = all.flatMap((client) => client.up ?? []);
  const down = all.flatMap((client) => client.down ?? []);
  const loss = Math.max(0, ...[...up, ...down].flatMap(tracksOf).map((track) => track.loss ?? 0));
  return [
    name,
    all.length.toString(),
    up.length.toString(),
    rateText(up),
    down.length.toString(),
    rateText(down),
    `${(loss * 100).toFixed(1)} %`,
  ];
}

type Streams = NonNullable<NonNullable<GroupStats['clients']>[number]['up']>;

function tracksOf({ tracks }: Streams[number]) {
  return tracks ?? [];
}

function rateText(streams: Streams): string {
  const bps = streams.flatMap(tracksOf).reduce((sum, { bitrate }) => sum + bitrate, 0);
  if (bps < 1_000_000) return `${Math.round(bps / 1000).toString()} kbit/s`;
  return `${(bps / 1_000_000).toFixed(1)} Mbit/s`;
}
