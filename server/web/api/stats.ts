export { GroupStats } from '@evagore/shared';
