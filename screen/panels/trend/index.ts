import { fixedAt, TITLE, type PanelType } from '../../look/panel-type.ts';
import Trend from './Trend.vue';

export default { component: Trend, ...fixedAt(TITLE + 118), runsOn: true } satisfies PanelType;
