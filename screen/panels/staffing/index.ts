import { fixedAt, TITLE, type PanelType } from '../../look/panel-type.ts';
import Staffing from './Staffing.vue';

export default { component: Staffing, ...fixedAt(TITLE + 4 * 27 + 24) } satisfies PanelType;
