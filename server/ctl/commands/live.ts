import type { CommandFamily } from '../command-plan.ts';
import { actPlans } from './live-act.ts';
import { groups, members, stats } from './live-view.ts';

export const liveFamily: CommandFamily = {
  name: 'live',
  about: 'Meetings as they happen (Evagore only)',
  plans: [groups, members, stats, ...actPlans],
};
