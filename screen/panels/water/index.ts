import { fixedAt, TITLE, type PanelType } from '../../look/panel-type.ts';
import Water from './Water.vue';

export default { component: Water, ...fixedAt(TITLE + 7 * 30) } satisfies PanelType;
