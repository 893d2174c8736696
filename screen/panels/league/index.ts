import type { PanelType } from '../../look/panel-type.ts';
import { LEAGUE_INDICATORS } from './league.ts';
import League from './League.vue';

export default { component: League, row: 27, least: 3, usual: 6, most: 20, ofChildren: true, ranks: true, settings: { indicator: LEAGUE_INDICATORS } } satisfies PanelType;
