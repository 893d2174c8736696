import { fixedAt, TITLE, type PanelType } from '../../look/panel-type.ts';
import Loop from './Loop.vue';

export default { component: Loop, ...fixedAt(TITLE + 150) } satisfies PanelType;
